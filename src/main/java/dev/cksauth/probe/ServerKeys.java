package dev.cksauth.probe;

import dev.cksauth.subject.Address;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys by which servers proved who they are: of those that answered after a handshake, whose
 * end proves that the server has the key (RFC 8446 section 4.4.3).
 */
final class ServerKeys {
  private final Map<Place, Set<String>> seen = new ConcurrentHashMap<>();

  private record Place(Address address, String name) {
    static Place of(Target target) {
      return new Place(target.address(), target.tlsName());
    }
  }

  void saw(Target target, PublicKey key) {
    seen.computeIfAbsent(Place.of(target), any -> ConcurrentHashMap.newKeySet()).add(digest(key));
  }

  /**
   * Digests of the keys of a target, sorted; several where it has several servers or changed its
   * key.
   */
  List<String> of(Target target) {
    return seen.getOrDefault(Place.of(target), Set.of()).stream().sorted().toList();
  }

  /** Of the key's SubjectPublicKeyInfo, as pinned keys are named (RFC 7469 section 2.4). */
  private static String digest(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
