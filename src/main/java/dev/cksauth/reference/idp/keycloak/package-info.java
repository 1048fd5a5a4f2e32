/** Keycloak as a process: found or fetched, prepared once, started for a run, and used by flows. */
@NullMarked
package dev.cksauth.reference.idp.keycloak;

import org.jspecify.annotations.NullMarked;
