package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody takes the last resort of paging away by the way. */
class LastResortIT {

  private static final RunningCore core = RunningCore.start();
  private static final String ANN =
      "{\"username\":\"ann%1$d\",\"email\":\"ann%1$d@example.org\",\"role\":\"responder\"%2$s}";

  private static int teams;

  private String team = "";
  private String contact = "";

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void aTeamWhoseChannelIsTheFallback() {
    team = made("/api/v1/teams", "{\"name\":\"Night desk %d\"}".formatted(++teams));
    contact = made("/api/v1/teams/" + team + "/contacts", channel("Desk", true));
    names(contact);
  }

  private static String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static String channel(String name, boolean active) {
    return "{\"name\":\"%s\",\"channel\":\"webhook\",\"address\":\"https://example.org/%s\",\"is_active\":%s}"
        .formatted(name, teams, active);
  }

  private static Reply put(String contacts) {
    return core.send(core.token, "PUT", "/api/v1/fallback", "{\"contacts\":[" + contacts + "]}");
  }

  private static void names(String id) {
    assertThat(put("\"" + id + "\"").status()).isEqualTo(200);
  }

  private static void isRefused(Reply reply) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(409);
    assertThat(reply.json().get("detail").asText()).contains("fallback", "PUT /api/v1/fallback");
    assertThat(core.get("/api/v1/fallback").json().get("contacts")).hasSize(1);
  }

  private static Reply delete(String path) {
    return core.send(core.token, "DELETE", path, null);
  }

  @Test
  void itsChannelIsNotDeletedUntilTheFallbackNamesOthers() {
    String path = "/api/v1/teams/" + team + "/contacts/" + contact;
    isRefused(delete(path));

    assertThat(put("").status()).isEqualTo(200);
    assertThat(delete(path).status()).isEqualTo(204);
  }

  @Test
  void itsTeamIsNotDeletedUntilTheFallbackNamesOthers() {
    isRefused(delete("/api/v1/teams/" + team));

    assertThat(put("").status()).isEqualTo(200);
    assertThat(delete("/api/v1/teams/" + team).status()).isEqualTo(204);
  }

  @Test
  void itsChannelIsNotSwitchedOffUntilTheFallbackNamesOthers() {
    String path = "/api/v1/teams/" + team + "/contacts/" + contact;
    isRefused(core.send(core.token, "PUT", path, channel("Desk", false), "if-match", "\"1\""));

    assertThat(put("").status()).isEqualTo(200);
    assertThat(
            core.send(core.token, "PUT", path, channel("Desk", false), "if-match", "\"1\"")
                .status())
        .isEqualTo(200);
  }

  /**
   * A user who leaves cannot be kept; so whoever can put somebody else there hears of it at once.
   */
  @Test
  void whoeverIsSwitchedOffWhileNamedIsToldToTheOthers() {
    String ann = made("/api/v1/users", ANN.formatted(teams, ""));
    assertThat(
            core.send(core.token, "PUT", "/api/v1/on-call/default", "{\"user\":\"" + ann + "\"}")
                .status())
        .isEqualTo(200);

    String path = "/api/v1/users/" + ann;
    String version = core.get(path).json().get("version").asText();
    Reply off =
        core.send(
            core.token,
            "PUT",
            path,
            ANN.formatted(teams, ",\"is_active\":false"),
            "if-match",
            "\"" + version + "\"");

    assertThat(off.status()).as(off.http().body()).isEqualTo(200);
    assertThat(
            core.database.query(
                """
                SELECT d.payload #>> '{incident,title}' FROM delivery d
                 WHERE d.about_kind = 'rights' AND d.about_id = '%s' AND d.receiver_id = '%s'\
                """
                    .formatted(ann, contact)))
        .singleElement()
        .asString()
        .contains("ann" + teams + " is deactivated, and still used by");
  }
}
