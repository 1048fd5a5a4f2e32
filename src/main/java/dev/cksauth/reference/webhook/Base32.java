package dev.cksauth.reference.webhook;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Bytes as text that apps for one-time codes take (RFC 4648 section 6), without padding. */
public final class Base32 {
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;
  private static final int MASK = 31;

  private Base32() {}

  /** Writes bytes so. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte each : bytes) {
      held = (held << Byte.SIZE) | (each & 0xff);
      bits += Byte.SIZE;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(DIGITS.charAt((held >> bits) & MASK));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(DIGITS.charAt((held << (BITS - bits)) & MASK));
    }
    return text.toString();
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when a character is none of these
   */
  public static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int held = 0;
    int bits = 0;
    for (char digit : text.toUpperCase(Locale.ROOT).toCharArray()) {
      int value = DIGITS.indexOf(digit);
      if (value < 0) {
        throw new IllegalArgumentException("not Base32");
      }
      held = (held << BITS) | value;
      bits += BITS;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes.write(held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return bytes.toByteArray();
  }
}
