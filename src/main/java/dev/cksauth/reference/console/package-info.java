/**
 * The Cloud Console of the reference system: its users, their opaque access tokens and kubeconfigs.
 *
 * <p>It stands for what a cloud's own identity service does; the managed endpoint accepts its
 * tokens and nothing else.
 */
@NullMarked
package dev.cksauth.reference.console;

import org.jspecify.annotations.NullMarked;
