package dev.imas.gateway.sender;

import org.jspecify.annotations.Nullable;

/**
 * How a vendor signs its posts: the HMAC of the body's bytes as they are sent. One header may have
 * several signatures, separated by commas, of which any may fit.
 *
 * @param header that has the signature
 * @param prefix before each signature, as {@code sha256=}; those with another are not looked at
 * @param time what is signed besides; null where the vendor signs no time
 * @param isBodyDated whether each body holds the time of its events, and the decoder reads it. A
 *     body that comes again is then stale, so no other time needs to be signed
 * @param idHeader that has the id of the post, which is signed before its time; null where none is
 * @param keyPrefix before a key that is written in base64, as {@code whsec_}; empty where the
 *     secret is the key as it is
 */
public record SignatureForm(
    String header,
    String prefix,
    @Nullable SignedTime time,
    boolean isBodyDated,
    Hash hash,
    Coding coding,
    @Nullable String idHeader,
    String keyPrefix) {

  /**
   * @param header that has the time, in seconds since 1970
   * @param joint between the time and the body, in what is signed
   */
  public record SignedTime(String header, String joint) {}

  /** What the HMAC is made with. */
  public enum Hash {
    SHA256("HmacSHA256"),
    /** Only for vendors that have nothing else. */
    SHA1("HmacSHA1");

    private final String algorithm;

    Hash(String algorithm) {
      this.algorithm = algorithm;
    }

    /** As Java's providers name it. */
    public String algorithm() {
      return algorithm;
    }
  }

  /** How a signature is written. */
  public enum Coding {
    HEX,
    BASE64
  }

  public SignatureForm {
    if (header.isBlank()) {
      throw new IllegalArgumentException("a signature has a header");
    }
  }

  /** An HMAC-SHA256 in hex over the body alone. Sources must allow it, since it covers no time. */
  public static SignatureForm of(String header, String prefix) {
    return new SignatureForm(header, prefix, null, false, Hash.SHA256, Coding.HEX, null, "");
  }

  /** The same, made and written like this. */
  public SignatureForm with(Hash made, Coding written) {
    return new SignatureForm(header, prefix, time, isBodyDated, made, written, idHeader, keyPrefix);
  }

  /** The same, over bodies that hold the time of their events. */
  public SignatureForm ofDatedBodies() {
    return new SignatureForm(header, prefix, time, true, hash, coding, idHeader, keyPrefix);
  }

  /** The same, over the time in this header, the joint and the body. */
  public SignatureForm withTime(String timeHeader, String joint) {
    return new SignatureForm(
        header,
        prefix,
        new SignedTime(timeHeader, joint),
        isBodyDated,
        hash,
        coding,
        idHeader,
        keyPrefix);
  }

  /** The same, over the id in this header, the joint, the time, the joint and the body. */
  public SignatureForm withId(String from) {
    return new SignatureForm(header, prefix, time, isBodyDated, hash, coding, from, keyPrefix);
  }

  /** The same, of keys that are base64 after this prefix. */
  public SignatureForm withKeyPrefix(String before) {
    return new SignatureForm(header, prefix, time, isBodyDated, hash, coding, idHeader, before);
  }
}
