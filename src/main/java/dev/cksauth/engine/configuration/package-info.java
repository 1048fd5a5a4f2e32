/** Configures a cluster through its CKS API for a person, and takes that back. */
@NullMarked
package dev.cksauth.engine.configuration;

import org.jspecify.annotations.NullMarked;
