package dev.imas.core.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Credential;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats against a real database, with a clock that is moved. */
class HeartbeatIT {

  private final RunningCore core = RunningCore.start();
  private final Instant began = core.now();

  HeartbeatIT() {
    core.service("backups");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private JsonNode post(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isBetween(200, 201);
    return reply.json();
  }

  private JsonNode get(String id) {
    return core.get("/api/v1/heartbeats/" + id).json();
  }

  private String make(String more) {
    String id =
        post(
                "/heartbeats",
                "{'name':'nightly','service':'backups','interval':'PT10M','grace':'PT2M'"
                    + more
                    + "}")
            .get("id")
            .asText();
    firstLookIsOver(id);
    return id;
  }

  private void firstLookIsOver(String id) {
    Await.until(
        "the first look",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'heartbeat' AND due_at <= now() AND"
                    + " subject = '"
                    + id
                    + "'"),
        left -> left == 0);
  }

  /** Of the present setting of its timer. */
  private List<String> timer(String id) {
    return core.database.query("SELECT life FROM timer WHERE subject = '" + id + "'");
  }

  private String key(String id) {
    JsonNode made = post("/heartbeats/" + id + "/key", "{}");
    assertThat(made.get("path").asText()).isEqualTo("/ping/" + made.get("key").asText());
    return made.get("key").asText();
  }

  /** As a gateway does it. */
  private boolean ping(String key, int signal, @Nullable String run) {
    return core.database
        .query(
            "SELECT ingest_ping(decode('%s', 'hex'), '%s', %d::smallint, %s, NULL)"
                .formatted(
                    HexFormat.of().formatHex(Credential.hash(key)),
                    core.now(),
                    signal,
                    run == null ? "NULL" : "'" + run + "'"))
        .getFirst()
        .equals("t");
  }

  private boolean beat(String key) {
    return ping(key, 1, null);
  }

  private void forward(Duration by) {
    core.clock.move(by);
  }

  /** Its time has come. */
  private void look(String id) {
    List<String> before = timer(id);
    post("/timers/heartbeat:" + id + "/run", "{}");
    Await.until("core to look", () -> timer(id), now -> !now.equals(before));
  }

  /** As core has stored it, with its incident. */
  private JsonNode await(String id, String state) {
    Await.until(
        "a heartbeat that is " + state,
        () ->
            core.database.query(
                "SELECT state FROM heartbeat_pulse WHERE heartbeat_id = '" + id + "'"),
        stored -> stored.equals(List.of(state)));
    JsonNode seen = get(id);
    assertThat(seen.get("state").asText()).isEqualTo(state);
    return seen;
  }

  private List<String> incidents() {
    return core.database.query("SELECT status || ' ' || title FROM incident ORDER BY created_at");
  }

  /** Whatever it beats by, times that were written before the clock was set back hide nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"ping", "alert"})
  void silenceIsFoundAfterTheClockWasSetBack(String by) {
    boolean isPing = by.equals("ping");
    String id = make(isPing ? "" : ",'beats_by':'alert','matchers':['alertname=Watchdog']");
    Event watchdog = Event.firing("Watchdog", 3, core.triage, core.now());
    String key = isPing ? key(id) : "";
    Runnable beats =
        () -> {
          if (isPing) {
            assertThat(beat(key)).isTrue();
          } else {
            core.post(watchdog);
            core.follow();
          }
        };
    beats.run();
    look(id);
    await(id, "alive");

    forward(Duration.ofHours(-1));
    core.database.gatewaysListenSince(core.now().minus(Duration.ofHours(2)));
    look(id);
    assertThat(await(id, "alive").get("last_beat_at").asText())
        .isEqualTo(core.now().truncatedTo(ChronoUnit.MICROS).toString());
    forward(Duration.ofMinutes(6));
    beats.run();
    forward(Duration.ofMinutes(8));
    look(id);
    assertThat(get(id).get("state").asText()).as("it beats on").isEqualTo("alive");

    forward(Duration.ofMinutes(5));
    look(id);
    await(id, "silent");
    assertThat(incidents()).containsExactly("TRIGGERED No heartbeat: nightly");
    beats.run();
    look(id);
    await(id, "alive");
    assertThat(incidents()).containsExactly("RESOLVED No heartbeat: nightly");
  }

  @Test
  void silenceOpensAnIncidentAndTheNextBeatResolvesIt() {
    String id = make("");
    String key = key(id);
    forward(Duration.ofDays(30));
    assertThat(get(id).get("state").asText()).as("no beat yet").isEqualTo("waiting");

    assertThat(beat(key)).isTrue();
    JsonNode alive = await(id, "alive");
    assertThat(Instant.parse(alive.get("next_due_at").asText()))
        .isEqualTo(core.now().plus(Duration.ofMinutes(10)));

    forward(Duration.ofMinutes(11));
    assertThat(get(id).get("state").asText()).isEqualTo("late");
    look(id);
    assertThat(incidents()).as("its grace is not over").isEmpty();

    forward(Duration.ofMinutes(1));
    look(id);
    JsonNode silent = await(id, "silent");
    assertThat(incidents()).containsExactly("TRIGGERED No heartbeat: nightly");
    JsonNode incident =
        core.get("/api/v1/incidents/" + silent.at("/incident/short_id").asText()).json();
    assertThat(incident.get("origin").asText()).isEqualTo("heartbeat");
    assertThat(incident.at("/description").asText()).contains("A ping is expected every 10 min");

    assertThat(beat(key)).isTrue();
    await(id, "alive");
    assertThat(incidents()).containsExactly("RESOLVED No heartbeat: nightly");
  }

  @Test
  void regularBeatsNeverWakeCore() {
    String id = make("");
    String key = key(id);
    beat(key);
    await(id, "alive");
    List<String> timer = timer(id);

    forward(Duration.ofMinutes(5));
    beat(key);

    assertThat(timer(id)).isEqualTo(timer);
    forward(Duration.ofMinutes(9));
    look(id);
    assertThat(incidents()).as("the second beat counts").isEmpty();
    assertThat(get(id).get("pings").asInt()).isEqualTo(2);
  }

  @Test
  void aFailureOpensAtOnceAndTheNextSuccessResolvesIt() {
    String id = make("");
    String key = key(id);

    ping(key, 3, "r1");
    JsonNode failed = await(id, "failed");
    assertThat(failed.at("/last_run/id").asText()).isEqualTo("r1");
    assertThat(incidents()).containsExactly("TRIGGERED Failed: nightly");

    ping(key, 1, "r2");
    await(id, "alive");
    assertThat(incidents()).containsExactly("RESOLVED Failed: nightly");
  }

  @Test
  void theRunThatBeganLastDecidesWhateverArrivesLast() {
    String id = make("");
    String key = key(id);
    ping(key, 2, "first");
    forward(Duration.ofSeconds(1));
    ping(key, 2, "second");
    forward(Duration.ofSeconds(4));
    ping(key, 1, "second");
    JsonNode alive = await(id, "alive");
    assertThat(alive.at("/last_run/seconds").asDouble()).isEqualTo(4.0);

    ping(key, 3, "first");

    assertThat(get(id).get("state").asText()).as("it began before").isEqualTo("alive");
    ping(key, 3, "second");
    await(id, "failed");
  }

  @Test
  void silenceThatBeganWhileNoGatewayListenedIsNone() {
    String id = make("");
    String key = key(id);
    beat(key);
    await(id, "alive");
    Instant down = core.now().plus(Duration.ofMinutes(9));
    forward(Duration.ofHours(5));
    core.database.execute("UPDATE listening SET until = '" + down + "'");

    look(id);
    assertThat(incidents()).as("no gateway listens").isEmpty();

    core.database.query("SELECT ingest_listens('%s', interval '30 s')".formatted(core.now()));
    look(id);
    assertThat(incidents()).as("a beat may have been lost").isEmpty();

    forward(Duration.ofMinutes(12));
    core.database.execute("UPDATE listening SET until = '" + core.now() + "'");
    look(id);
    await(id, "silent");
    assertThat(incidents()).hasSize(1);
  }

  @Test
  void aPingThatAGatewayTurnedAwayIsNoSilence() {
    String id = make("");
    String key = key(id);
    beat(key);
    await(id, "alive");
    forward(Duration.ofMinutes(9));
    core.database.execute("UPDATE listening SET until = '" + core.now() + "'");
    core.database.query("SELECT ingest_listens('%s', interval '30 s', true)".formatted(core.now()));
    forward(Duration.ofMinutes(4));
    core.database.execute("UPDATE listening SET until = 'infinity'");

    look(id);

    assertThat(get(id).get("state").asText()).isEqualTo("late");
    assertThat(incidents()).isEmpty();
  }

  @Test
  void switchingItOffOrDeletingItResolvesItsIncident() {
    String id = make("");
    ping(key(id), 3, null);
    await(id, "failed");

    Reply off =
        core.send(
            core.token,
            "PUT",
            "/api/v1/heartbeats/" + id,
            "{\"name\":\"nightly\",\"service\":\"backups\",\"interval\":\"PT10M\",\"is_active\":false}",
            "if-match",
            "\"1\"");
    assertThat(off.status()).as(off.http().body()).isEqualTo(200);
    await(id, "off");
    assertThat(incidents()).containsExactly("RESOLVED Failed: nightly");

    String other =
        post("/heartbeats", "{'name':'other','service':'backups','interval':'PT10M'}")
            .get("id")
            .asText();
    ping(key(other), 3, null);
    await(other, "failed");
    assertThat(core.send(core.token, "DELETE", "/api/v1/heartbeats/other", null).status())
        .isEqualTo(204);
    assertThat(incidents()).containsExactly("RESOLVED Failed: nightly", "RESOLVED Failed: other");
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE subject = '" + other + "'"))
        .isZero();
  }

  @Test
  void aNewKeyEndsTheFormerAndOnlyItsHashIsStored() {
    String id = make("");
    String first = key(id);
    assertThat(beat(first)).isTrue();

    String second = key(id);

    assertThat(beat(first)).isFalse();
    assertThat(beat(second)).isTrue();
    assertThat(core.database.query("SELECT heartbeat::text FROM heartbeat").getFirst())
        .doesNotContain(second);
    assertThat(core.database.query("SELECT coalesce(after::text, '') FROM audit_entry"))
        .noneMatch(text -> text.contains(second) || text.contains(first));
  }

  @Test
  void anotherTenantNeitherSeesNorChangesIt() {
    String id = make("");
    String stranger = core.tokenOfAnotherTenant("others", "read,write,admin");

    for (String of : List.of(id, "nightly")) {
      assertThat(core.send(stranger, "GET", "/api/v1/heartbeats/" + of, null).status())
          .isEqualTo(404);
      assertThat(core.send(stranger, "POST", "/api/v1/heartbeats/" + of + "/key", "{}").status())
          .isEqualTo(404);
      assertThat(core.send(stranger, "DELETE", "/api/v1/heartbeats/" + of, null).status())
          .isEqualTo(404);
    }
    assertThat(core.send(stranger, "GET", "/api/v1/heartbeats", null).json().get("items"))
        .isEmpty();
  }

  private Event watchdog() {
    return Event.firing("Watchdog", 3, core.triage, began);
  }

  @Test
  void anAlertThatIsABeatOpensNothingAndItsSilenceDoes() {
    String id = make(",'beats_by':'alert','matchers':['alertname=Watchdog']");
    forward(BeatAlerts.KEPT);
    core.post(watchdog());
    core.follow();
    assertThat(incidents()).as("all is well").isEmpty();

    look(id);
    await(id, "alive");
    forward(Duration.ofMinutes(9));
    core.post(watchdog());
    core.follow();
    forward(Duration.ofMinutes(9));
    look(id);
    assertThat(incidents()).as("a repeat is a beat").isEmpty();

    forward(Duration.ofMinutes(4));
    look(id);
    await(id, "silent");
    assertThat(incidents()).containsExactly("TRIGGERED No heartbeat: nightly");

    core.post(watchdog());
    look(id);
    await(id, "alive");
    assertThat(incidents()).containsExactly("RESOLVED No heartbeat: nightly");
  }

  @Test
  void anAlertThatFiredBeforeIsFoundWhenTheHeartbeatIsMade() {
    core.post(watchdog());
    core.follow();

    String id = make(",'beats_by':'alert','matchers':['alertname=Watchdog']");

    await(id, "alive");
  }

  private void posted(Duration ago, int alerts) {
    core.database.execute(
        "INSERT INTO ledger (tenant_id, source_id, minute, shard, accepted, opened) VALUES ('%s', '%s', date_trunc('minute', '%s'::timestamptz), 0, %d, %d)"
            .formatted(core.tenant, core.source, core.now().minus(ago), alerts, alerts));
  }

  @Test
  void aSourceThatUsuallyPostsIsSilentWhenItStops() {
    String source = core.database.query("SELECT name FROM source").getFirst();
    posted(Duration.ofMinutes(3), 600);
    posted(Duration.ofMinutes(2), 400);
    String id = make(",'beats_by':'source','source':'" + source + "','least_per_hour':1000");
    await(id, "alive");

    forward(Duration.ofMinutes(12));
    look(id);
    await(id, "silent");
    assertThat(incidents()).containsExactly("TRIGGERED No heartbeat: nightly");

    posted(Duration.ofMinutes(1), 1);
    look(id);
    await(id, "alive");
    assertThat(incidents()).containsExactly("RESOLVED No heartbeat: nightly");
  }

  @Test
  void aSourceOfWhichRecordsWaitInKafkaIsNotSilent() {
    String source = core.database.query("SELECT name FROM source").getFirst();
    posted(Duration.ofMinutes(2), 1_000);
    String id = make(",'beats_by':'source','source':'" + source + "','least_per_hour':1000");
    await(id, "alive");
    core.database.execute("UPDATE source SET config = '{\"kafka\": {\"topic\": \"t\"}}'");
    core.database.execute(
        "INSERT INTO kafka_offset (tenant_id, cluster_id, topic_id, partition_no, topic, source_id,"
            + " epoch, next, read_up_at) VALUES ('%s', 'c', gen_random_uuid(), 0, 't', '%s', 1, 5, '%s')"
                .formatted(core.tenant, core.source, core.now()));

    forward(Duration.ofMinutes(12));
    look(id);
    assertThat(get(id).get("state").asText()).isEqualTo("late");
    assertThat(incidents()).isEmpty();

    // All is read now, and nothing was there.
    core.database.execute("UPDATE kafka_offset SET read_up_at = '" + core.now() + "'");
    look(id);
    await(id, "silent");
  }

  @Test
  void noSourceIsSilentWhilePostsWaitInTheLog() {
    String source = core.database.query("SELECT name FROM source").getFirst();
    posted(Duration.ofMinutes(2), 1_000);
    String id = make(",'beats_by':'source','source':'" + source + "','least_per_hour':1000");
    await(id, "alive");
    String nil = "'00000000-0000-0000-0000-000000000000'";
    core.database.execute(
        "INSERT INTO log_topic (tenant_id, topic) VALUES (" + nil + ", 'the-log')");
    core.database.execute(
        "INSERT INTO kafka_offset (tenant_id, cluster_id, topic_id, partition_no, topic, source_id,"
            + " epoch, next, received_at) VALUES (%s, 'c', gen_random_uuid(), 0, 'the-log', %s, 1, 5, '%s')"
                .formatted(nil, nil, core.now()));

    forward(Duration.ofMinutes(12));
    look(id);
    assertThat(get(id).get("state").asText()).isEqualTo("late");
    assertThat(incidents()).isEmpty();

    // All is read now, and nothing was there.
    core.database.execute("UPDATE kafka_offset SET read_up_at = '" + core.now() + "'");
    look(id);
    await(id, "silent");
  }

  @Test
  void aSourceThatPostsLittleIsNotMissed() {
    String source = core.database.query("SELECT name FROM source").getFirst();
    posted(Duration.ofMinutes(2), 999);
    String id = make(",'beats_by':'source','source':'" + source + "','least_per_hour':1000");

    forward(Duration.ofHours(1));
    look(id);

    assertThat(get(id).get("state").asText()).isEqualTo("waiting");
    assertThat(incidents()).isEmpty();
    UUID of = core.source;
    Reply gone = core.send(core.token, "DELETE", "/api/v1/sources/" + of, null);
    assertThat(gone.status()).as("a heartbeat listens to it").isEqualTo(409);
  }
}
