package dev.imas.notifier.egress;

import dev.imas.core.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a receiver that we sent a body, and when: HMAC-SHA256 over the timestamp, a full stop
 * and the body. Because the timestamp is included, nobody else can replay an old message.
 */
public final class Signature {

  private Signature() {}

  /**
   * @param timestamp Unix seconds, as sent in X-IMAS-Timestamp
   * @return the value of X-IMAS-Signature: {@code sha256=<hex>}
   */
  public static String of(Secret secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
