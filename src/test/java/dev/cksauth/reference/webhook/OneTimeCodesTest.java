package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-time codes, and the text that their secrets are handed over in. */
final class OneTimeCodesTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 4226 appendix D. */
  @ParameterizedTest
  @CsvSource({
    "0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314",
    "5, 254676", "6, 287922", "7, 162583", "8, 399871", "9, 520489"
  })
  void countersHaveTheCodesOfRfc4226(long counter, String code) {
    assertThat(OneTimeCodes.code(SECRET, counter)).isEqualTo(code);
  }

  /** RFC 6238 appendix B, the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void timesHaveTheCodesOfRfc6238(long seconds, String code) {
    assertThat(OneTimeCodes.code(SECRET, OneTimeCodes.step(Instant.ofEpochSecond(seconds))))
        .isEqualTo(code);
  }

  /** RFC 4648 section 10, without the padding. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void textIsThatOfRfc4648(String plain, String written) {
    byte[] bytes = plain.getBytes(StandardCharsets.US_ASCII);
    assertThat(Base32.encode(bytes)).isEqualTo(written);
    assertThat(Base32.decode(written)).isEqualTo(bytes);
  }

  @Test
  void bytesAboveTheLettersAreWrittenToo() {
    byte[] bytes = {-1, 0, -128, 127, -2};
    assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
  }
}
