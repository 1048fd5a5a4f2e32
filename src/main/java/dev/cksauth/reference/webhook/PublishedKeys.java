package dev.cksauth.reference.webhook;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

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
   * <p>A key that is not among them is unknown where the issuer answered when it was last asked,
   * and cannot be had where it did not: it may be a new one then.
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
      LastAnswer issuer = new LastAnswer(url.toURL(), retriever);
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.create(issuer).retrying(true).outageTolerant(OUTAGE.toMillis()).build();
      return (selector, context) -> select(keys, issuer, selector, context);
    } catch (MalformedURLException other) {
      throw new IllegalArgumentException("not a URL of keys", other);
    }
  }

  private static List<JWK> select(
      JWKSource<SecurityContext> keys,
      LastAnswer issuer,
      JWKSelector selector,
      @Nullable SecurityContext context)
      throws KeySourceException {
    List<JWK> found;
    try {
      found = keys.get(selector, context);
    } catch (RateLimitReachedException askedJustNow) {
      // Else who makes up key ids gets errors for denials, and the API server asks five times.
      found = List.of();
    }
    // In an outage the old keys are handed out as if they were new ones.
    if (found.isEmpty() && !issuer.answered()) {
      throw new KeySourceException("the issuer did not answer when it was last asked");
    }
    return found;
  }

  /** The issuer itself, and whether it answered with keys when it was last asked. */
  private static final class LastAnswer implements JWKSetSource<SecurityContext> {
    private final JWKSetSource<SecurityContext> issuer;
    private volatile boolean answered;

    LastAnswer(URL url, ResourceRetriever retriever) {
      this.issuer = new URLBasedJWKSetSource<>(url, retriever);
    }

    boolean answered() {
      return answered;
    }

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
        throws KeySourceException {
      boolean good = false;
      try {
        JWKSet keys = issuer.getJWKSet(refresh, now, context);
        good = true;
        return keys;
      } finally {
        answered = good;
      }
    }

    @Override
    public void close() throws IOException {
      issuer.close();
    }
  }
}
