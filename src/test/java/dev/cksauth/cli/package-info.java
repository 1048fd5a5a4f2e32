@NullMarked
package dev.cksauth.cli;

import org.jspecify.annotations.NullMarked;
