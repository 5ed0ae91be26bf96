package dev.imas.core.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list, and the changes after its number, are the list as it is then. */
class ListsAndChangesIT {

  private static final int ROUNDS = 8;

  /** Of how many lists one goes on; each costs a stream of its own. */
  private static final int GONE_ON = FullSize.or(8, 24);

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_INTAKE_GATHER", "10ms"));

  @AfterAll
  static void stop() {
    core.close();
  }

  /**
   * A list.
   *
   * @param now the version of each
   */
  private record Read(Map<String, Integer> now, long asOf) {}

  private static JsonNode get(String path) {
    Reply reply = core.get("/api/v1" + path);
    assertThat(reply.status()).as("%s: %s", path, reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private static Read incidents() {
    JsonNode page = get("/incidents?limit=500");
    Map<String, Integer> versions = new TreeMap<>();
    page.get("items").forEach(i -> versions.put(i.get("id").asText(), i.get("version").asInt()));
    return new Read(versions, page.get("as_of").asLong());
  }

  private static Read rows() {
    JsonNode page = get("/alerts?view=row");
    JsonNode numbers = page.at("/columns/number");
    Map<String, Integer> versions = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      versions.put(numbers.get(i).asText(), page.at("/columns/version/" + i).asInt());
    }
    return new Read(versions, page.get("as_of").asLong());
  }

  private static void afterAllAreNumbered() {
    Await.until(
        "all changes to have their numbers",
        () -> core.database.count("SELECT count(*) FROM imas.feed_change WHERE first IS NULL"),
        waiting -> waiting == 0);
  }

  /** The list, with what was told after it. */
  private static Map<String, Integer> goneOn(Read from, String topic, String id) {
    Map<String, Integer> known = new TreeMap<>(from.now());
    try (FeedClient client =
        FeedClient.stream(
            core.port(), core.token, "?wait=0&topics=" + topic + "&since=" + from.asOf())) {
      assertThat(client.closed()).isZero();
      for (JsonNode change : client.changes()) {
        String what = Objects.requireNonNull(change.get(id), change.toString()).asText();
        known.merge(what, change.get("version").asInt(), Math::max);
      }
    }
    return known;
  }

  @Test
  void incidentsAreThatWhilePeopleWork() {
    List<Read> reads = new ArrayList<>();
    CompletableFuture<Void> people = CompletableFuture.runAsync(() -> work(40));
    do {
      reads.add(incidents());
    } while (!people.isDone() || reads.size() < ROUNDS);
    people.join();
    afterAllAreNumbered();

    Map<String, Integer> now = incidents().now();
    assertThat(now).hasSizeGreaterThanOrEqualTo(40);
    for (Read read : some(reads)) {
      assertThat(goneOn(read, "incident", "id")).isEqualTo(now);
    }
  }

  /** The first, the last, and others at equal distances. */
  private static List<Read> some(List<Read> reads) {
    int last = reads.size() - 1;
    return IntStream.range(0, GONE_ON)
        .map(i -> last * i / (GONE_ON - 1))
        .distinct()
        .mapToObj(reads::get)
        .toList();
  }

  private static void work(int times) {
    for (int i = 0; i < times; i++) {
      String made =
          core.post("/api/v1/incidents", "{\"title\":\"Worked on " + i + "\"}")
              .json()
              .get("id")
              .asText();
      core.post("/api/v1/incidents/" + made + "/acknowledge", "{}");
    }
  }

  @Test
  void rowsOfAlertsAreThatWhileAlertsCome() {
    List<Read> reads = new ArrayList<>();
    CompletableFuture<Void> senders = CompletableFuture.runAsync(() -> burn(20));
    do {
      reads.add(rows());
    } while (!senders.isDone() || reads.size() < ROUNDS);
    senders.join();
    core.follow();
    afterAllAreNumbered();

    Map<String, Integer> now = rows().now();
    assertThat(now).hasSizeGreaterThanOrEqualTo(20);
    for (Read read : some(reads)) {
      assertThat(goneOn(read, "alert", "alert_number")).isEqualTo(now);
    }
  }

  private static void burn(int times) {
    for (int i = 0; i < times; i++) {
      Event fire = Event.firing("Burns " + i, 3, core.triage, core.now());
      core.post(fire);
      core.follow();
      core.post(fire.resolved());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/incidents?total=true",
        "/alerts",
        "/alerts?view=row",
        "/alerts/count",
        "/alerts/count?by=service",
        "/alerts/groups",
        "/alerts/facets",
        "/metrics/summary",
        "/metrics/trend",
        "/metrics/by-service",
        "/metrics/top-offenders",
        "/metrics/heatmap",
        "/metrics/noise",
        "/metrics/alerts"
      })
  void eachSaysFromWhichNumberToGoOn(String path) {
    core.post("/api/v1/incidents", "{\"title\":\"For " + path.replace("\"", "") + "\"}");
    afterAllAreNumbered();

    assertThat(get(path).get("as_of").asLong())
        .isEqualTo(core.database.count("SELECT last FROM imas.feed_head"));
  }

  @Test
  void anAlertIsToldWithTheNumberOfItsRow() {
    Event fire = Event.firing("Numbered", 2, core.triage, core.now());
    long since = rows().asOf();
    core.post(fire);
    core.follow();
    afterAllAreNumbered();

    String fingerprint = fire.fingerprint().toString().replace("-", "");
    try (FeedClient client =
        FeedClient.stream(core.port(), core.token, "?wait=0&topics=alert&since=" + since)) {
      String number = client.toldOf(fingerprint).get("alert_number").asText();
      assertThat(get("/alerts?number=" + number).at("/items/0/fingerprint").asText())
          .isEqualTo(fingerprint);
    }
  }
}
