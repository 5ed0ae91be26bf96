package dev.imas.core.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often alerts were repeated, by quarters of an hour. */
class RepeatsIT {

  private static final Duration QUARTER = Quarter.LENGTH;

  private RunningCore core = RunningCore.start();
  private final Map<String, Event> events = new HashMap<>();

  RepeatsIT() {
    core.holdHousekeeping();
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void whatHasGrownInAQuarterWasRepeatedInIt() {
    Instant first = core.now();
    fire("a");
    repeat("a", 5);
    assertThat(ask("a").at("/since/count").asInt()).isEqualTo(5);
    nextQuarter();
    core.clock.move(Duration.ofSeconds(20));
    repeat("a", 2);
    Instant second = core.now();
    nextQuarter();

    JsonNode shown = ask("a");
    assertThat(counts(shown)).containsExactly(5, 2);
    assertThat(shown.at("/items/0/at").asText()).isEqualTo(Quarter.of(first).toString());
    assertThat(shown.at("/items/1/at").asText()).isEqualTo(Quarter.of(second).toString());
    assertThat(shown.at("/items/1/after")).isEqualTo(shown.at("/items/0/last"));
    assertThat(Instant.parse(shown.at("/items/1/last").asText())).isEqualTo(second);
    assertThat(shown.at("/since/count").asInt()).isZero();
    assertThat(shown.get("kept_for").asText()).isEqualTo("PT168H");

    assertThat(core.sweep("alert-repeats")).isEqualTo("nothing to count");
    nextQuarter();
    assertThat(counts(ask("a"))).as("none in a quiet quarter").containsExactly(5, 2);
  }

  @Test
  void whatHasEndedSinceIsCountedToo() {
    fire("a");
    repeat("a", 3);
    core.post(event("a").resolved());
    core.follow();
    nextQuarter();
    assertThat(counts(ask("a"))).containsExactly(3);
  }

  /** Gateways forget an alert after ten minutes: its next repeat counts in its own row. */
  @Test
  void whatIsRepeatedSeldomIsCountedToo() {
    fire("a");
    nextQuarter();
    core.post(event("a"));
    nextQuarter();
    assertThat(counts(ask("a"))).containsExactly(1);
  }

  @Test
  void whatWasRepeatedBeforeAnythingWasCountedCountsInNoQuarter() {
    fire("a");
    repeat("a", 1_000);
    core.clock.move(QUARTER.multipliedBy(2));
    core.database.execute("DELETE FROM repeat_pass");
    repeat("a", 1);
    nextQuarter();
    assertThat(counts(ask("a"))).isEmpty();
    repeat("a", 7);
    assertThat(ask("a").at("/since/count").asInt()).isEqualTo(7);
    nextQuarter();
    assertThat(counts(ask("a"))).containsExactly(7);
  }

  @Test
  void whatNobodyCountedForAWhileSaysSo() {
    fire("a");
    nextQuarter();
    repeat("a", 1);
    nextQuarter();
    Instant before = core.now();
    core.clock.move(QUARTER.multipliedBy(4));
    repeat("a", 9);
    nextQuarter();
    JsonNode last = ask("a").at("/items/1");
    assertThat(last.get("count").asInt()).isEqualTo(9);
    assertThat(Instant.parse(last.get("after").asText())).isBefore(before);
  }

  @Test
  void onlySoManyAlertsOfATenantAreKept() {
    anew("1");
    fire("a", "b", "c");
    List.of("a", "b", "c").forEach(name -> repeat(name, 1));
    nextQuarter();
    assertThat(core.database.count("SELECT count(DISTINCT fingerprint) FROM repeat_quarter"))
        .isLessThan(3);
    assertThat(core.get("/api/v1/alerts").json().get("items")).hasSize(3);
  }

  @Test
  void switchedOffItDoesNothing() {
    anew("0");
    fire("a");
    repeat("a", 1);
    JsonNode shown = ask("a");
    assertThat(shown.get("is_kept").asBoolean()).isFalse();
    assertThat(shown.get("items")).isEmpty();
    assertThat(core.get("/api/v1/timers/alert-repeats:platform?platform=true").status())
        .isEqualTo(404);
  }

  @Test
  void anotherTenantSeesNone() {
    fire("a");
    repeat("a", 5);
    nextQuarter();
    String other = core.tokenOfAnotherTenant("other", "read");
    assertThat(core.send(other, "GET", path("a"), null).status()).isEqualTo(404);
    assertThat(core.get(path("a") + "?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z").status())
        .isEqualTo(400);
  }

  private void anew(String alerts) {
    core.close();
    core = RunningCore.start(Map.of("IMAS_CORE_REPEATS_ALERTS", alerts));
    core.holdHousekeeping();
  }

  private Event event(String name) {
    return events.computeIfAbsent(name, n -> Event.firing(n, 3, core.triage, core.now()));
  }

  private void fire(String... names) {
    for (String name : names) {
      core.post(event(name));
    }
    core.follow();
  }

  /** As gateways count what they know to fire. */
  private void repeat(String name, int times) {
    core.database.execute(
        """
        INSERT INTO alert_repeat AS r (tenant_id, fingerprint, repeats, last_seen, observed_at, severity)
        VALUES ('%s', '%s', %s, '%s', '%4$s', 3)
        ON CONFLICT (fingerprint, tenant_id) DO UPDATE
           SET repeats = r.repeats + excluded.repeats, last_seen = excluded.last_seen\
        """
            .formatted(core.tenant, event(name).fingerprint(), times, core.now()));
  }

  private void nextQuarter() {
    core.clock.move(Duration.between(core.now(), Quarter.of(core.now()).plus(QUARTER)));
    core.sweep("alert-repeats");
  }

  private String path(String name) {
    return "/api/v1/alerts/" + event(name).fingerprint().toString().replace("-", "") + "/repeats";
  }

  private JsonNode ask(String name) {
    return core.get(path(name)).json();
  }

  private static List<Integer> counts(JsonNode shown) {
    return shown.get("items").valueStream().map(item -> item.get("count").asInt()).toList();
  }
}
