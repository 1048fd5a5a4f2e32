package dev.cksauth.subject;

import java.net.URI;

/** Where the exchanges that a part of the subject saw can be read. */
public record Observer(URI url) {}
