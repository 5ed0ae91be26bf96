package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A core in which the third incident of a team within a minute is a storm. */
final class StormScene implements AutoCloseable {

  static final Duration MINUTE = Duration.ofMinutes(1);

  final RunningCore core = RunningCore.start();
  final UUID shop;

  StormScene() {
    core.holdHousekeeping();
    shop = core.service("shop");
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, gen_random_uuid(), owner_team_id, 'hook', 'webhook', 'https://example.org/hook'
          FROM service WHERE id = '%s'\
        """
            .formatted(shop));
    policy("{\"is_active\":true,\"threshold\":2,\"ends_below\":2,\"ends_after\":\"PT2M\"}");
  }

  @Override
  public void close() {
    core.close();
  }

  void policy(String policy) {
    int version = core.get("/api/v1/storm-policy").json().get("version").asInt();
    Reply put =
        core.send(
            core.token, "PUT", "/api/v1/storm-policy", policy, "if-match", "\"" + version + "\"");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  Event alert(String name, int severity) {
    return Event.firing(name, severity, shop, core.now());
  }

  void fire(int severity, String... names) {
    core.post(Arrays.stream(names).map(name -> alert(name, severity)).toArray(Event[]::new));
    core.follow();
  }

  void recover(String... names) {
    core.post(Arrays.stream(names).map(name -> alert(name, 3).resolved()).toArray(Event[]::new));
    core.follow();
  }

  /** Three incidents are told, as is the umbrella that holds c and whatever follows. */
  String storm() {
    fire(3, "a");
    fire(3, "b");
    fire(3, "c");
    return umbrella();
  }

  /** The id of the newest umbrella. */
  String umbrella() {
    return core.database
        .query("SELECT id FROM incident WHERE origin = 'storm' ORDER BY id DESC")
        .getFirst();
  }

  String incident(String name) {
    return core.database
        .query("SELECT id FROM incident WHERE group_key LIKE '%\"" + name + "\"%' ORDER BY id DESC")
        .getFirst();
  }

  String status(String id) {
    return core.database.query("SELECT status FROM incident WHERE id = '" + id + "'").getFirst();
  }

  JsonNode storm(String umbrella) {
    return core.get("/api/v1/storms/" + umbrella).json();
  }

  /** The events of which people were told, in order. */
  List<String> told(String incident) {
    return core.database.query(
        "SELECT event FROM delivery WHERE incident_id = '"
            + incident
            + "' ORDER BY event_seq, created_at");
  }

  List<String> lines(String incident) {
    return core.database.query(
        "SELECT message FROM timeline WHERE incident_id = '" + incident + "' ORDER BY seq");
  }

  /** Somebody looks at the storm now. */
  void look(String umbrella) {
    long before = looks(umbrella);
    Reply run = core.post("/api/v1/timers/storm:" + umbrella + "/run", "{}");
    if (run.status() == 404 && status(umbrella).equals("RESOLVED")) {
      return; // The timer has come by itself just then, and was the last one.
    }
    assertThat(run.status()).as(run.http().body()).isEqualTo(200);
    Await.until("a look", () -> looks(umbrella), now -> now != before);
  }

  /** It changes with each timer that is set. */
  private long looks(String umbrella) {
    return core.database.count(
        "SELECT coalesce(sum(extract(epoch FROM due_at) * 1000), 0)::bigint FROM timer WHERE kind ="
            + " 'storm' AND subject = '"
            + umbrella
            + "'");
  }

  /** The storm was calm for long enough, and somebody has looked. */
  void ends(String umbrella) {
    core.clock.move(MINUTE.multipliedBy(2));
    look(umbrella);
    core.clock.move(MINUTE.multipliedBy(2));
    look(umbrella);
  }

  void released() {
    Await.until(
        "the release",
        () -> core.database.count("SELECT count(*) FROM timer WHERE kind = 'storm-release'"),
        n -> n == 0);
  }
}
