@NullMarked
package dev.cksauth.load;

import org.jspecify.annotations.NullMarked;
