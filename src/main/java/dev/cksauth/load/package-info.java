/**
 * Load on a webhook under an open model: reviews are sent when they are due, whether earlier ones
 * are answered or not, and each latency counts from the moment when its review was due.
 */
@NullMarked
package dev.cksauth.load;

import org.jspecify.annotations.NullMarked;
