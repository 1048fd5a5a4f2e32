/**
 * The sample webhooks: honest TokenReview webhooks to run, to read and to copy.
 *
 * <p>A review goes one way: {@link dev.cksauth.reference.webhook.WebhookServer} takes the
 * connection, {@link dev.cksauth.reference.webhook.ReviewReader} reads the request, a {@link
 * dev.cksauth.reference.webhook.TokenAuthenticator} decides, and {@link
 * dev.cksauth.reference.webhook.ReviewWriter} answers.
 */
@NullMarked
package dev.cksauth.reference.webhook;

import org.jspecify.annotations.NullMarked;
