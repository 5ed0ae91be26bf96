package dev.imas.notifier.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.fixtures.SelfSigned;
import dev.imas.notifier.egress.WebReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the answers of SNS. */
class SnsAnswerTest {

  private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");
  private static final TenantId TENANT = new TenantId(new UUID(0, 1));

  private static WebReply answered(int status, String body) {
    return new WebReply.Answered(status, Map.of(), body, true);
  }

  private static SnsJob.Fetch fetch(int attempts) {
    return new SnsJob.Fetch(TENANT, "https://sns.eu-west-1.amazonaws.com/a.pem", attempts);
  }

  private static SnsJob.Confirm confirm(Instant toldAt) {
    return new SnsJob.Confirm(
        TENANT,
        new UUID(0, 2),
        "arn:aws:sns:eu-west-1:123456789012:alarms",
        "m1",
        toldAt,
        "https://sns.eu-west-1.amazonaws.com/?Token=hidden",
        1);
  }

  private static SnsAnswer fetched(String body) {
    return SnsAnswer.ofFetch(fetch(1), answered(200, body), NOW);
  }

  @Test
  void certificateIsKeptForAsLongAsItIsValid() {
    SelfSigned valid = SelfSigned.of("sns", NOW.minusSeconds(1), NOW.plusSeconds(10));
    assertThat(fetched(valid.pem()))
        .isInstanceOfSatisfying(
            SnsAnswer.Certificate.class,
            read -> {
              assertThat(read.der()).isEqualTo(valid.der());
              assertThat(read.notAfter()).isEqualTo(NOW.plusSeconds(10));
            });
  }

  @Test
  void whatIsNoValidCertificateIsAskedForAgain() {
    String why = "no X.509 certificate that is valid now";
    SnsAnswer again = new SnsAnswer.Again(Duration.ofSeconds(2), why);
    assertThat(fetched(SelfSigned.of("sns", NOW.minusSeconds(9), NOW.minusSeconds(1)).pem()))
        .isEqualTo(again);
    assertThat(fetched(SelfSigned.of("sns", NOW.plusSeconds(1), NOW.plusSeconds(9)).pem()))
        .isEqualTo(again);
    assertThat(fetched("")).isEqualTo(again);
    assertThat(fetched("<html>")).isEqualTo(again);
    assertThat(fetched("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
        .isEqualTo(again);
    String pem = SelfSigned.of("sns", NOW.minusSeconds(1), NOW.plusSeconds(10)).pem();
    assertThat(SnsAnswer.ofFetch(fetch(1), answered(302, pem), NOW))
        .isEqualTo(new SnsAnswer.Again(Duration.ofSeconds(2), "HTTP 302"));
    assertThat(SnsAnswer.ofFetch(fetch(1), new WebReply.Answered(200, Map.of(), pem, false), NOW))
        .isEqualTo(new SnsAnswer.Again(Duration.ofSeconds(2), "the answer is too long or was cut"));
  }

  @Test
  void waitsGrowToAQuarterOfAnHour() {
    WebReply none = new WebReply.Failed("sns was not reached", false);
    assertThat(SnsAnswer.ofFetch(fetch(4), none, NOW))
        .isEqualTo(new SnsAnswer.Again(Duration.ofSeconds(16), "sns was not reached"));
    assertThat(SnsAnswer.ofFetch(fetch(1_000), none, NOW))
        .isEqualTo(new SnsAnswer.Again(Duration.ofMinutes(15), "sns was not reached"));
  }

  @Test
  void subscriptionIsConfirmedByOneGoodAnswer() {
    assertThat(SnsAnswer.ofConfirm(confirm(NOW), answered(200, ""), NOW))
        .isEqualTo(new SnsAnswer.Confirmed());
    assertThat(confirm(NOW).toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 403, 404})
  void whatSnsRefusesIsNotTriedAgain(int status) {
    assertThat(SnsAnswer.ofConfirm(confirm(NOW), answered(status, ""), NOW))
        .isEqualTo(new SnsAnswer.Refused("HTTP " + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void outageOfSnsIsTriedAgainForThreeDays(int status) {
    WebReply away = answered(status, "");
    assertThat(SnsAnswer.ofConfirm(confirm(NOW.minus(Duration.ofDays(3))), away, NOW))
        .isEqualTo(new SnsAnswer.Again(Duration.ofSeconds(2), "HTTP " + status));
    assertThat(
            SnsAnswer.ofConfirm(confirm(NOW.minus(Duration.ofDays(3)).minusMillis(1)), away, NOW))
        .isInstanceOf(SnsAnswer.Refused.class);
  }

  @Test
  void whatMayNotBeAskedIsTriedAgainSinceSettingsChange() {
    assertThat(SnsAnswer.ofConfirm(confirm(NOW), new WebReply.Barred("not allowed"), NOW))
        .isEqualTo(new SnsAnswer.Again(Duration.ofSeconds(2), "not allowed"));
  }
}
