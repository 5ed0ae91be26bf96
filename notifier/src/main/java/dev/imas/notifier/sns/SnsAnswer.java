package dev.imas.notifier.sns;

import dev.imas.core.wording.SafeText;
import dev.imas.core.work.RetrySchedule;
import dev.imas.notifier.egress.WebReply;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** What SNS answered, and what follows. Pure. */
sealed interface SnsAnswer {

  /**
   * @param der the certificate's bytes
   */
  record Certificate(byte[] der, Instant notAfter) implements SnsAnswer {}

  record Confirmed() implements SnsAnswer {}

  /** It is tried again. */
  record Again(Duration delay, String why) implements SnsAnswer {
    public Again {
      why = SafeText.line(why, LONGEST_REASON);
    }
  }

  /** It is not tried again. */
  record Refused(String why) implements SnsAnswer {
    public Refused {
      why = SafeText.line(why, LONGEST_REASON);
    }
  }

  RetrySchedule SCHEDULE = RetrySchedule.of(Duration.ofSeconds(1), Duration.ofMinutes(15));

  /** SNS gives up a token after three days. */
  Duration TOKEN_LIFE = Duration.ofDays(3);

  int LONGEST_REASON = 300;

  static SnsAnswer ofFetch(SnsJob.Fetch errand, WebReply reply, Instant now) {
    if (!(reply instanceof WebReply.Answered answered)) {
      return again(errand, failure(reply));
    }
    if (answered.status() != 200 || !answered.isWhole()) {
      return again(errand, unexpected(answered));
    }
    try {
      X509Certificate read =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(answered.body().getBytes(StandardCharsets.UTF_8)));
      read.checkValidity(Date.from(now));
      if (!(read.getPublicKey() instanceof RSAPublicKey)) {
        return again(errand, "the certificate has no RSA key");
      }
      return new Certificate(read.getEncoded(), read.getNotAfter().toInstant());
    } catch (CertificateException unfit) {
      return again(errand, "no X.509 certificate that is valid now");
    }
  }

  static SnsAnswer ofConfirm(SnsJob.Confirm errand, WebReply reply, Instant now) {
    String why;
    switch (reply) {
      case WebReply.Answered answered -> {
        if (answered.status() == 200) {
          return new Confirmed();
        }
        why = unexpected(answered);
        // Redirects, too: SNS answers with none, and what it refuses once it refuses for good.
        if (answered.status() < 500 && answered.status() != 429) {
          return new Refused(why);
        }
      }
      case WebReply.Barred barred -> why = failure(barred);
      case WebReply.PutOff putOff -> why = failure(putOff);
      case WebReply.Failed failed -> why = failure(failed);
    }
    return now.isAfter(errand.toldAt().plus(TOKEN_LIFE))
        ? new Refused(why + "; the three days are over in which SNS takes it")
        : again(errand, why);
  }

  private static SnsAnswer again(SnsJob errand, String why) {
    // SNS itself comes again after 20 seconds, three times by default: the first waits are shorter.
    return new Again(SCHEDULE.pause(errand.attempts()), why);
  }

  private static String unexpected(WebReply.Answered answered) {
    return answered.isWhole() ? "HTTP " + answered.status() : "the answer is too long or was cut";
  }

  private static String failure(WebReply reply) {
    return switch (reply) {
      case WebReply.Answered answered -> unexpected(answered);
      case WebReply.Barred barred -> barred.reason();
      case WebReply.PutOff putOff -> "too many requests to that host";
      case WebReply.Failed failed -> failed.reason();
    };
  }
}
