/**
 * The one engine: selects scenarios, runs their steps against a subject and decides.
 *
 * <p>Command line, Maven, an IDE and a user's own suite all run this JUnit Platform engine.
 */
@NullMarked
package dev.cksauth.engine;

import org.jspecify.annotations.NullMarked;
