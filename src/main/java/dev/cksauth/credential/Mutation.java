package dev.cksauth.credential;

import java.util.Arrays;
import java.util.Optional;

/** One named way to make another credential of a good one. */
public enum Mutation {
  /** One bit of the decoded signature is other. */
  SIGNATURE_CHANGED(Kind.JWT, "signature-changed"),
  /** The signature is empty. */
  SIGNATURE_REMOVED(Kind.JWT, "signature-removed"),
  /** The header says {@code alg: none} and the signature is empty (RFC 8725 section 2.1). */
  ALGORITHM_NONE(Kind.JWT, "algorithm-none"),
  /** The subject is another one under the old signature. */
  PAYLOAD_CHANGED(Kind.JWT, "payload-changed"),
  /** Header and claims are the same, signed by a key that nobody knows. */
  FOREIGN_KEY(Kind.JWT, "foreign-key"),
  /** The same in other case, which a comparison of letters lets through. */
  ALGORITHM_NONE_IN_CAPITALS(Kind.JWT, "algorithm-none-in-capitals"),
  /** Says {@code alg: none}, and keeps a signature that nobody is to look at. */
  ALGORITHM_NONE_SIGNED(Kind.JWT, "algorithm-none-signed"),
  /** Names no algorithm, and has no signature. */
  ALGORITHM_REMOVED(Kind.JWT, "algorithm-removed"),
  /** Signed by a stranger whose key the header brings along in {@code jwk} (RFC 8725 3.10). */
  OWN_KEY_IN_HEADER(Kind.JWT, "own-key-in-header"),
  /** Signed by a stranger whose certificate the header brings along in {@code x5c}. */
  OWN_CERTIFICATE_IN_HEADER(Kind.JWT, "own-certificate-in-header"),
  /** Signed with HMAC and the empty secret. */
  EMPTY_SECRET(Kind.JWT, "empty-secret"),
  /** Signed with HMAC and the secret of many an example. */
  GUESSABLE_SECRET(Kind.JWT, "guessable-secret"),
  /** Its {@code kid} is the path of an empty file, and it is signed with what stands there. */
  KEY_ID_PATH(Kind.JWT, "key-id-path"),
  /** Its {@code kid} makes an SQL query give the secret that it is signed with. */
  KEY_ID_QUERY(Kind.JWT, "key-id-query"),
  /** Signed with HMAC, and as the secret the issuer's public key in PEM (RFC 8725 section 2.1). */
  PUBLIC_KEY_AS_SECRET(Kind.PUBLIC_KEY, "public-key-as-secret"),
  /** The same with the key's DER form. */
  PUBLIC_KEY_DER_AS_SECRET(Kind.PUBLIC_KEY, "public-key-der-as-secret"),
  /** The same with the bytes of an RSA key's modulus, or of a point's coordinates. */
  MODULUS_AS_SECRET(Kind.PUBLIC_KEY, "modulus-as-secret"),
  /** The same with the key as the issuer publishes it, a JSON Web Key. */
  KEY_SET_AS_SECRET(Kind.PUBLIC_KEY, "key-set-as-secret"),
  /** The signature is nothing but zeros (CVE-2022-21449). */
  BLANK_SIGNATURE(Kind.JWT, "blank-signature"),
  /** Four more characters at the end: in base64url that is three more bytes, always. */
  LENGTHENED(Kind.TEXT, "lengthened"),
  /** Without its last four characters. */
  SHORTENED(Kind.TEXT, "shortened"),
  /** Small letters in the last half for capitals, and the other way round. */
  CASE_SWAPPED(Kind.TEXT, "case-swapped"),
  /** As good as its parent: issued a second earlier, signed by the cluster's key. A control. */
  RESIGNED(Kind.SIGNED, "resigned"),
  /** It expired two hours ago: beyond the leeway of 60 s (contract D-09). */
  EXPIRED(Kind.SIGNED, "expired"),
  /** It becomes valid in an hour. */
  NOT_YET_VALID(Kind.SIGNED, "not-yet-valid"),
  /** It says that another issuer issued it. */
  ISSUER_CHANGED(Kind.SIGNED, "issuer-changed"),
  /** It is for somebody else to accept. */
  AUDIENCE_CHANGED(Kind.SIGNED, "audience-changed"),
  /** The same subject, signed by an authority that nobody knows. */
  FOREIGN_AUTHORITY(Kind.CERTIFICATE, "foreign-authority");

  /** What a mutation needs. */
  public enum Kind {
    /** A JSON Web Signature in compact form. */
    JWT,
    /** Any token. */
    TEXT,
    /** A JSON Web Token and the public key that it is verified with. */
    PUBLIC_KEY,
    /** A JSON Web Token and the key that its issuer signs with. */
    SIGNED,
    /** A client certificate. */
    CERTIFICATE
  }

  private final Kind kind;
  private final String word;

  Mutation(Kind kind, String word) {
    this.kind = kind;
    this.word = word;
  }

  /** What it needs. */
  public Kind kind() {
    return kind;
  }

  /** As scenarios name it. */
  public String word() {
    return word;
  }

  /** The mutation of a word. */
  public static Optional<Mutation> of(String word) {
    return Arrays.stream(values()).filter(mutation -> mutation.word.equals(word)).findFirst();
  }
}
