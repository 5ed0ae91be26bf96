package dev.imas.gateway.sns;

import dev.imas.core.option.SnsTopics;
import dev.imas.core.sns.SnsAddress;
import dev.imas.gateway.sns.SnsVerdict.Cause;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges a message of SNS. What costs nothing and asks for nothing comes first, so that a foreign
 * topic or an old post makes nobody fetch a certificate. Pure.
 */
final class SnsProof {

  /** SNS repeats a post for an hour at most; the rest is for clocks and for what is under way. */
  static final Duration OLDEST = Duration.ofMinutes(70);

  static final Duration AHEAD = Duration.ofMinutes(5);

  private SnsProof() {}

  /**
   * @param keys the key of the certificate at an address; null where it is not known yet
   */
  static SnsVerdict judge(
      SnsMessage message,
      SnsTopics topics,
      Function<String, @Nullable PublicKey> keys,
      Instant now) {
    if (!topics.topics().contains(message.topic())) {
      return refused(
          Cause.FOREIGN,
          "this topic may not post here; add its ARN to the source's sns.topics if it should");
    }
    String confirmUrl = message.confirmUrl();
    if (message.kind() == SnsMessage.Kind.SUBSCRIPTION
        && (confirmUrl == null || !SnsAddress.confirms(confirmUrl, message.topic()))) {
      return refused(
          Cause.FOREIGN, "the SubscribeURL does not confirm a subscription to its topic at SNS");
    }
    String late = lateness(message.timestamp(), now);
    if (late != null) {
      return refused(Cause.FORGED, late);
    }
    if (!SnsAddress.isOfCertificate(message.certificateUrl())) {
      return refused(Cause.FORGED, "the SigningCertURL is no address of a certificate of SNS");
    }
    String algorithm =
        switch (message.version()) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default -> null;
        };
    if (algorithm == null) {
      return refused(Cause.FORGED, "the SignatureVersion is neither 1 nor 2");
    }
    PublicKey key = keys.apply(message.certificateUrl());
    if (key == null) {
      return new SnsVerdict.NeedsCertificate(message.certificateUrl());
    }
    return fits(message, algorithm, key)
        ? new SnsVerdict.Proven(message)
        : refused(Cause.FORGED, "the Signature does not fit the message");
  }

  private static SnsVerdict refused(Cause cause, String detail) {
    return new SnsVerdict.Refused(cause, detail);
  }

  /** Null for a time that is near ours. */
  private static @Nullable String lateness(String timestamp, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(timestamp), now);
      return age.compareTo(OLDEST) > 0 || age.compareTo(AHEAD.negated()) < 0
          ? "the Timestamp is more than "
              + OLDEST.toMinutes()
              + " minutes behind our clock, or more than "
              + AHEAD.toMinutes()
              + " ahead of it"
          : null;
    } catch (DateTimeException | ArithmeticException notATime) {
      return "the Timestamp is no time";
    }
  }

  private static boolean fits(SnsMessage message, String algorithm, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(key);
      signature.update(message.signed());
      return signature.verify(Base64.getDecoder().decode(message.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException unfit) {
      return false; // A key of another kind, a signature of another length, or not Base64.
    }
  }
}
