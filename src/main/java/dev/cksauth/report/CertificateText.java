package dev.cksauth.report;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A certificate as JSON in one form only: members in the order of their names, without blanks. A
 * text that is written otherwise is not one, so that nothing can be said in two ways.
 */
final class CertificateText {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  String write(Certificate certificate) {
    return mapper.writeValueAsString(certificate);
  }

  /**
   * Reads one back.
   *
   * @throws CertificateRefusedException when it is of another version, has an unknown field, or is
   *     not in the one form
   */
  Certificate read(String text) throws CertificateRefusedException {
    try {
      String version = mapper.readTree(text).path("apiVersion").asString("");
      if (!version.equals(Certificate.API_VERSION)) {
        throw new CertificateRefusedException(
            "it is of version `%s`; this reads %s".formatted(version, Certificate.API_VERSION));
      }
      Certificate certificate = mapper.readValue(text, Certificate.class);
      if (!write(certificate).equals(text)) {
        throw new CertificateRefusedException("its JSON is not in the one form that is signed");
      }
      return certificate;
    } catch (JacksonException malformed) {
      throw new CertificateRefusedException(
          "it is no certificate: " + malformed.getOriginalMessage());
    }
  }
}
