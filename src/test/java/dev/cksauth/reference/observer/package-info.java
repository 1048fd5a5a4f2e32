/** Tests of what stands between an API server and its webhook. */
@NullMarked
package dev.cksauth.reference.observer;

import org.jspecify.annotations.NullMarked;
