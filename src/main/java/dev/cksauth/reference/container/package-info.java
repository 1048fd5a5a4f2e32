/**
 * Parts of a reference system in containers: all of them in one network namespace, as the
 * containers of a pod are, so that every address is the same for them and for the harness.
 */
@NullMarked
package dev.cksauth.reference.container;

import org.jspecify.annotations.NullMarked;
