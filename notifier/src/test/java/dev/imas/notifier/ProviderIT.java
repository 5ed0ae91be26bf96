package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.FreePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages go out by the tenant's providers (NTF-01, NTF-16, NTF-26, NTF-27, NTF-29). */
class ProviderIT {

  private static final Map<String, String> SETTINGS =
      Map.of("IMAS_NOTIFIER_CIRCUIT_FAILURES", "2", "IMAS_NOTIFIER_RETRY_FIRST", "1h");

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver first = FakeReceiver.start(scene.vertx);
  private final FakeReceiver second = FakeReceiver.start(scene.vertx);
  private final UUID contact = scene.contact("phone", "ntfy", "ops-pages", null);

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID ntfy(String name, FakeReceiver server, int priority) {
    return scene.provider(
        name,
        "ntfy",
        priority,
        "{\"server_url\":\"%s\",\"default_topic\":\"x\"}".formatted(server.url("")),
        Map.of("access_token", "tk_of_" + name));
  }

  private UUID page(Severity urgency) {
    return scene.delivery(scene.incident("x"), 1, contact, "ntfy", "ops-pages", urgency);
  }

  private List<String> providersOf(UUID delivery) {
    return scene.database.query(
        "SELECT coalesce(provider_id::text, 'none') FROM delivery_attempt WHERE delivery_id = '"
            + delivery
            + "'");
  }

  private String health(UUID provider, String columns) {
    List<String> rows =
        scene.database.query(
            "SELECT concat_ws(' ', %s) FROM provider_health WHERE provider_id = '%s'"
                .formatted(columns, provider));
    return rows.isEmpty() ? "" : rows.get(0);
  }

  private double failovers(String reason) {
    return scene.meter("imas.provider.failovers", "type", "ntfy", "reason", reason);
  }

  @Test
  void aPageGoesByTheTenantsProviderAndTheAttemptAndTheHealthSaySo() {
    UUID provider = ntfy("own", first, 100);
    scene.startNotifier(SETTINGS);
    UUID page = page(Severity.SEV1_CRITICAL);
    scene.awaitStatus(page, "sent");
    assertThat(first.requests().get(0).header("Authorization")).isEqualTo("Bearer tk_of_own");
    assertThat(first.requests().get(0).header("Idempotency-Key")).isEqualTo(page.toString());
    assertThat(providersOf(page)).containsExactly(provider.toString());
    Await.until(
        "its success",
        () -> health(provider, "last_success_at IS NOT NULL, last_error_at IS NULL, circuits"),
        "t t {}"::equals);
    assertThat(scene.meter("imas.provider.attempts", "type", "ntfy", "outcome", "accepted"))
        .isEqualTo(1);
  }

  @Test
  void withoutAProviderItIsDeadAndSaysWhatToCreate() {
    scene.startNotifier(SETTINGS);
    UUID page = page(Severity.SEV1_CRITICAL);
    scene.awaitStatus(page, "dead");
    assertThat(scene.attempts(page).get(0))
        .contains("no active provider for ntfy")
        .contains("POST /api/v1/providers");
  }

  @Test
  void afterADefiniteRefusalTheNextOneSendsInTheSameAttempt() {
    UUID broken = ntfy("eu", first, 1);
    UUID healthy = ntfy("us", second, 2);
    first.replies(Reply.status(401));
    scene.startNotifier(SETTINGS);
    UUID page = page(Severity.SEV4_LOW);
    scene.awaitStatus(page, "sent");
    assertThat(first.requests()).hasSize(1);
    assertThat(providersOf(page)).containsExactly(healthy.toString());
    assertThat(scene.attempts(page)).containsExactly("1 accepted eu: HTTP 401");
    assertThat(failovers("refused")).isEqualTo(1);
    Await.until(
        "its error", () -> health(broken, "last_error, last_status"), "HTTP 401 401"::equals);
  }

  @Test
  void whatMayHaveArrivedIsSentOnceMoreOnlyIfItIsUrgent() {
    ntfy("eu", first, 1);
    ntfy("us", second, 2);
    first.replies(Reply.status(500));
    scene.startNotifier(SETTINGS);
    UUID low = page(Severity.SEV3_MEDIUM);
    Await.until("its attempt", () -> scene.attempts(low), List.of("1 retry 500 HTTP 500")::equals);
    assertThat(second.requests()).isEmpty();
    UUID urgent = page(Severity.SEV2_HIGH);
    scene.awaitStatus(urgent, "sent");
    assertThat(second.requests()).hasSize(1);
    assertThat(second.requests().get(0).body()).contains("7F3K");
    assertThat(failovers("uncertain")).isEqualTo(1);
  }

  @Test
  void anOpenCircuitIsPassedByAndAChangedProviderBeginsWithAClosedOneWithinFiveSeconds() {
    UUID dead = ntfy("eu", first, 1);
    first.replies(Reply.status(503));
    scene.startNotifier(SETTINGS);
    for (int i = 0; i < 2; i++) {
      UUID page = page(Severity.SEV4_LOW);
      Await.until("its attempt", () -> scene.attempts(page), tries -> tries.size() == 1);
    }
    UUID untried = page(Severity.SEV1_CRITICAL);
    Await.until("its attempt", () -> scene.attempts(untried), tries -> tries.size() == 1);
    assertThat(scene.attempts(untried).get(0)).contains("it has stopped answering");
    assertThat(first.requests()).hasSize(2);
    Await.until(
        "an open circuit",
        () -> health(dead, "jsonb_path_query_array(circuits, '$.*.state')"),
        "[\"open\"]"::equals);

    scene.execute(
        "UPDATE provider SET version = 2, secrets_enc = ? WHERE id = ?",
        scene.secrets.seal(
            Json.write(Map.of("access_token", "tk_new")),
            ProviderKind.sealedFor(scene.tenant, dead)),
        dead);
    first.replies(Reply.status(200));
    scene.clock.move(Duration.ofSeconds(4));
    UUID next = page(Severity.SEV4_LOW);
    scene.awaitStatus(next, "sent");
    assertThat(first.requests().getLast().header("Authorization")).isEqualTo("Bearer tk_new");
    Await.until("a closed circuit", () -> health(dead, "version, circuits"), "2 {}"::equals);
  }

  @Test
  void anotherProviderTakesWhatAnOpenCircuitLeavesAndIsCountedApart() {
    ntfy("eu", first, 1);
    ntfy("us", second, 2);
    first.replies(Reply.status(503));
    scene.startNotifier(SETTINGS);
    for (int i = 0; i < 2; i++) {
      scene.awaitStatus(page(Severity.SEV1_CRITICAL), "sent");
    }
    scene.awaitStatus(page(Severity.SEV4_LOW), "sent");
    assertThat(first.requests()).hasSize(2);
    assertThat(second.requests()).hasSize(3);
    assertThat(failovers("left_alone")).isEqualTo(1);
  }

  @Test
  void whatIsSwitchedOffIsNotUsedButCanBeTested() {
    UUID off = ntfy("off", first, 1);
    scene.execute("UPDATE provider SET is_active = false");
    scene.startNotifier(SETTINGS);
    scene.awaitStatus(page(Severity.SEV1_CRITICAL), "dead");
    assertThat(first.requests()).isEmpty();

    first.replies(new Reply.Status(403, Map.of(), "{\"error\":\"forbidden\"}"));
    UUID test = test(off, "ntfy", "ops-test");
    scene.awaitStatus(test, "dead");
    assertThat(scene.attempts(test)).containsExactly("1 refused 403 HTTP 403: forbidden");
    assertThat(first.requests())
        .singleElement()
        .satisfies(r -> assertThat(r.body()).contains("ops-test"));
  }

  private UUID test(UUID provider, String channel, String address) {
    UUID id = UUID.randomUUID();
    scene.execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload)
        VALUES (?, ?, 0, 'contact.test', ?, ?, ?, 1, 'pending', ?::jsonb)
        """,
        scene.tenant.value(),
        id,
        provider,
        channel,
        address,
        Json.write(Pages.page()).replace("incident.triggered", PageContent.TEST));
    return id;
  }

  @Test
  void aPlaceIsChosenByItsNameAndNoOtherGetsWhatItRefuses() {
    UUID ops = discord("ops", first, 2);
    discord("dev", second, 1);
    UUID room = scene.contact("room", "discord", "OPS", null);
    first.replies(Reply.status(401));
    scene.startNotifier(SETTINGS);
    UUID page =
        scene.delivery(scene.incident("x"), 1, room, "discord", "OPS", Severity.SEV1_CRITICAL);
    scene.awaitStatus(page, "dead");
    assertThat(providersOf(page)).containsExactly(ops.toString());
    assertThat(second.requests()).isEmpty();

    UUID lost = scene.contact("lost", "discord", "nowhere", null);
    UUID other =
        scene.delivery(scene.incident("y"), 1, lost, "discord", "nowhere", Severity.SEV1_CRITICAL);
    scene.awaitStatus(other, "dead");
    assertThat(scene.attempts(other).get(0)).contains("no active discord provider named nowhere");
  }

  private UUID discord(String name, FakeReceiver server, int priority) {
    return scene.provider(
        name, "discord", priority, "{}", Map.of("webhook_url", server.url("/hook/" + name)));
  }

  @Test
  void aSlowProviderDelaysNoOther() {
    ntfy("slow", first, 1);
    discord("quick", second, 1);
    UUID room = scene.contact("room", "discord", "quick", null);
    first.replies(new Reply.Silence());
    // An attempt takes longer than this test waits.
    scene.startNotifier(
        Map.of("IMAS_NOTIFIER_WEBHOOK_TIMEOUT", "25s", "IMAS_NOTIFIER_LEASE", "60s"));
    for (int i = 0; i < 60; i++) {
      UUID phone = scene.contact("phone " + i, "ntfy", "topic-" + i, null);
      scene.delivery(scene.incident("x"), 1, phone, "ntfy", "topic-" + i, Severity.SEV1_CRITICAL);
    }
    scene.tellNotifier();
    first.await(4);
    for (int i = 0; i < 10; i++) {
      scene.delivery(scene.incident("y"), 1, room, "discord", "quick", Severity.SEV4_LOW);
    }
    scene.tellNotifier();
    second.await(10);
    assertThat(first.mostUnderWay()).isLessThanOrEqualTo(4);
    first.replies(Reply.status(200));
    first.release(200);
  }

  @Test
  void anIncidentSystemIsToldOfEachIncidentHoweverManyThereAre() {
    scene.provider(
        "payments",
        "pagerduty",
        1,
        "{\"url\":\"%s\"}".formatted(first.url("/v2/enqueue")),
        Map.of("routing_key", "0".repeat(32)));
    UUID bridge = scene.contact("bridge", "pagerduty", "payments", null);
    first.replies(Reply.status(202));
    scene.startNotifier(Map.of("IMAS_NOTIFIER_RECEIVER_RATE", "5"));
    for (int i = 0; i < 30; i++) {
      scene.delivery(scene.incident("x"), 1, bridge, "pagerduty", "payments", Severity.SEV3_MEDIUM);
    }
    scene.tellNotifier();
    first.await(30);
    assertThat(scene.database.count("SELECT count(*) FROM delivery WHERE status = 'folded'"))
        .isZero();
  }

  @Test
  void whatALaterStateHasOvertakenIsNotToldToAnIncidentSystem() {
    scene.provider(
        "payments",
        "pagerduty",
        1,
        "{\"url\":\"%s\"}".formatted(first.url("/v2/enqueue")),
        Map.of("routing_key", "0".repeat(32)));
    UUID bridge = scene.contact("bridge", "pagerduty", "payments", null);
    UUID incident = scene.incident("x");
    UUID late =
        scene.delivery(incident, 1, bridge, "pagerduty", "payments", Severity.SEV1_CRITICAL);
    scene.execute("UPDATE delivery SET status = 'dead'");
    first.replies(Reply.status(202));
    scene.startNotifier(SETTINGS);
    UUID later =
        scene.delivery(incident, 2, bridge, "pagerduty", "payments", Severity.SEV1_CRITICAL);
    scene.awaitStatus(later, "sent");
    scene.execute("UPDATE delivery SET status = 'pending', attempts = 0 WHERE id = ?", late);
    scene.tellNotifier();
    scene.awaitStatus(late, "cancelled");
    assertThat(first.requests()).hasSize(1);
    assertThat(scene.outcomes(incident)).last().asString().contains("a later state");
  }

  @Test
  void secretsAreInNoRowAndNoLineOfAnAttempt() {
    UUID provider = ntfy("own", first, 1);
    first.replies(Reply.status(401));
    scene.startNotifier(SETTINGS);
    UUID page = page(Severity.SEV1_CRITICAL);
    scene.awaitStatus(page, "dead");
    Await.until("its error", () -> health(provider, "last_error"), "HTTP 401"::equals);
    assertThat(
            scene.database.query(
                "SELECT t::text FROM delivery t UNION ALL SELECT t::text FROM delivery_attempt t"
                    + " UNION ALL SELECT t::text FROM provider_health t UNION ALL"
                    + " SELECT t::text FROM provider t"))
        .noneMatch(row -> row.contains("tk_of_own"));
  }

  @Test
  void aSecretOfAnotherRowDoesNotOpen() {
    UUID mine = ntfy("mine", first, 1);
    UUID other = ntfy("other", second, 2);
    scene.execute(
        "UPDATE provider SET secrets_enc = (SELECT secrets_enc FROM provider WHERE id = ?) WHERE id"
            + " = ?",
        other,
        mine);
    scene.execute("UPDATE provider SET is_active = false WHERE id = ?", other);
    scene.startNotifier(SETTINGS);
    UUID page = page(Severity.SEV1_CRITICAL);
    scene.awaitStatus(page, "dead");
    assertThat(scene.attempts(page).get(0)).contains("the provider cannot be used");
    assertThat(first.requests()).isEmpty();
  }

  /** NTF-05: the tenant's mail servers in their order; the notifier's own is for who has none. */
  @Test
  void aMailGoesByTheNextServerWhenTheFirstDoesNotAnswer() {
    GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    try {
      smtp("first", 1, FreePort.next());
      UUID healthy = smtp("second", 2, mails.getSmtp().getPort());
      UUID mail = scene.contact("mail", "email", "ops@example.com", null);
      scene.startNotifier(SETTINGS);
      UUID page =
          scene.delivery(
              scene.incident("x"), 1, mail, "email", "ops@example.com", Severity.SEV4_LOW);
      scene.awaitStatus(page, "sent");
      assertThat(providersOf(page)).containsExactly(healthy.toString());
      assertThat(scene.attempts(page)).hasSize(1).allMatch(line -> line.contains("first: "));
      assertThat(mails.getReceivedMessages()).hasSize(1);
    } finally {
      mails.stop();
    }
  }

  private UUID smtp(String name, int priority, int port) {
    return scene.provider(
        name,
        "smtp",
        "email",
        priority,
        "{\"host\":\"127.0.0.1\",\"port\":%d,\"from_email\":\"imas@example.com\",\"use_tls\":false}"
            .formatted(port),
        Map.of());
  }
}
