/** The reference system as a whole: its parts started together, and the files that lead to it. */
@NullMarked
package dev.cksauth.reference.topology;

import org.jspecify.annotations.NullMarked;
