/** The harness itself under test: honest parts with one named fault each, and who notices. */
@NullMarked
package dev.cksauth.mutant;

import org.jspecify.annotations.NullMarked;
