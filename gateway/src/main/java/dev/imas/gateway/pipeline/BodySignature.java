package dev.imas.gateway.pipeline;

import dev.imas.core.platform.Secret;
import dev.imas.gateway.sender.SignatureForm;
import dev.imas.gateway.sender.SignatureForm.Coding;
import dev.imas.gateway.sender.SignatureForm.SignedTime;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The HMAC-SHA256 of a body. Grafana sends it as {@code X-Grafana-Alerting-Signature}: the hex of
 * the body, or of {@code timestamp:body} where it also sends a timestamp header. IMAS's own form is
 * {@code X-IMAS-Signature: sha256=<hex>}, over {@code timestamp.body} with {@code
 * X-IMAS-Timestamp}. Both are over the body without its content coding. The forms of a vendor are
 * over the bytes as they were sent. Signatures are compared in constant time. Pure.
 *
 * @param forms that the format's vendor uses besides
 */
record BodySignature(List<SignatureForm> forms) {

  /** How far a timestamp may be from our clock, in either direction. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String USUAL = "HmacSHA256";

  /** More than any vendor needs while it changes its secret. */
  private static final int MOST_SIGNATURES = 10;

  BodySignature {
    forms = List.copyOf(forms);
  }

  sealed interface Verdict {

    /**
     * @param once what is unique to this post; null where no time is signed, since two posts may
     *     then be the same
     */
    record Right(byte @Nullable [] once) implements Verdict {}

    record Wrong(String why) implements Verdict {}
  }

  /**
   * @param sent the body as it was sent
   * @param body the same without its content coding
   * @param timeless whether a signature that covers no time is accepted
   */
  Verdict judge(
      MultiMap headers, byte[] sent, byte[] body, Secret secret, boolean timeless, Instant now) {
    for (SignatureForm form : forms) {
      String given = headers.get(form.header());
      if (given != null) {
        return check(given, form, headers, sent, secret, timeless, now);
      }
    }
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
        "this source signs its posts: the header "
            + forms.stream().map(form -> form.header() + ", ").collect(Collectors.joining())
            + "X-Grafana-Alerting-Signature or X-IMAS-Signature is missing");
  }

  private static Verdict check(
      String given,
      SignatureForm form,
      MultiMap headers,
      byte[] sent,
      Secret secret,
      boolean timeless,
      Instant now) {
    SignedTime time = form.time();
    String covered = "";
    if (time != null) {
      String timestamp = headers.get(time.header());
      if (timestamp == null) {
        return new Verdict.Wrong("the header " + time.header() + " is missing");
      }
      String fault = faultOf(timestamp, now);
      if (fault != null) {
        return new Verdict.Wrong(fault);
      }
      String id = form.idHeader() == null ? "" : headers.get(form.idHeader());
      if (id == null) {
        return new Verdict.Wrong("the header " + form.idHeader() + " is missing");
      }
      covered =
          (form.idHeader() == null ? "" : id.strip() + time.joint())
              + timestamp.strip()
              + time.joint();
    } else if (!timeless && !form.isBodyDated()) {
      return new Verdict.Wrong(
          form.header() + " covers no time: set unsigned_time for this source to accept it");
    }
    byte[] expected = hmac(form.hash().algorithm(), covered, sent, keyOf(form, secret));
    // Standard Webhooks has a comma within each signature, and blanks between them.
    String between = form.prefix().contains(",") ? " " : ",";
    for (String one : given.split(between, MOST_SIGNATURES)) {
      String text = one.strip();
      if (text.startsWith(form.prefix())
          && fits(expected, text.substring(form.prefix().length()), form.coding())) {
        return new Verdict.Right(time == null ? null : expected);
      }
    }
    return new Verdict.Wrong("no signature in " + form.header() + " fits the body");
  }

  private static byte[] keyOf(SignatureForm form, Secret secret) {
    String text = secret.reveal();
    if (!form.keyPrefix().isEmpty() && text.startsWith(form.keyPrefix())) {
      try {
        return Base64.getDecoder().decode(text.substring(form.keyPrefix().length()));
      } catch (IllegalArgumentException notBase64) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean fits(byte[] expected, String text, Coding coding) {
    try {
      return MessageDigest.isEqual(
          expected,
          switch (coding) {
            case HEX -> HexFormat.of().parseHex(text);
            case BASE64 -> Base64.getDecoder().decode(text);
          });
    } catch (IllegalArgumentException notOfThisCoding) {
      return false;
    }
  }

  /** Null for a time that is near ours. */
  private static @Nullable String faultOf(String timestamp, Instant now) {
    try {
      Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp.strip()));
      return Duration.between(signedAt, now).abs().compareTo(WINDOW) > 0
          ? "the signature's timestamp is more than 5 minutes from our clock"
          : null;
    } catch (RuntimeException notSeconds) {
      return "the signature's timestamp is not a number of seconds since 1970";
    }
  }

  private static Verdict check(
      String given,
      @Nullable String timestamp,
      String joint,
      byte[] body,
      Secret secret,
      Instant now) {
    String fault = timestamp == null ? null : faultOf(timestamp, now);
    if (fault != null) {
      return new Verdict.Wrong(fault);
    }
    byte[] expected =
        hmac(
            USUAL,
            timestamp == null ? "" : timestamp.strip() + joint,
            body,
            secret.reveal().getBytes(StandardCharsets.UTF_8));
    String hex = given.startsWith("sha256=") ? given.substring(7) : given;
    try {
      return MessageDigest.isEqual(expected, HexFormat.of().parseHex(hex.strip()))
          ? new Verdict.Right(timestamp == null ? null : expected)
          : new Verdict.Wrong("the signature does not fit the body");
    } catch (IllegalArgumentException notHex) {
      return new Verdict.Wrong("the signature is not hexadecimal");
    }
  }

  private static byte[] hmac(String algorithm, String prefix, byte[] body, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      mac.update(prefix.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
