@NullMarked
package dev.cksauth;

import org.jspecify.annotations.NullMarked;
