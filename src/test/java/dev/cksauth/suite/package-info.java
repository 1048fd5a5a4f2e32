/** The engine as a build runs it: by suites. */
@NullMarked
package dev.cksauth.suite;

import org.jspecify.annotations.NullMarked;
