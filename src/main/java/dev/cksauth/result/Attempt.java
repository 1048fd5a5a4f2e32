package dev.cksauth.result;

/**
 * Who knocked where, and whether they were let in: what a reader wants to see at a glance.
 *
 * @param endpoint as the subject's file names it
 * @param credential the kind of what was shown, such as {@code service-account}; {@code none},
 *     {@code unknown}
 * @param outcome {@code accepted}, {@code refused} or {@code anonymous}
 */
public record Attempt(String endpoint, String credential, String outcome) {}
