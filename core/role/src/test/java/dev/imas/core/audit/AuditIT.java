package dev.imas.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every change leaves one entry, in the transaction of the change. */
class AuditIT {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void eachChangeOfAResourceIsRecordedOnce() {
    String id = made("/teams", "{\"name\":\"Audited\",\"email\":\"a@example.org\"}");
    String team = "/api/v1/teams/" + id;
    core.clock.move(MOMENT);
    core.send(core.token, "PUT", team, "{\"name\":\"Renamed\"}", "if-match", "\"1\"");
    core.clock.move(MOMENT);
    core.send(core.token, "DELETE", team, null);

    List<JsonNode> entries = entries("subject=" + id);

    assertThat(actions(entries)).containsExactly("team.delete", "team.update", "team.create");
    JsonNode update = entries.get(1);
    assertThat(update.at("/before/name").asText()).isEqualTo("Audited");
    assertThat(update.at("/after/name").asText()).isEqualTo("Renamed");
    assertThat(update.at("/subject/kind").asText()).isEqualTo("team");
    assertThat(entries)
        .extracting(entry -> entry.at("/subject/name").asText())
        .containsExactly("Renamed", "Renamed", "Audited");
    assertThat(update.at("/actor/kind").asText()).isEqualTo("token");
    assertThat(update.at("/actor/name").asText()).isEqualTo("bootstrap admin");
    assertThat(update.get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(update.get("via").asText()).isEqualTo("api");
    assertThat(entries.get(0).get("after").isNull()).isTrue();
    assertThat(entries.get(2).get("before").isNull()).isTrue();
  }

  @Test
  void entryNamesTheRequest() {
    Reply made =
        core.send(
            core.token, "POST", "/api/v1/teams", "{\"name\":\"R\"}", "x-request-id", "req-17");

    assertThat(
            entries("subject=" + made.json().get("id").asText()).get(0).get("request_id").asText())
        .isEqualTo("req-17");
  }

  @Test
  void changeThatIsRefusedLeavesNoEntry() {
    String id = made("/teams", "{\"name\":\"Kept\"}");
    made("/teams", "{\"name\":\"Taken\"}");

    Reply refused =
        core.send(
            core.token, "PUT", "/api/v1/teams/" + id, "{\"name\":\"Taken\"}", "if-match", "\"1\"");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(actions(entries("subject=" + id))).containsExactly("team.create");
  }

  @Test
  void secretsOfContactsAndSourcesAreNotKept() {
    String team = made("/teams", "{\"name\":\"Secretive\"}");
    made(
        "/teams/" + team + "/contacts",
        "{\"name\":\"hook\",\"channel\":\"webhook\",\"address\":\"https://example.org/hush\",\"secret\":\"topsecret\",\"is_active\":false}");
    made("/sources", "{\"name\":\"signed\",\"type\":\"ANY\",\"signing_secret\":\"hmac-secret\"}");

    String all = String.join("\n", core.database.query("SELECT to_jsonb(e) FROM audit_entry e"));

    assertThat(all).contains("contact.create", "source.create");
    assertThat(all)
        .doesNotContain("topsecret")
        .doesNotContain("hush")
        .doesNotContain("hmac-secret");
  }

  @Test
  void tokensAreRecordedWhenTheyAreMadeAndRevoked() {
    Reply token = core.post("/api/v1/tokens", "{\"name\":\"robot\",\"scopes\":[\"read\"]}");
    String id = token.json().get("id").asText();
    core.clock.move(MOMENT);
    core.send(core.token, "DELETE", "/api/v1/tokens/" + id, null);

    assertThat(actions(entries("subject=" + id))).containsExactly("token.revoke", "token.create");
    assertThat(core.database.query("SELECT to_jsonb(e) FROM audit_entry e").toString())
        .doesNotContain(token.json().get("token").asText());
  }

  @Test
  void keysRulesAndTheFallbackAreRecordedToo() {
    String source = made("/sources", "{\"name\":\"keyed\",\"type\":\"ANY\"}");
    String key = made("/sources/" + source + "/keys", "{}");
    core.clock.move(MOMENT);
    core.send(core.token, "DELETE", "/api/v1/sources/" + source + "/keys/" + key, null);
    core.post("/api/v1/rule-sets", "{\"comment\":\"first\",\"rules\":[]}");
    core.clock.move(MOMENT);
    core.post("/api/v1/rule-sets/1/activate", "{}");
    core.send(core.token, "PUT", "/api/v1/fallback", "{\"contacts\":[]}");

    assertThat(actions(entries("subject_kind=source_key")))
        .containsExactly("source_key.revoke", "source_key.create");
    assertThat(actions(entries("subject_kind=rule_set")))
        .containsExactly("rule_set.activate", "rule_set.create");
    assertThat(actions(entries("subject_kind=fallback"))).containsExactly("fallback.update");
  }

  @Test
  void listIsFilteredByActorActionAndTime() {
    core.clock.move(Duration.ofHours(1));
    String from = core.now().toString();
    String id = made("/teams", "{\"name\":\"Late\"}");
    core.clock.move(Duration.ofHours(1));
    String to = core.now().toString();
    made("/teams", "{\"name\":\"Later\"}");

    List<JsonNode> between = entries("action=team.&from=" + from + "&to=" + to);

    assertThat(between).hasSize(1);
    assertThat(between.get(0).at("/subject/id").asText()).isEqualTo(id);
    String actor = between.get(0).at("/actor/id").asText();
    assertThat(entries("actor=" + actor + "&action=team.create")).isNotEmpty();
    assertThat(entries("actor=" + id)).isEmpty();
    assertThat(entries("action=team.create&from=" + from + "&to=" + to)).hasSize(1);
    assertThat(entries("action=team.crea&from=" + from)).isEmpty();
  }

  @Test
  void pagesFollowEachOtherAtTheSameInstant() {
    for (int i = 0; i < 5; i++) {
      made("/teams", "{\"name\":\"Page " + i + "\"}");
    }
    List<String> seen = new ArrayList<>();
    String path = "/api/v1/audit?subject_kind=team&limit=2";
    while (path != null) {
      JsonNode page = core.get(path).json();
      page.get("items").forEach(entry -> seen.add(entry.get("id").asText()));
      path =
          page.get("next").isNull()
              ? null
              : "/api/v1/audit?subject_kind=team&limit=2&cursor=" + page.get("next").asText();
    }

    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen.size())
        .isEqualTo(
            (int)
                core.database.count(
                    "SELECT count(*) FROM audit_entry WHERE subject_kind = 'team' AND tenant_id = '"
                        + core.tenant
                        + "'"));
  }

  @Test
  void onlyAdministratorsReadIt() {
    assertThat(core.send(core.tokenWith("writer", "write"), "GET", "/api/v1/audit", null).status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET action = 'team.nothing'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry"
      })
  void noLoginChangesOrRemovesAnEntry(String statement) throws SQLException {
    made("/teams", "{\"name\":\"Fixed " + statement.charAt(0) + "\"}");
    for (Login login : Login.values()) {
      try (Connection connection = core.database.connect(login);
          Statement sql = connection.createStatement()) {
        sql.execute("SET imas.tenant = '" + core.tenant + "'");
        assertThatThrownBy(() -> sql.execute(statement))
            .as(login.name())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("permission denied");
      }
    }
  }

  private static String made(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static List<JsonNode> entries(String query) {
    Reply reply = core.get("/api/v1/audit?limit=500&" + query);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    List<JsonNode> entries = new ArrayList<>();
    reply.json().get("items").forEach(entries::add);
    return entries;
  }

  private static List<String> actions(List<JsonNode> entries) {
    return entries.stream().map(entry -> entry.get("action").asText()).toList();
  }
}
