package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What each person of a team did (INC-31): the team has {@code lea} as its lead, {@code max} and
 * {@code ned}. The others are {@code olga} and {@code ivo}, who is a member and inactive.
 */
class PeopleIT {

  private static final LoginScene scene = LoginScene.start(Map.of());
  private static final RunningCore core = scene.core;
  private static final Map<String, String> sessions = new HashMap<>();
  private static final Map<String, String> ids = new HashMap<>();

  static {
    core.service("checkout");
    for (String name : new String[] {"lea", "max", "ned", "olga", "ivo"}) {
      ids.put(name, scene.user(name, "operator"));
      sessions.put(name, scene.access(name));
    }
    core.post("/api/v1/teams", "{\"name\":\"Crew\"}");
    core.database.execute(
        "INSERT INTO figure_settings (tenant_id, by_person, version) VALUES ('%s', true, 2)"
            .formatted(core.tenant));
    core.database.execute(
        """
        INSERT INTO team_member (tenant_id, team_id, user_id, role)
        SELECT u.tenant_id, t.id, u.id, CASE WHEN username = 'lea' THEN 'lead' ELSE 'member' END
          FROM user_account u JOIN team t ON t.tenant_id = u.tenant_id AND t.name = 'Crew'
         WHERE username IN ('lea', 'max', 'ned', 'ivo');
        UPDATE user_account SET is_active = false WHERE username = 'ivo';
        UPDATE user_account SET time_zone = 'UTC'\
        """);
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  private static String session(String name) {
    return Objects.requireNonNull(sessions.get(name));
  }

  private static String incident(String title) {
    Reply made =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"service\":\"checkout\",\"severity\":\"SEV2\"}".formatted(title));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private static void after(int minutes, String name, String incident, String action) {
    core.clock.move(Duration.ofMinutes(minutes));
    Reply done =
        core.send(
            session(name),
            "POST",
            "/api/v1/incidents/" + incident + "/" + action,
            "{\"message\":\"done\"}");
    assertThat(done.status()).as(done.http().body()).isEqualTo(200);
  }

  private static JsonNode asked(String access, String query) {
    Reply reply = core.send(access, "GET", "/api/v1/metrics/by-person" + query, null);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private static String names(JsonNode answer) {
    return String.join(
        " ",
        StreamSupport.stream(answer.get("items").spliterator(), false)
            .map(item -> item.at("/user/username").asText())
            .toList());
  }

  private static JsonNode of(String name) {
    return asked(session(name), "").at("/items/0");
  }

  @Test
  void everybodyIsCountedForWhatTheyTookAndLead() {
    String one = incident("one");
    after(2, "max", one, "acknowledge");
    after(1, "max", one, "resolve");
    String two = incident("two");
    after(1, "olga", two, "acknowledge");
    after(1, "olga", two, "unacknowledge");
    after(2, "max", two, "acknowledge");
    String three = incident("three");
    after(1, "ned", three, "resolve");
    String four = incident("four");
    after(1, "ned", four, "mitigate");
    incident("nobody's");

    JsonNode max = of("max");
    assertThat(max.get("assigned").asInt()).isEqualTo(2);
    assertThat(max.get("in_progress").asInt()).isEqualTo(1);
    assertThat(max.get("closed").asInt()).isEqualTo(1);
    assertThat(max.get("acknowledged").asInt()).isEqualTo(2);
    assertThat(max.get("mtta_seconds").asInt()).as("2 and 4 minutes").isEqualTo(180);
    assertThat(of("olga").get("acknowledged").asInt()).as("taken back").isZero();
    assertThat(of("olga").get("mtta_seconds").isNull()).isTrue();
    assertThat(of("ned").get("acknowledged").asInt()).as("by other ways").isEqualTo(2);
    assertThat(of("ned").get("mtta_seconds").asInt()).isEqualTo(60);
    JsonNode whole = asked(session("lea"), "?team=Crew&period=7d");
    int weeks = whole.get("weeks").size();
    assertThat(weeks).isBetween(1, 2);
    assertThat(whole.at("/items/1/closed_by_week")).hasSize(weeks);
    int closed = 0;
    for (JsonNode count : whole.at("/items/1/closed_by_week")) {
      closed += count.asInt();
    }
    assertThat(closed).isEqualTo(1);
    JsonNode before = asked(session("max"), "?start_date=2020-01-01&end_date=2020-01-02");
    assertThat(before.at("/items/0/assigned").asInt()).isZero();
    assertThat(before.at("/items/0/acknowledged").asInt()).isZero();
  }

  @Test
  void ofATeamItsLeadsAndAdministratorsAreToldAndOthersOfThemselvesAlone() {
    JsonNode leads = asked(session("lea"), "?team=Crew");
    assertThat(names(leads)).isEqualTo("lea max ned");
    assertThat(leads.get("whole").asBoolean()).isTrue();
    assertThat(names(asked(core.token, "?team=Crew"))).isEqualTo("lea max ned");
    JsonNode members = asked(session("max"), "?team=Crew");
    assertThat(names(members)).isEqualTo("max");
    assertThat(members.get("whole").asBoolean()).isFalse();
    assertThat(names(asked(session("olga"), "?team=Crew"))).as("of no member").isEmpty();
    assertThat(names(asked(session("olga"), ""))).isEqualTo("olga");
    assertThat(names(asked(core.token, ""))).as("a token of nobody").isEmpty();
    String token = core.ownToken("lea", "script", "viewer");
    assertThat(names(asked(token, "?team=Crew"))).as("a lead's token").isEqualTo("lea");
    core.post("/api/v1/teams", "{\"name\":\"Rest\"}");
    assertThat(names(asked(session("lea"), "?team=Rest"))).as("another team").isEmpty();
  }

  @Test
  void aTenantThatDoesNotWantThemHasNone() {
    String other = core.tokenOfAnotherTenant("quokka", "admin");
    Reply refused = core.send(other, "GET", "/api/v1/metrics/by-person", null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("PUT /metrics/settings");

    Reply on =
        core.send(
            other, "PUT", "/api/v1/metrics/settings", "{\"by_person\":true}", "If-Match", "\"1\"");
    assertThat(on.status()).as(on.http().body()).isEqualTo(200);
    assertThat(asked(other, "?team=Crew").get("items")).isEmpty();
    Reply off = core.send(other, "PUT", "/api/v1/metrics/settings", "{}", "If-Match", "\"2\"");
    assertThat(off.status()).as(off.http().body()).isEqualTo(200);
    assertThat(core.send(other, "GET", "/api/v1/metrics/by-person", null).status()).isEqualTo(409);
  }

  @Test
  void pagesAreThereUnlessMessagesWereRemoved() {
    String incident = incident("paged");
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', '%2$s', '%2$s', 'Phone', 'sms', '+336123400001', now());
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                              created_at)
        SELECT '%1$s', gen_random_uuid(), '%3$s', n, 'incident.escalated', '%2$s', 'sms', 'x', 2, 'sent', '{"event": "x"}',
               date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '1 day' + n * interval '12 hours'
          FROM generate_series(0, 1) AS n\
        """
            .formatted(core.tenant, ids.get("lea"), incident));

    assertThat(of("lea").get("pages").asInt()).isEqualTo(2);
    assertThat(of("lea").get("pages_at_night").asInt()).isEqualTo(1);
    core.database.execute(
        """
        UPDATE tenant SET created_at = now() - interval '90 days';
        INSERT INTO retention_pass (tenant_id, table_name, before, done_before)
        VALUES ('%1$s', 'delivery', now() - interval '3 days', now() - interval '3 days')
        ON CONFLICT (tenant_id, table_name) DO UPDATE SET done_before = excluded.done_before\
        """
            .formatted(core.tenant));
    assertThat(of("lea").get("pages").isNull()).isTrue();
    assertThat(of("lea").get("pages_at_night").isNull()).isTrue();
  }
}
