@NullMarked
package dev.cksauth.probe;

import org.jspecify.annotations.NullMarked;
