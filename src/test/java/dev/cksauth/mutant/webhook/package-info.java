/** Sample webhooks with one fault each, and the scenarios that are named for these. */
@NullMarked
package dev.cksauth.mutant.webhook;

import org.jspecify.annotations.NullMarked;
