package dev.cksauth.subject;

import java.util.Optional;

/**
 * Who a subject is.
 *
 * @param name unique in a run; names its reports
 */
public record Metadata(String name, Optional<String> version, Optional<String> vendor) {}
