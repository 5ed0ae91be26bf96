package dev.imas.gateway.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.SelfSigned;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source that names topics of SNS takes what SNS has signed for them, and nothing else. */
class SnsIT {

  private static final Duration LOOKED_AGAIN = Duration.ofSeconds(3);
  private static final String CONFIG = "{\"sns\":{\"topics\":[\"" + SnsPost.TOPIC + "\"]%s}}";

  private final TestGateway gateway = TestGateway.start();
  private final Instant now = gateway.clock().instant();
  private final SelfSigned sns =
      SelfSigned.of("sns.amazonaws.com", now.minusSeconds(60), now.plus(Duration.ofDays(1)));
  private Source source;

  @BeforeEach
  void addSource() {
    source = add("alarms", "");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Source add(String name, String more) {
    Source added =
        gateway.addSource(gateway.tenant(), name, "AWS_SNS", CONFIG.formatted(more), true, null);
    gateway.awaitLive(added.key());
    return added;
  }

  private Reply post(Source to, byte[] body) {
    return TestGateway.send(
        gateway
            .to("/api/v1/webhooks/aws-sns/" + to.key())
            .header("Content-Type", "text/plain; charset=UTF-8")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private Reply post(SnsPost post) {
    return post(source, post.bytes());
  }

  /** As a notifier does. */
  private void fetched(String url, SelfSigned certificate) {
    gateway
        .database()
        .execute(
            """
            INSERT INTO sns_certificate (tenant_id, url, asked_at, der, not_after) VALUES ('%s', '%s', now(), '\\x%s', '%s')
            ON CONFLICT (tenant_id, url) DO UPDATE
               SET der = excluded.der, not_after = excluded.not_after, due_at = NULL\
            """
                .formatted(
                    gateway.tenant(),
                    url,
                    HexFormat.of().formatHex(certificate.der()),
                    certificate.certificate().getNotAfter().toInstant()));
  }

  private List<String> query(String sql) {
    return gateway.database().query(sql);
  }

  private List<String> certificates() {
    return query(
        "SELECT url || ' ' || (der IS NOT NULL) || ' ' || (due_at IS NOT NULL) FROM sns_certificate"
            + " ORDER BY url");
  }

  private List<String> subscriptions() {
    return query(
        "SELECT concat_ws(' ', state, due_at IS NOT NULL, confirm_url) FROM sns_subscription"
            + " ORDER BY changed_at");
  }

  private long alerts() {
    return gateway.database().count("SELECT count(*) FROM alert_state");
  }

  @Test
  void postsWaitForTheirCertificateAndAreAcceptedOnceItIsThere() {
    Reply early = post(SnsPost.alarm("disk", now).signed(sns));
    early.assertProblem(503);
    assertThat(early.header("retry-after")).isEqualTo("5");
    assertThat(certificates()).containsExactly(SnsPost.CERTIFICATE + " false true");
    assertThat(alerts()).isZero();

    fetched(SnsPost.CERTIFICATE, sns);
    assertThat(post(SnsPost.alarm("disk", now).signed(sns)).status())
        .as("looked for a moment ago")
        .isEqualTo(503);
    gateway.clock().move(LOOKED_AGAIN);
    assertThat(post(SnsPost.alarm("disk", now).signed(sns)).status()).isEqualTo(202);
    assertThat(alerts()).isOne();

    gateway.database().execute("DELETE FROM sns_certificate");
    byte[] old = SnsPost.alarm("cpu", now).with("SignatureVersion", "1").signed(sns).bytes();
    assertThat(post(source, old).status()).as("from memory").isEqualTo(202);
    assertThat(alerts()).isEqualTo(2);
  }

  @Test
  void whatIsNotSignedForThisSourceIsRefused() {
    fetched(SnsPost.CERTIFICATE, sns);
    post(SnsPost.alarm("disk", now).with("TopicArn", SnsPost.TOPIC + "2").signed(sns))
        .assertProblem(403);
    post(SnsPost.confirmation("SubscriptionConfirmation", now)
            .with("SubscribeURL", "https://evil.example/?Action=ConfirmSubscription")
            .signed(sns))
        .assertProblem(403);
    SelfSigned other = SelfSigned.of("sns", now.minusSeconds(60), now.plusSeconds(3600));
    post(SnsPost.alarm("disk", now).signed(other)).assertProblem(401);
    post(SnsPost.alarm("disk", now).signed(sns).with("Message", "{}")).assertProblem(401);
    post(SnsPost.alarm("disk", now.minus(Duration.ofMinutes(71))).signed(sns)).assertProblem(401);
    post(SnsPost.alarm("disk", now)
            .with("SigningCertURL", "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem")
            .signed(other))
        .assertProblem(401);
    Reply raw = post(source, "{\"AlarmName\":\"disk\"}".getBytes(StandardCharsets.UTF_8));
    raw.assertProblem(422);
    assertThat(raw.body()).contains("switch raw message delivery off");
    post(source, TestGateway.payload("aws-sns/lambda-record-single-metric.json"))
        .assertProblem(422);

    assertThat(alerts()).isZero();
    assertThat(subscriptions()).isEmpty();
    assertThat(certificates()).containsExactly(SnsPost.CERTIFICATE + " true false");
    assertThat(gateway.database().count("SELECT count(*) FROM dead_letter")).isZero();
  }

  @Test
  void subscriptionIsLeftToBeConfirmedOnceAndItsEndIsRecorded() {
    fetched(SnsPost.CERTIFICATE, sns);
    SnsPost begins = SnsPost.confirmation("SubscriptionConfirmation", now).signed(sns);
    assertThat(post(begins).status()).isEqualTo(202);
    assertThat(subscriptions()).containsExactly("pending t " + SnsPost.CONFIRMS);

    gateway
        .database()
        .execute(
            "UPDATE sns_subscription SET state = 'confirmed', due_at = NULL, confirm_url = NULL");
    assertThat(post(begins).status()).as("again").isEqualTo(202);
    assertThat(subscriptions()).containsExactly("confirmed f");

    SnsPost ends =
        SnsPost.confirmation("UnsubscribeConfirmation", now.plusSeconds(1))
            .with("SubscribeURL", "https://evil.example/")
            .signed(sns);
    assertThat(post(ends).status()).isEqualTo(202);
    assertThat(subscriptions()).containsExactly("unsubscribed f");
    assertThat(post(begins).status()).as("late").isEqualTo(202);
    assertThat(subscriptions()).containsExactly("unsubscribed f");
    assertThat(
            post(SnsPost.confirmation("SubscriptionConfirmation", now.plusSeconds(2)).signed(sns))
                .status())
        .isEqualTo(202);
    assertThat(subscriptions()).containsExactly("pending t " + SnsPost.CONFIRMS);
    assertThat(alerts()).isZero();
  }

  @Test
  void subscriptionWaitsForAPersonWhereTheSourceSaysSo() {
    fetched(SnsPost.CERTIFICATE, sns);
    Source careful = add("careful", ",\"confirm\":false");
    byte[] begins = SnsPost.confirmation("SubscriptionConfirmation", now).signed(sns).bytes();
    assertThat(post(careful, begins).status()).isEqualTo(202);
    assertThat(subscriptions()).containsExactly("held f " + SnsPost.CONFIRMS);
  }

  @Test
  void certificateThatHasExpiredIsAskedForAgain() {
    fetched(SnsPost.CERTIFICATE, sns);
    assertThat(post(SnsPost.alarm("disk", now).signed(sns)).status()).isEqualTo(202);
    gateway.clock().move(Duration.ofDays(2));
    Instant later = gateway.clock().instant();
    assertThat(post(SnsPost.alarm("disk", later).signed(sns)).status()).isEqualTo(503);
    assertThat(certificates()).containsExactly(SnsPost.CERTIFICATE + " false true");
  }

  @Test
  void fewCertificatesAreAskedForAtOnceAndNoneKeepsTheOthersOut() {
    for (int i = 0; i < 25; i++) {
      String url = "https://sns.eu-west-1.amazonaws.com/a" + i + ".pem";
      post(SnsPost.alarm("disk", now).with("SigningCertURL", url).signed(sns)).assertProblem(503);
      gateway
          .database()
          .execute("UPDATE sns_certificate SET attempts = 3 WHERE url LIKE '%/a7.pem'");
    }
    assertThat(certificates()).hasSize(20).noneMatch(row -> row.contains("/a7.pem"));
    assertThat(certificates()).anyMatch(row -> row.contains("/a24.pem"));
  }

  @Test
  void whatIsAddedToASignedMessageIsNotRead() {
    fetched(SnsPost.CERTIFICATE, sns);
    SnsPost padded =
        SnsPost.alarm("disk", now)
            .signed(sns)
            .with("AlarmName", "forged")
            .with("NewStateValue", "OK")
            .with("SubscribeURL", "https://evil.example/")
            .with("Records", List.of(Map.of("Sns", Map.of("Message", "forged"))));
    assertThat(post(padded).status()).isEqualTo(202);
    assertThat(query("SELECT name FROM alert_state")).containsExactly("disk");
    assertThat(gateway.database().count("SELECT count(*) FROM dead_letter")).isZero();
  }

  @Test
  void sourceWhoseTopicsCannotBeReadTakesNothing() {
    fetched(SnsPost.CERTIFICATE, sns);
    Source later = add("later", ",\"least_version\":3");
    post(later, SnsPost.alarm("disk", now).signed(sns).bytes()).assertProblem(403);
    post(later, TestGateway.payload("aws-sns/lambda-record-single-metric.json")).assertProblem(422);
  }

  @Test
  void sourceThatNamesNoTopicsTakesWhatItTook() {
    Source open = gateway.addSource(gateway.tenant(), "open", "AWS_SNS");
    gateway.awaitLive(open.key());
    byte[] raw = TestGateway.payload("aws-sns/lambda-record-single-metric.json");
    assertThat(post(open, raw).status()).isEqualTo(202);
    byte[] unsigned = SnsPost.alarm("disk", now).bytes();
    assertThat(post(open, unsigned).status()).isEqualTo(202);
    assertThat(certificates()).isEmpty();
  }
}
