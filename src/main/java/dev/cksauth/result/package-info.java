/**
 * What a run found, as one immutable tree: run, subjects, scenarios, steps, exchanges.
 *
 * <p>The engine makes the tree and decides every verdict in it; reports only walk it.
 */
@NullMarked
package dev.cksauth.result;

import org.jspecify.annotations.NullMarked;
