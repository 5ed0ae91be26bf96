package dev.imas.gateway.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Credential;
import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pings over HTTP, and what they leave in the database. */
class PingIT {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  /** A heartbeat of that tenant; its key is made of its name. */
  private static String heartbeat(UUID tenant, String name) {
    UUID id = UUID.randomUUID();
    String key = "imas_png_key-of-" + name;
    gateway.update(
        "INSERT INTO heartbeat (tenant_id, id, name, service_id, severity, beats_by, every_seconds,"
            + " grace_seconds, watched_since, key_hash, key_hint) SELECT ?, ?, ?, id, 2, 'ping',"
            + " 600, 60, now(), ?, 'x' FROM service WHERE tenant_id = ? AND is_triage",
        tenant,
        id,
        name,
        Credential.hash(key),
        tenant);
    gateway.update(
        "INSERT INTO heartbeat_pulse (tenant_id, heartbeat_id, state_since) VALUES (?, ?, now())",
        tenant,
        id);
    return key;
  }

  private static Reply get(String path) {
    return TestGateway.send(gateway.to(path).GET());
  }

  private static String pulse(String name, String columns) {
    return gateway
        .database()
        .query(
            "SELECT concat_ws(' ', %s) FROM heartbeat_pulse p JOIN heartbeat h ON h.tenant_id = p.tenant_id AND h.id = p.heartbeat_id WHERE h.name = '%s'"
                .formatted(columns, name))
        .getFirst();
  }

  private static long timers(String name) {
    return gateway
        .database()
        .count(
            "SELECT count(*) FROM timer t JOIN heartbeat h ON h.id::text = t.subject AND"
                + " h.tenant_id = t.tenant_id WHERE t.kind = 'heartbeat' AND h.name = '"
                + name
                + "'");
  }

  @Test
  void aPingIsAnsweredOnceItIsStoredAndWakesCoreForTheFirstOne() {
    String key = heartbeat(gateway.tenant(), "first");

    Reply reply = get("/ping/" + key);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("OK");
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
    assertThat(pulse("first", "p.beat_at IS NOT NULL, p.pings")).isEqualTo("t 1");
    assertThat(timers("first")).isEqualTo(1);
  }

  @Test
  void postsCountTooWithWhateverBody() {
    String key = heartbeat(gateway.tenant(), "posted");
    HttpRequest.Builder post =
        gateway.to("/ping/" + key + "/success").POST(BodyPublishers.ofByteArray(new byte[100_000]));

    assertThat(TestGateway.send(post).status()).isEqualTo(200);
    assertThat(get("/ping/" + key).status()).as("the connection goes on").isEqualTo(200);
    assertThat(pulse("posted", "p.pings")).isEqualTo("2");
  }

  @Test
  void aRunIsTimedFromItsStart() {
    String key = heartbeat(gateway.tenant(), "timed");
    assertThat(get("/ping/" + key + "/start?rid=r1").status()).isEqualTo(200);
    assertThat(pulse("timed", "p.beat_at IS NULL")).as("a start is no beat").isEqualTo("t");
    gateway.clock().move(Duration.ofSeconds(7));

    assertThat(get("/ping/" + key + "?rid=r1").status()).isEqualTo(200);

    assertThat(pulse("timed", "p.run_id, p.run_millis")).isEqualTo("r1 7000");
    assertThat(get("/ping/" + key + "?rid=r2&duration=1.5").status()).isEqualTo(200);
    assertThat(pulse("timed", "p.run_id, p.run_millis")).isEqualTo("r2 1500");
  }

  @Test
  void aFailureIsNoBeat() {
    String key = heartbeat(gateway.tenant(), "failing");

    assertThat(get("/ping/" + key + "/fail").status()).isEqualTo(200);

    assertThat(pulse("failing", "p.beat_at IS NULL, p.failed_at IS NOT NULL")).isEqualTo("t t");
    assertThat(timers("failing")).isEqualTo(1);
  }

  @Test
  void aKeyBeatsForItsOwnTenantAlone() {
    UUID other = gateway.addTenant("other");
    String mine = heartbeat(gateway.tenant(), "mine");
    heartbeat(other, "theirs");

    get("/ping/" + mine);

    assertThat(pulse("mine", "p.pings")).isEqualTo("1");
    assertThat(pulse("theirs", "p.pings")).isEqualTo("0");
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT DISTINCT tenant_id FROM timer t JOIN heartbeat h USING (tenant_id)"
                        + " WHERE h.name = 'theirs' AND t.kind = 'heartbeat'"))
        .isEmpty();
  }

  @Test
  void whatIsNoPingIsRefused() {
    String key = heartbeat(gateway.tenant(), "strict");

    get("/ping/imas_png_unknown").assertProblem(404);
    get("/ping/" + key + "/begin").assertProblem(404);
    get("/ping/" + key + "?duration=soon").assertProblem(400);
    TestGateway.send(gateway.to("/ping/" + key).DELETE()).assertProblem(405);
    assertThat(pulse("strict", "p.pings")).isEqualTo("0");
  }

  @Test
  void onlyTheLastFiftyRunsAreKept() {
    String key = heartbeat(gateway.tenant(), "many");
    for (int run = 0; run < 60; run++) {
      assertThat(get("/ping/" + key + "?rid=run-" + run).status()).isEqualTo(200);
    }

    assertThat(
            gateway
                .database()
                .query(
                    "SELECT count(*) || ' ' || min(r.run) FROM heartbeat_run r JOIN heartbeat h ON"
                        + " h.id = r.heartbeat_id WHERE h.name = 'many'"))
        .containsExactly("50 11");
  }

  @Test
  void manyAtOnceWithOneKeyAreHeldBackAndLoseNothing() {
    String key = heartbeat(gateway.tenant(), "flood");
    List<CompletableFuture<Reply>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(TestGateway.sendAsync(gateway.to("/ping/" + key).GET()));
    }
    List<Integer> answers = all.stream().map(one -> one.join().status()).toList();

    assertThat(answers).containsOnly(200, 429);
    assertThat(pulse("flood", "p.pings"))
        .isEqualTo("" + answers.stream().filter(status -> status == 200).count());
  }

  @Test
  void aStartOfAGatewayIsTakenForATimeInWhichBeatsWereLost() {
    try (TestGateway another = gateway.startAnother()) {
      Await.until(
          "the gateway to say that it listens",
          () ->
              gateway
                  .database()
                  .count(
                      "SELECT count(*) FROM listening WHERE beats_since = '"
                          + gateway.clock().instant()
                          + "'"),
          said -> said == 1);
      assertThat(another.port()).isNotEqualTo(gateway.port());
    }
  }
}
