package dev.cksauth.probe;

import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes secrets out of texts: those that were registered, in the forms that they travel in, and
 * what looks like one. In their place stand their kind and a digest under a key of this redactor:
 * the same secret can be followed through a report, and not be guessed from it.
 *
 * <p>Secrets shorter than four characters cannot be told from ordinary text and are only taken out
 * where their place gives them away, as in an Authorization header. Safe for use by many threads.
 */
public final class Redactor {
  private static final int DIGEST_BYTES = 4;

  private final SecretKeySpec key;
  private final SecretIndex known = new SecretIndex();

  /** Has a random key. */
  public Redactor() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, "HmacSHA256");
  }

  /** Registers a secret, to be taken out of every text from now on. */
  public void add(SecretValue secret, String kind) {
    String label = label(secret, kind);
    SecretForms.of(secret.reveal()).forEach(form -> known.add(form, label));
  }

  /** What stands in reports for a secret, such as {@code <console token 3f9a1c2e>}. */
  public String label(SecretValue secret, String kind) {
    return "<" + kind + " " + digest(secret.reveal()) + ">";
  }

  private String digest(String secret) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      byte[] digest = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", missing);
    }
  }

  /** The text without secrets. */
  public String redact(String text) {
    List<Hidden> hidden = new ArrayList<>();
    known.find(text, hidden::add);
    Suspects.find(
        text,
        (start, end, kind) -> {
          String secret = text.substring(start, end);
          hidden.add(new Hidden(start, end, "<" + kind + " " + digest(secret) + ">", false));
        });
    return hidden.isEmpty() ? text : replace(text, hidden);
  }

  /** The value of a header without secrets; all of it where such a header holds nothing else. */
  String header(String name, String value) {
    if (!Suspects.secretHeader(name)) {
      return redact(value);
    }
    // The scheme is no secret, and what a report is read for.
    int space = value.indexOf(' ');
    boolean scheme = space > 0 && value.substring(0, space).chars().allMatch(Character::isLetter);
    String secret = scheme ? value.substring(space + 1) : value;
    if (secret.isEmpty()) {
      return value;
    }
    String shown = redact(secret);
    boolean whole = shown.startsWith("<") && shown.endsWith(">") && shown.indexOf('<', 1) < 0;
    if (!whole || shown.equals(secret)) {
      shown = label(new SecretValue(secret), "value");
    }
    return scheme ? value.substring(0, space + 1) + shown : shown;
  }

  /** Overlapping places become one, under the label of the one that says most. */
  private static String replace(String text, List<Hidden> hidden) {
    hidden.sort(Comparator.comparingInt(Hidden::start));
    StringBuilder shown = new StringBuilder(text.length());
    int done = 0;
    int at = 0;
    while (at < hidden.size()) {
      Hidden best = hidden.get(at);
      int start = best.start();
      int end = best.end();
      for (at++; at < hidden.size() && hidden.get(at).start() < end; at++) {
        Hidden next = hidden.get(at);
        end = Math.max(end, next.end());
        best = next.saysMoreThan(best) ? next : best;
      }
      shown.append(text, done, start).append(best.label());
      done = end;
    }
    return shown.append(text, done, text.length()).toString();
  }
}
