package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whom a simulation says would have been paged against who really was: alerts open incidents, which
 * escalate while a clock is moved and nobody acknowledges.
 */
class PagedIT {

  private static final Duration TICK = Duration.ofMinutes(5);
  private static final int TICKS = 30;

  /** Nothing is left of what was received, so that each incident differs. */
  private static final String NOTHING =
      "[{\"name\":\"nothing\",\"matchers\":[\"alertname=~\\\".*\\\"\"],\"drop\":\"a trial\"}]";

  /** An alert: when it fires, when it is raised to SEV1 or never, and when it ends or never. */
  private record Case(String name, int severity, int fires, int raised, int ends) {}

  private static final int NEVER = 99;

  private static final List<Case> CASES =
      List.of(
          new Case("short", 2, 1, NEVER, 2),
          new Case("over the hand-over", 2, 3, NEVER, 20),
          new Case("to its end", 2, 2, NEVER, 29),
          new Case("raised", 3, 4, 7, 14),
          new Case("urgent", 1, 5, NEVER, 6),
          new Case("nobody is told but the team", 3, 6, NEVER, 8),
          new Case("still open", 2, 25, NEVER, NEVER));

  private static final EscalationScene scene = new EscalationScene();
  private static Instant start = Instant.EPOCH;
  private static Map<String, Map<String, List<Instant>>> really = Map.of();

  @BeforeAll
  static void alertsComeAndGo() {
    for (String name : List.of("ann", "bob", "boss", "lea")) {
      scene.person(name, "sms");
    }
    start = scene.core.now();
    zone("ann", start.atZone(ZoneOffset.UTC).getHour());
    schedule();
    scene.core.database.execute(
        "INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity)"
            + " VALUES ('%s', '%s', '%s', 'wall', 'slack', 'https://example.org/wall', 3)"
                .formatted(scene.core.tenant, UUID.randomUUID(), scene.team));
    scene.policy(
        2,
        "PT15M",
        "",
        EscalationScene.onCallAfter("PT0S"),
        // Nobody is at this level, so the boss follows at once.
        "{\"after\":\"PT10M\",\"notify\":[{\"type\":\"oncall\",\"level\":2}]}",
        scene.userAfter("PT30M", "boss"),
        scene
            .userAfter("PT5M", "lea")
            .replace("{\"after\"", "{\"when\":{\"severities\":[\"SEV1\"]},\"after\""));
    scene.core.database.execute(
        "UPDATE escalation_policy SET severities = '{1,2}' WHERE name = 'Shop ladder'");
    UUID shop = UUID.fromString(scene.core.get("/api/v1/services/shop").json().get("id").asText());
    Map<String, Event> firing = new HashMap<>();
    for (int tick = 0; tick < TICKS; tick++) {
      for (Case one : CASES) {
        Event event = happens(one, tick, shop, firing.get(one.name));
        if (event != null) {
          firing.put(one.name, event);
          scene.core.post(event);
          scene.core.follow();
        }
      }
      scene.accepts();
      scene.passes(TICK);
      scene.accepts();
    }
    really = really();
  }

  /** In which it is late at night now, so that the first hours are at night. */
  private static void zone(String person, int hour) {
    String zone = "Etc/GMT" + (hour < 12 ? "+" + (hour + 1) % 13 : "-" + (23 - hour));
    scene.core.database.execute(
        "UPDATE user_account SET time_zone = '%s' WHERE username = '%s'".formatted(zone, person));
  }

  /** An hour each, ann first, who hands over in the middle of the hour. */
  private static void schedule() {
    String since = start.truncatedTo(ChronoUnit.MINUTES).minus(28, ChronoUnit.MINUTES).toString();
    scene.made(
        "/api/v1/schedules",
        """
        {"name": "Shop", "team": "%s", "time_zone": "UTC",
         "layers": [{"name": "all", "start": "%s", "every": "PT1H", "slots": [["ann"],["bob"]]}]}\
        """
            .formatted(scene.team, since.substring(0, "2026-01-01T00:00".length())));
  }

  private static @Nullable Event happens(Case one, int tick, UUID service, @Nullable Event before) {
    if (tick == one.fires) {
      return Event.firing(one.name, one.severity, service, scene.core.now());
    }
    if (before == null) {
      return null;
    }
    return tick == one.raised ? before.raised(1) : tick == one.ends ? before.resolved() : null;
  }

  /** By incident and person, when they were called by steps. */
  private static Map<String, Map<String, List<Instant>>> really() {
    Map<String, Map<String, List<Instant>>> really = new TreeMap<>();
    for (String row :
        scene.core.database.query(
            """
            SELECT substring(i.group_key from 'alertname="(.*)"') || '|' || (p ->> 'name') || '|' || to_char(f.fired_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
              FROM escalation_firing f
              JOIN incident i ON i.tenant_id = f.tenant_id AND i.id = f.incident_id
             CROSS JOIN LATERAL jsonb_array_elements(f.people) AS p
             WHERE f.status = 'notified'
             ORDER BY f.fired_at, 1\
            """)) {
      String[] parts = row.split("\\|");
      really
          .computeIfAbsent(parts[0], any -> new TreeMap<>())
          .computeIfAbsent(parts[1], any -> new ArrayList<>())
          .add(Instant.parse(parts[2]));
    }
    return really;
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  private static JsonNode simulated() {
    Reply begun =
        scene.core.post(
            "/api/v1/rule-sets/simulate",
            "{\"from\":\"%s\",\"to\":\"%s\",\"rules\":%s}"
                .formatted(start.minusSeconds(60), scene.core.now(), NOTHING));
    assertThat(begun.status()).as(begun.http().body()).isEqualTo(202);
    JsonNode done =
        Await.until(
            "the simulation",
            () -> scene.core.get("/api/v1/simulations/" + begun.json().get("id").asText()).json(),
            one -> !one.get("state").asText().equals("running"));
    assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
    return done.get("result");
  }

  private static Map<String, String> people(JsonNode paged) {
    Map<String, String> told = new TreeMap<>();
    for (JsonNode one : paged) {
      if (one.get("kind").asText().equals("person")) {
        told.put(
            one.get("name").asText(),
            Instant.parse(one.get("first_at").asText()) + " " + one.get("pages"));
      }
    }
    return told;
  }

  private static void agrees(JsonNode result) {
    Map<String, Map<String, String>> would = new TreeMap<>();
    for (JsonNode incident : result.at("/paged/incidents")) {
      assertThat(incident.get("would").isNull()).isTrue();
      would.put(
          incident.get("group_key").asText().replaceAll(".*alertname=\"(.*)\".*", "$1"),
          people(incident.get("was")));
    }
    Map<String, Map<String, String>> was = new TreeMap<>();
    for (Case one : CASES) {
      Map<String, String> told = new TreeMap<>();
      really
          .getOrDefault(one.name, Map.of())
          .forEach((name, at) -> told.put(name, at.getFirst() + " " + at.size()));
      was.put(one.name, told);
    }
    assertThat(would).isEqualTo(was);
  }

  @Test
  void thoseAreNamedWhoWereReallyPagedAtTheSameTimes() {
    JsonNode result = simulated();
    assertThat(told("over the hand-over")).contains("ann", "bob", "boss");
    assertThat(told("urgent")).doesNotContain("boss");
    agrees(result);
    for (String person : List.of("ann", "bob", "boss")) {
      List<Instant> all = new ArrayList<>();
      really.values().forEach(told -> all.addAll(told.getOrDefault(person, List.of())));
      JsonNode times = recipient(result, person).get("replayed");
      assertThat(times.get("pages").asInt()).as(person).isEqualTo(all.size()).isPositive();
      assertThat(Instant.parse(times.get("first_at").asText()))
          .isEqualTo(new TreeSet<>(all).first());
    }
    assertThat(recipient(result, "ann").at("/replayed/at_night"))
        .isEqualTo(recipient(result, "ann").at("/replayed/pages"));
    assertThat(recipient(result, "ann").at("/simulated/pages").asInt()).isZero();
    JsonNode wall = recipient(result, "wall").get("replayed");
    assertThat(wall.get("pages").asInt())
        .as("each incident, and one again when it is raised")
        .isEqualTo(CASES.size() + 1);
    assertThat(wall.get("at_night").isNull()).isTrue();
  }

  private static Set<String> told(String incident) {
    return really.getOrDefault(incident, Map.of()).keySet();
  }

  private static JsonNode recipient(JsonNode result, String name) {
    return result
        .at("/paged/recipients")
        .valueStream()
        .filter(one -> one.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + result.get("paged")));
  }

  /** Who was on call then is asked, whoever the schedule names today. */
  @Test
  void aScheduleThatChangedAndSomebodyWhoLeftChangeNothing() {
    Reply read = scene.core.get("/api/v1/schedules/Shop");
    Reply changed =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/schedules/Shop",
            """
            {"name": "Shop", "team": "%s", "time_zone": "UTC",
             "layers": [{"name": "all", "start": "2026-01-01T00:00", "every": "P1D", "slots": [["lea"]]}]}\
            """
                .formatted(scene.team),
            "if-match",
            "\"" + read.json().get("version").asText() + "\"");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    scene.core.clock.move(Duration.ofMinutes(1));
    assertThat(scene.core.send(scene.core.token, "DELETE", "/api/v1/users/bob", null).status())
        .isEqualTo(204);
    // The database's clock cannot be moved.
    scene.core.database.execute(
        "UPDATE user_account SET updated_at = deleted_at WHERE username = 'bob'");
    JsonNode result = simulated();
    agrees(result);
    for (JsonNode one : result.at("/paged/recipients")) {
      assertThat(one.get("is_gone").asBoolean())
          .as(one.toString())
          .isEqualTo(one.get("name").asText().equals("bob"));
    }
    assertThat(result.get("limits").toString()).contains("are those of today");
  }

  /** Reading who is on call is of the whole tenant. So is this, and nobody sees a part of it. */
  @Test
  void whoMayNotSimulateReadsNoNames() {
    simulated();
    String id = scene.core.get("/api/v1/simulations").json().at("/items/0/id").asText();
    String reader = scene.core.tokenWith("a reader", "read");
    Reply refused = scene.core.send(reader, "GET", "/api/v1/simulations/" + id, null);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.http().body()).doesNotContain("ann");
    String other = scene.core.tokenOfAnotherTenant("others", "admin");
    assertThat(scene.core.send(other, "GET", "/api/v1/simulations/" + id, null).status())
        .isEqualTo(404);
  }
}
