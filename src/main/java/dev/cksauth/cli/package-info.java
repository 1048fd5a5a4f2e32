/** The command line: the only place that knows all parts. */
@NullMarked
package dev.cksauth.cli;

import org.jspecify.annotations.NullMarked;
