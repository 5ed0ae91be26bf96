package dev.imas.core.chat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signatures: under a shared secret, compared in constant time, and by a vendor's own key. */
final class Proof {

  private Proof() {}

  static byte[] hmac(String algorithm, String secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** What X.509 puts before the bytes of a key of Ed25519. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  /**
   * Whether a message is signed by Ed25519.
   *
   * @param key 32 bytes in hexadecimal digits
   * @param signature 64 bytes in hexadecimal digits; anything else is no signature
   */
  static boolean isSigned(String key, byte[] message, String signature) {
    try {
      byte[] raw = HexFormat.of().parseHex(key);
      byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + raw.length);
      System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(message);
      return verifier.verify(HexFormat.of().parseHex(signature));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return false;
    }
  }

  /** Takes as long wherever the two differ. */
  static boolean isSame(String expected, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
