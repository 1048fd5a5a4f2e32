/** Honest webhooks in other languages, which the harness must not accuse. */
@NullMarked
package dev.cksauth.honest;

import org.jspecify.annotations.NullMarked;
