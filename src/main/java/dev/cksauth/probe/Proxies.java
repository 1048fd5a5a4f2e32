package dev.cksauth.probe;

import dev.cksauth.subject.Address;
import dev.cksauth.subject.Environment;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.net.InetAddressUtils;

/** Says through which proxy a target is reached, as Go's clients choose it. */
final class Proxies {
  private final Environment environment;

  Proxies(Environment environment) {
    this.environment = environment;
  }

  Optional<URI> of(Target target) {
    Address dialled = target.address();
    if (loopback(dialled.host())) {
      return Optional.empty();
    }
    if (target.client().proxy().isPresent()) {
      return target.client().proxy();
    }
    if (!target.secure()
        || excepted(target.host(), dialled.port())
        || excepted(dialled.host(), dialled.port())) {
      return Optional.empty();
    }
    return variable("HTTPS_PROXY").flatMap(Proxies::parse);
  }

  private Optional<String> variable(String name) {
    return environment
        .get(name)
        .filter(value -> !value.isBlank())
        .or(() -> environment.get(name.toLowerCase(Locale.ROOT)))
        .filter(value -> !value.isBlank());
  }

  private static Optional<URI> parse(String proxy) {
    try {
      URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  static boolean loopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /** The address that a text is, without asking anyone. */
  private static Optional<InetAddress> literal(String host) {
    if (!InetAddressUtils.isIPv4(host) && !InetAddressUtils.isIPv6(host)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  private boolean excepted(String host, int port) {
    for (String each : variable("NO_PROXY").orElse("").split(",", -1)) {
      String entry = each.strip().toLowerCase(Locale.ROOT);
      if (!entry.isEmpty() && matches(entry, host.toLowerCase(Locale.ROOT), port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.indexOf('/') > 0) {
      return inNetwork(entry, host);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    if (colon > 0 && entry.indexOf(':') == colon) {
      if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    if (name.startsWith("*.")) {
      name = name.substring(1);
    }
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name);
  }

  private static boolean inNetwork(String network, String host) {
    int slash = network.indexOf('/');
    Optional<InetAddress> base = literal(network.substring(0, slash));
    Optional<InetAddress> address = literal(host);
    if (base.isEmpty() || address.isEmpty()) {
      return false;
    }
    byte[] left = base.get().getAddress();
    byte[] right = address.get().getAddress();
    int bits;
    try {
      bits = Integer.parseInt(network, slash + 1, network.length(), 10);
    } catch (NumberFormatException malformed) {
      return false;
    }
    if (left.length != right.length || bits < 0 || bits > left.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >>> (bit % 8);
      if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
