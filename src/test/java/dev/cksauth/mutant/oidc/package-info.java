/** Verifiers of OIDC tokens with one fault each, and clusters that are configured wrongly. */
@NullMarked
package dev.cksauth.mutant.oidc;

import org.jspecify.annotations.NullMarked;
