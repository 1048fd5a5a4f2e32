/** Webhooks that mean harm, which must neither hang nor fell the harness, nor pass. */
@NullMarked
package dev.cksauth.hostile;

import org.jspecify.annotations.NullMarked;
