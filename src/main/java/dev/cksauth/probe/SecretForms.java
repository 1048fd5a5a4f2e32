package dev.cksauth.probe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The forms that one secret travels in. */
final class SecretForms {
  private static final String UNRESERVED = "-._~";

  private SecretForms() {}

  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(jsonEscaped(secret));
    forms.add(goEscaped(jsonEscaped(secret)));
    forms.add(allEscaped(secret));
    String percent = percentEncoded(secret);
    forms.add(percent);
    forms.add(percent.toLowerCase(Locale.ROOT));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    base64(secret, forms);
    int signature = secret.lastIndexOf('.');
    if (secret.startsWith("eyJ") && signature > 0) {
      forms.add(secret.substring(signature + 1));
    }
    // A text of three characters stands in too many innocent ones.
    forms.removeIf(form -> form.length() < SecretIndex.SHORTEST);
    return forms;
  }

  /** Whole, and as the middle of a longer text, such as a login: of that, what does not change. */
  private static void base64(String secret, Set<String> forms) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (Base64.Encoder encoder :
        new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
      forms.add(encoder.encodeToString(bytes));
      forms.add(encoder.withoutPadding().encodeToString(bytes));
      for (int before = 0; before < 3; before++) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        int start = before == 0 ? 0 : before + 1;
        int end = shifted.length / 3 * 4;
        // Shorter ones say too little, and are met by chance.
        if (end - start >= 8) {
          forms.add(encoded.substring(start, end));
          // The end as well: a login ends with its password.
          forms.add(encoded.substring(start));
        }
      }
    }
  }

  private static String percentEncoded(String secret) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : secret.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xff);
      boolean plain =
          character < 0x80
              && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
      if (plain) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  private static String jsonEscaped(String secret) {
    StringBuilder escaped = new StringBuilder();
    for (int at = 0; at < secret.length(); at++) {
      char character = secret.charAt(at);
      switch (character) {
        case '"', '\\' -> escaped.append('\\').append(character);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (character < ' ') {
            escaped.append("\\u").append(HexFormat.of().toHexDigits(character));
          } else {
            escaped.append(character);
          }
        }
      }
    }
    return escaped.toString();
  }

  /** Every character as an escape of JSON. */
  private static String allEscaped(String secret) {
    StringBuilder escaped = new StringBuilder();
    secret
        .chars()
        .forEach(each -> escaped.append("\\u").append(HexFormat.of().toHexDigits((char) each)));
    return escaped.toString();
  }

  /** Go escapes what HTML would trip over. */
  private static String goEscaped(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }
}
