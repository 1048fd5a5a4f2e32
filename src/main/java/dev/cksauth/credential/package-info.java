/** Certificates, keys and tokens: made, and forged. Nothing else uses Bouncy Castle. */
@NullMarked
package dev.cksauth.credential;

import org.jspecify.annotations.NullMarked;
