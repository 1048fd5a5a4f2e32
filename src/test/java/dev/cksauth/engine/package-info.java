@NullMarked
package dev.cksauth.engine;

import org.jspecify.annotations.NullMarked;
