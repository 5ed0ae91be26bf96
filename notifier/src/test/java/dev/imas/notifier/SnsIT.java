package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.Poll;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.SelfSigned;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.sns.SnsErrands;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates of SNS are fetched and subscriptions confirmed, as gateways ask for them. */
class SnsIT {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
  private static final String CERTIFICATE =
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-6aad65c2.pem";
  private static final String CONFIRMS =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=2336412f";

  private final NotifierScene scene = new NotifierScene();
  private final Pool pool =
      new Database(scene.vertx, scene.database.config())
          .pool(DatabaseConfig.Login.NOTIFIER, "sns", 2, Duration.ofSeconds(10));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<WebReply> replies = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    Await.result(pool.close());
    scene.close();
  }

  /** Answers as SNS would; what is sent does not leave this test. */
  private Future<WebReply> send(TenantId tenant, boolean urgent, WebRequest request) {
    assertThat(tenant).isEqualTo(scene.tenant);
    asked.add(request.method() + " " + request.address());
    WebReply reply = replies.poll();
    return Future.succeededFuture(reply == null ? answered(500, "") : reply);
  }

  private static WebReply answered(int status, String body) {
    return new WebReply.Answered(status, Map.of(), body, true);
  }

  private void start() {
    Await.result(
        scene.vertx.deployVerticle(
            SnsErrands.verticle(
                scene.platform(),
                new Transactions(pool),
                this::send,
                Poll.every(Duration.ofMillis(100)),
                Duration.ofSeconds(2),
                Future::succeededFuture)));
  }

  private void asksFor(String url) {
    scene.database.execute(
        "INSERT INTO sns_certificate (tenant_id, url, asked_at, due_at) VALUES ('%s', '%s', now(), '%s')"
            .formatted(scene.tenant.value(), url, scene.clock.instant()));
  }

  private void subscribes(String url) {
    UUID source = UUID.randomUUID();
    scene.database.execute(
        "INSERT INTO source (tenant_id, id, name, type) VALUES ('%s', '%s', '%s', 'AWS_SNS')"
            .formatted(scene.tenant.value(), source, source));
    scene.database.execute(
        """
        INSERT INTO sns_subscription (tenant_id, source_id, topic, message_id, told_at, state, confirm_url, due_at, changed_at)
        VALUES ('%s', '%s', '%s', 'm1', '%5$s', 'pending', '%4$s', '%5$s', '%5$s')\
        """
            .formatted(scene.tenant.value(), source, TOPIC, url, scene.clock.instant()));
  }

  private String certificate() {
    return String.join(
        "",
        scene.database.query(
            "SELECT concat_ws(' ', encode(der, 'hex') IS NOT NULL, due_at IS NOT NULL, attempts,"
                + " error) FROM sns_certificate"));
  }

  private String subscription() {
    return String.join(
        "",
        scene.database.query(
            "SELECT concat_ws(' ', state, due_at IS NOT NULL, attempts, error, confirm_url IS NOT"
                + " NULL) FROM sns_subscription"));
  }

  @Test
  void certificateIsFetchedAgainAfterAWhileUntilItIsThere() {
    SelfSigned sns =
        SelfSigned.of(
            "sns", scene.clock.instant().minusSeconds(60), scene.clock.instant().plusSeconds(3600));
    replies.add(answered(404, ""));
    replies.add(answered(200, "<html>"));
    replies.add(answered(200, sns.pem()));
    asksFor(CERTIFICATE);
    start();
    start();
    Await.until("an attempt", this::certificate, "f t 1 HTTP 404"::equals);

    scene.clock.move(Duration.ofSeconds(3));
    Await.until(
        "another", this::certificate, "f t 2 no X.509 certificate that is valid now"::equals);
    scene.clock.move(Duration.ofSeconds(5));
    Await.until("the certificate", this::certificate, "t f 3"::equals);
    assertThat(asked).containsOnly("GET " + CERTIFICATE).hasSize(3);
    assertThat(scene.database.count("SELECT count(*) FROM sns_certificate WHERE not_after > now()"))
        .isOne();
  }

  @Test
  void subscriptionIsConfirmedOnce() {
    replies.add(answered(503, ""));
    replies.add(answered(200, "<ConfirmSubscriptionResponse/>"));
    subscribes(CONFIRMS);
    start();
    start();
    Await.until("an attempt", this::subscription, "pending t 1 HTTP 503 t"::equals);

    scene.clock.move(Duration.ofSeconds(3));
    Await.until("confirmed", this::subscription, "confirmed f 2 f"::equals);
    // Longer than a lease, and not so long that it could be a clock that was set back.
    scene.clock.move(Duration.ofMinutes(10));
    asksFor(CERTIFICATE);
    Await.until("a later errand", this::certificate, "f t 1 HTTP 500"::equals);
    assertThat(asked).filteredOn(("GET " + CONFIRMS)::equals).hasSize(2);
  }

  @Test
  void whatSnsRefusesIsToldAndNotTriedAgain() {
    replies.add(answered(403, "<Error>"));
    subscribes(CONFIRMS);
    start();
    Await.until("refused", this::subscription, "failed f 1 HTTP 403 f"::equals);
  }

  @Test
  void noOtherAddressIsOpenedWhateverIsStoredAndAllowed() {
    FakeReceiver inner = FakeReceiver.start(scene.vertx);
    asksFor(inner.url("/a.pem"));
    subscribes(inner.url("/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=2336412f"));
    scene.startNotifier(Map.of());
    Await.until("refused", this::certificate, "f t 1 not an address of SNS"::equals);
    Await.until("refused", this::subscription, "failed f 1 not an address of SNS f"::equals);
    assertThat(inner.requests()).isEmpty();
  }
}
