package dev.cksauth.probe;

import dev.cksauth.result.ExchangeRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns exchanges into what reports show. */
final class Recording {
  private static final int SHOWN_CHARACTERS = 16 << 10;
  private static final int SHOWN_BYTES = 64;

  private Recording() {}

  static ExchangeRecord of(Exchange exchange, Redactor redactor) {
    ProbeRequest sent = exchange.request();
    String url = exchange.target().secure() ? "https://" : "http://";
    url += exchange.target().authority() + sent.pathAndQuery();
    ExchangeRecord.Request request =
        new ExchangeRecord.Request(
            sent.method(),
            redactor.redact(url),
            headers(sent.headers(), redactor),
            body(sent.body(), redactor),
            sent.raw().map(text -> lines(text, redactor)).orElse(null));
    long millis = exchange.took().toMillis();
    return switch (exchange.outcome()) {
      case Outcome.Answered answered ->
          new ExchangeRecord(request, response(answered, redactor), millis, null);
      case Outcome.Failed failed ->
          new ExchangeRecord(request, null, millis, redactor.redact(failed.words()));
    };
  }

  private static ExchangeRecord.Response response(Outcome.Answered answered, Redactor redactor) {
    return new ExchangeRecord.Response(
        answered.status(),
        answered.protocol(),
        headers(answered.headers(), redactor),
        body(Optional.of(answered.body()), redactor));
  }

  private static Map<String, List<String>> headers(List<Header> headers, Redactor redactor) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    for (Header header : headers) {
      shown
          .computeIfAbsent(redactor.redact(header.name()), name -> new ArrayList<>())
          .add(redactor.header(header.name(), header.value()));
    }
    return shown;
  }

  private static @Nullable String body(Optional<byte[]> body, Redactor redactor) {
    if (body.isEmpty() || body.get().length == 0) {
      return null;
    }
    byte[] bytes = body.get();
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      return binary(bytes, redactor);
    }
    // Redacted first: a cut secret would not be known again.
    return cut(redactor.redact(text), bytes.length);
  }

  private static String cut(String shown, int bytes) {
    return shown.length() <= SHOWN_CHARACTERS
        ? shown
        : shown.substring(0, SHOWN_CHARACTERS) + "… (" + bytes + " bytes in all)";
  }

  private static List<String> lines(RawText text, Redactor redactor) {
    return text.lines().stream().map(line -> cut(line(line, redactor), line.length())).toList();
  }

  /** Where a line is a header's, all of a secret header's value is a secret. */
  private static String line(String line, Redactor redactor) {
    int colon = line.indexOf(':');
    int value = colon + 1;
    while (colon > 0 && value < line.length() && line.charAt(value) == ' ') {
      value++;
    }
    return colon > 0 && Suspects.secretHeader(line.substring(0, colon).strip())
        ? line.substring(0, value) + redactor.header("Authorization", line.substring(value))
        : redactor.redact(line);
  }

  private static String binary(byte[] bytes, Redactor redactor) {
    String length = bytes.length + " bytes, not text";
    String letters = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!redactor.redact(letters).equals(letters)) {
      // In hexadecimal the secret would be there for all to decode.
      return "(" + length + ", with a secret among them)";
    }
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    String more = shown < bytes.length ? " …" : "";
    return "(" + length + ": " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown) + more + ")";
  }
}
