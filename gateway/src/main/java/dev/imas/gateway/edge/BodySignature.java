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
 * The HMAC-SHA256 of a body. Grafana sends it as {@code X-Grafana-Alerting-Signature}: the hex of
 * the body, or of {@code timestamp:body} where it also sends a timestamp header. IMAS's own form is
 * {@code X-IMAS-Signature: sha256=<hex>}, over {@code timestamp.body} with {@code
 * X-IMAS-Timestamp}. Signatures are compared in constant time. Pure.
 */
final class BodySignature {

  /** How far a timestamp may be from our clock, in either direction. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private BodySignature() {}

  sealed interface Verdict {

    /**
     * @param once what is unique to this post; null where no time is signed, since two posts may
     *     then be the same
     */
    record Right(byte @Nullable [] once) implements Verdict {}

    record Wrong(String why) implements Verdict {}
  }

  /**
   * @param timeless whether a signature that covers no time is accepted
   */
  static Verdict judge(
      MultiMap headers, byte[] body, Secret secret, boolean timeless, Instant now) {
    String grafana = headers.get("x-grafana-alerting-signature");
    if (grafana != null) {
      String timestamp = headers.get("x-grafana-alerting-timestamp");
      if (timestamp == null && !timeless) {
        return new Verdict.Wrong(
            "the header X-Grafana-Alerting-Timestamp is missing: name it in the contact point's"
                + " HMAC settings, or set unsigned_time for this source");
      }
      return check(grafana, timestamp, ":", body, secret, now);
    }
    String own = headers.get("x-imas-signature");
    if (own != null) {
      String timestamp = headers.get("x-imas-timestamp");
      if (timestamp == null) {
        return new Verdict.Wrong("the header X-IMAS-Timestamp is missing");
      }
      return check(own, timestamp, ".", body, secret, now);
    }
    return new Verdict.Wrong(
        "this source signs its posts: the header X-Grafana-Alerting-Signature or"
            + " X-IMAS-Signature is missing");
  }

  private static Verdict check(
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
          return new Verdict.Wrong(
              "the signature's timestamp is more than 5 minutes from our clock");
        }
      } catch (RuntimeException notSeconds) {
        return new Verdict.Wrong("the signature's timestamp is not a number of seconds since 1970");
      }
    }
    byte[] expected = hmac(timestamp == null ? "" : timestamp.strip() + joint, body, secret);
    String hex = given.startsWith("sha256=") ? given.substring(7) : given;
    try {
      return MessageDigest.isEqual(expected, HexFormat.of().parseHex(hex.strip()))
          ? new Verdict.Right(timestamp == null ? null : expected)
          : new Verdict.Wrong("the signature does not fit the body");
    } catch (IllegalArgumentException notHex) {
      return new Verdict.Wrong("the signature is not hexadecimal");
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
