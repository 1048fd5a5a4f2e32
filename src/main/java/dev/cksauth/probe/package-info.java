/**
 * Sends requests as written and once, says what came of them, and reads identities out of answers.
 *
 * <p>What an answer means for a scenario is for the engine to say.
 */
@NullMarked
package dev.cksauth.probe;

import org.jspecify.annotations.NullMarked;
