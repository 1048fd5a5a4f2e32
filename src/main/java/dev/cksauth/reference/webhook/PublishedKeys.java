package dev.cksauth.reference.webhook;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The keys that an issuer publishes, kept up to date. */
public final class PublishedKeys {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LARGEST = 1 << 20;

  /** An issuer that is down signs nothing, but what it signed stays good for a while. */
  private static final Duration OUTAGE = Duration.ofHours(4);

  private PublishedKeys() {}

  /**
   * Keys at a URL: fetched when first needed, and again before they grow old; a key id that is not
   * among them has them fetched anew, twice in half a minute at most.
   *
   * @param tls whom to trust; empty: the system's authorities
   * @throws IllegalArgumentException when the URL is none
   */
  public static JWKSource<SecurityContext> at(URI url, Optional<SSLContext> tls) {
    try {
      DefaultResourceRetriever retriever =
          tls.map(context ->
                  new DefaultResourceRetriever(
                      (int) PATIENCE.toMillis(),
                      (int) PATIENCE.toMillis(),
                      LARGEST,
                      true,
                      context.getSocketFactory()))
              .orElseGet(() ->
                  new DefaultResourceRetriever(
                      (int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), LARGEST));
      return JWKSourceBuilder.<SecurityContext>create(url.toURL(), retriever)
          .retrying(true)
          .outageTolerant(OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException other) {
      throw new IllegalArgumentException("not a URL of keys", other);
    }
  }
}
