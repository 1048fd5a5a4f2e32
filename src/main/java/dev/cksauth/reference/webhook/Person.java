package dev.cksauth.reference.webhook;

/**
 * Somebody in a directory.
 *
 * @param dn the distinguished name, which changes when the entry is moved
 * @param id what stays the same
 * @param name as the directory spells it, not as somebody typed it
 */
public record Person(String dn, String id, String name) {}
