package dev.imas.gateway.edge;

import dev.imas.core.platform.Secret;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 of a body, as Grafana signs it ({@code X-Grafana-Alerting-Signature}: hex of the
 * body, or of {@code timestamp:body} where it sends a timestamp header) and as IMAS documents it
 * for its own ({@code X-IMAS-Signature: sha256=<hex>}, over {@code timestamp.body} with {@code
 * X-IMAS-Timestamp}). Compared in constant time. Pure.
 */
final class BodySignature {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private BodySignature() {}

  /** Null when the signature is right, else what is wrong with it. */
  static @Nullable String fault(MultiMap headers, byte[] body, Secret secret, Instant now) {
    String grafana = headers.get("x-grafana-alerting-signature");
    if (grafana != null) {
      String timestamp = headers.get("x-grafana-alerting-timestamp");
      return check(grafana, timestamp, ":", body, secret, now);
    }
    String own = headers.get("x-imas-signature");
    if (own != null) {
      String timestamp = headers.get("x-imas-timestamp");
      if (timestamp == null) {
        return "the header X-IMAS-Timestamp is missing";
      }
      return check(own, timestamp, ".", body, secret, now);
    }
    return "this source signs its posts: the header X-Grafana-Alerting-Signature or"
        + " X-IMAS-Signature is missing";
  }

  private static @Nullable String check(
      String given,
      @Nullable String timestamp,
      String joint,
      byte[] body,
      Secret secret,
      Instant now) {
    if (timestamp != null) {
      try {
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp.strip()));
        if (Duration.between(signedAt, now).abs().compareTo(WINDOW) > 0) {
          return "the signature's timestamp is more than 5 minutes from our clock";
        }
      } catch (RuntimeException notSeconds) {
        return "the signature's timestamp is not a number of seconds since 1970";
      }
    }
    byte[] expected = hmac(timestamp == null ? "" : timestamp.strip() + joint, body, secret);
    String hex = given.startsWith("sha256=") ? given.substring(7) : given;
    try {
      return MessageDigest.isEqual(expected, HexFormat.of().parseHex(hex.strip()))
          ? null
          : "the signature does not fit the body";
    } catch (IllegalArgumentException notHex) {
      return "the signature is not hexadecimal";
    }
  }

  private static byte[] hmac(String prefix, byte[] body, Secret secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(prefix.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
