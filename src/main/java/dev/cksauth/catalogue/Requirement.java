package dev.cksauth.catalogue;

/**
 * One normative sentence, in our own words.
 *
 * @param id such as {@code CKS-MANAGED-03}
 * @param source release note, Kubernetes source or reference, RFC section
 */
public record Requirement(String id, String text, String source) {}
