package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeSlack;
import dev.imas.fixtures.FakeSlack.Channel;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** A team with people, a service of theirs, and a Slack workspace in which rooms are made. */
final class RoomScene implements AutoCloseable {

  static final String SIGNING = "a-signing-secret-of-slack";

  final PagingScene paging;
  final FakeSlack slack;
  final String provider;

  RoomScene() {
    paging = new PagingScene(Map.of("IMAS_CORE_TIMER_POLL", "50ms"), Map.of());
    slack = new FakeSlack(paging.core.clock);
    paging.receiver.replies(slack);
    provider = provider("slack", paging.receiver.url("/api"));
  }

  /**
   * @return its id
   */
  private String provider(String name, String url) {
    Reply made =
        paging.core.post(
            "/api/v1/providers",
            """
            {"name":"%s","type":"slack","config":{"bot_token":"xoxb-rooms","rooms":"on","signing_secret":"%s","url":"%s"}}\
            """
                .formatted(name, SIGNING, url));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  /** A member of the team, with verified contacts of these channels and addresses. */
  void member(String name, Map<String, String> contacts) {
    person(name, contacts);
    paging.core.database.execute(
        """
        INSERT INTO team_member (tenant_id, team_id, user_id) VALUES ('%s', '%s', '%s')\
        """
            .formatted(paging.core.tenant, paging.team, id(name)));
  }

  /** A responder who belongs to no team. */
  void person(String name, Map<String, String> contacts) {
    paging.core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', '%s', '%s', '%s@example.org', 'responder')"
            .formatted(paging.core.tenant, id(name), name, name));
    contacts.forEach(
        (channel, address) ->
            paging.core.database.execute(
                """
                INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
                VALUES ('%s', gen_random_uuid(), '%s', '%s', '%s', '%s', now())\
                """
                    .formatted(paging.core.tenant, id(name), channel, channel, address)));
  }

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  String incident(String title, String severity) {
    return paging.incident(title, severity);
  }

  Reply act(String incident, String action, String body) {
    Reply done = paging.core.post("/api/v1/incidents/" + incident + "/" + action, body);
    assertThat(done.status()).as("%s", done.json()).isIn(200, 201);
    return done;
  }

  List<JsonNode> rooms(String incident) {
    JsonNode rooms =
        paging.core.get("/api/v1/incidents/" + incident + "/rooms").json().get("rooms");
    return rooms.findParents("state").stream().filter(room -> room.has("number")).toList();
  }

  JsonNode room(String incident, String state) {
    return Await.until(
            "a room that is " + state,
            () -> rooms(incident),
            rooms -> rooms.stream().anyMatch(room -> room.get("state").asText().equals(state)))
        .getLast();
  }

  /** The channel of the incident's room, once it is open and nothing more is to be done. */
  Channel channel(String incident) {
    String id = room(incident, "open").get("channel").asText();
    idle();
    return slack.channels().stream().filter(c -> c.id.equals(id)).findFirst().orElseThrow();
  }

  /** Waits until nothing is to be done for rooms. */
  void idle() {
    Await.until(
        "all tasks of rooms to have ended, and core to have followed",
        () ->
            paging.core.database.query(
                """
                SELECT kind || ' ' || status FROM imas.room_task
                 WHERE status IN ('pending', 'working') OR NOT followed AND status IN ('done', 'dead')
                UNION ALL SELECT 'timer' FROM imas.timer WHERE kind = 'room' AND due_at <= now()\
                """),
        List::isEmpty);
  }

  List<String> timeline(String incident, Predicate<String> which) {
    return paging.timeline(incident).stream().filter(which).toList();
  }

  /** The time has come for whatever this timer is for. */
  void due(String kind) {
    paging.core.database.execute(
        "UPDATE imas.timer SET due_at = now(), try_at = now() WHERE kind = '" + kind + "'");
  }

  void settings(String json) {
    JsonNode now = paging.core.get("/api/v1/room-settings").json();
    Reply done =
        paging.core.send(
            paging.core.token,
            "PUT",
            "/api/v1/room-settings",
            json,
            "if-match",
            "\"" + now.get("version").asInt() + "\"");
    assertThat(done.status()).as("%s", done.json()).isEqualTo(200);
  }

  @Override
  public void close() {
    paging.close();
  }
}
