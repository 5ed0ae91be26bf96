package dev.imas.core.login;

import dev.imas.core.platform.Credential;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a page of a session in cookies sends to show that it is the session's own. It is derived
 * from the session's seed, so it is the same for all its tabs and good for no other session.
 */
final class CsrfToken {

  private static final byte[] PURPOSE = "imas csrf".getBytes(StandardCharsets.UTF_8);

  private CsrfToken() {}

  static String of(byte[] seed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed, "HmacSHA256"));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(PURPOSE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** For the access token, which scripts could read if a cookie were ever shown. */
  static String hash(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Credential.hash(token));
  }

  /** Compares in constant time. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
