@NullMarked
package dev.cksauth.report;

import org.jspecify.annotations.NullMarked;
