/** Child processes and the directories that they live in: nothing outlives its owner for long. */
@NullMarked
package dev.cksauth.reference.process;

import org.jspecify.annotations.NullMarked;
