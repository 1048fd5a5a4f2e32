package dev.cksauth.subject;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An address of a cluster's API.
 *
 * @param name managed, unmanaged, deprecated, or a custom endpoint's own
 * @param ca the authorities to trust instead of the system's
 * @param address dialled instead of the URL's host, which stays in Host and SNI
 */
public record Endpoint(String name, URI url, Optional<Authorities> ca, Optional<Address> address) {
  /** The name of the managed endpoint. */
  public static final String MANAGED = "managed";

  /** The name of the unmanaged endpoint. */
  public static final String UNMANAGED = "unmanaged";

  /** The name of the deprecated endpoint. */
  public static final String DEPRECATED = "deprecated";

  /** What scenarios call the first of the customer's own endpoints. */
  public static final String CUSTOM = "custom";

  /** Those that are the vendor's; the others are a customer's own. */
  public static final List<String> OF_VENDOR = List.of(MANAGED, UNMANAGED, DEPRECATED);
}
