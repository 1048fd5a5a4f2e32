package dev.cksauth.load;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all reviews of a load have in common.
 *
 * @param authority the host, with its port where it is not the scheme's
 * @param path with its query
 * @param fields header fields, their names in lower case
 */
record LoadRequest(String scheme, String authority, String path, Map<String, String> fields) {
  LoadRequest {
    fields = Map.copyOf(fields);
  }

  /** As an API server sends it (contract A-01). */
  static LoadRequest to(LoadTarget target) {
    URI url = target.url();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    @Nullable String query = url.getRawQuery();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("content-type", "application/json");
    fields.put("accept", "application/json, */*");
    target.authorization().ifPresent(value -> fields.put("authorization", value));
    return new LoadRequest(
        url.getScheme(), url.getRawAuthority(), query == null ? path : path + "?" + query, fields);
  }

  /** Without what the webhook is shown. */
  @Override
  public String toString() {
    return "LoadRequest[" + authority + path + "]";
  }
}
