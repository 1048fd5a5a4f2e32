/** The commands: the only place that knows all the others. */
@NullMarked
package dev.cksauth.cli;

import org.jspecify.annotations.NullMarked;
