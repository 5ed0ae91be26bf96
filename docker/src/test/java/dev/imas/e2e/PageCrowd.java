package dev.imas.e2e;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a busy installation has beside the incident that is measured: a thousand people in fifty
 * teams, ten thousand open incidents, and a thousand escalations that are under way, which call
 * somebody every minute and a half.
 */
final class PageCrowd {

  static final int TEAMS = 50;
  static final int PEOPLE = 1_000;
  static final int OPEN = 10_000;
  static final int ESCALATING = 1_000;

  private static final int AT_ONCE = 16;

  private final TestDatabase database;
  private final HttpClient http;
  private final int core;
  private final String token;

  PageCrowd(TestDatabase database, HttpClient http, int core, String token) {
    this.database = database;
    this.http = http;
    this.core = core;
    this.token = token;
  }

  /**
   * @param receiver where everybody is reached
   */
  void gather(String receiver) {
    database.execute(
        """
        INSERT INTO imas.team (tenant_id, id, name)
        SELECT t.tenant_id, gen_random_uuid(), 'crowd ' || n FROM imas.tenant t, generate_series(1, %2$d) AS n
         WHERE t.tenant_id <> '00000000-0000-0000-0000-000000000000';
        INSERT INTO imas.service (tenant_id, id, name, owner_team_id)
        SELECT tenant_id, gen_random_uuid(), name, id FROM imas.team WHERE name LIKE 'crowd %%';
        INSERT INTO imas.team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        SELECT tenant_id, gen_random_uuid(), id, 'chat', 'webhook', '%1$s/' || id, 4 FROM imas.team WHERE name LIKE 'crowd %%';
        INSERT INTO imas.user_account (tenant_id, id, username, email, role)
        SELECT t.tenant_id, gen_random_uuid(), 'crowd-' || n, 'crowd-' || n || '@example.org', 'responder'
          FROM imas.tenant t, generate_series(1, %3$d) AS n WHERE t.tenant_id <> '00000000-0000-0000-0000-000000000000';
        INSERT INTO imas.team_member (tenant_id, team_id, user_id, role)
        SELECT u.tenant_id, t.id, u.id, 'member' FROM imas.user_account u
          JOIN imas.team t ON t.tenant_id = u.tenant_id AND t.name = 'crowd ' || 1 + substr(u.username, 7)::int %% %2$d
         WHERE u.username LIKE 'crowd-%%';
        INSERT INTO imas.user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT tenant_id, gen_random_uuid(), id, 'Hook', 'webhook', '%1$s/' || username, now()
          FROM imas.user_account WHERE username LIKE 'crowd-%%'\
        """
            .formatted(receiver, TEAMS, PEOPLE));
    for (String team : database.query("SELECT id FROM imas.team")) {
      String onCall =
          database
              .query(
                  """
                  SELECT u.username FROM imas.user_account u
                    LEFT JOIN imas.team_member m ON m.tenant_id = u.tenant_id AND m.user_id = u.id
                   WHERE u.username LIKE 'crowd-%%' ORDER BY m.team_id = '%s' DESC NULLS LAST, u.username LIMIT 1\
                  """
                      .formatted(team))
              .getFirst();
      call("PUT", "/teams/" + team + "/stand-ins", new JsonObject().put("current_on_call", onCall));
    }
    call(
        "POST",
        "/escalation-policies",
        new JsonObject(
            """
            {"name": "crowd", "severities": ["SEV1", "SEV2"], "rounds": 10, "repeat_after": "PT90S",
             "steps": [{"notify": [{"type": "oncall"}]}]}\
            """));
    List<Future<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < AT_ONCE; lane++) {
      lanes.add(open(lane));
    }
    Await.until(
        "the incidents to be open",
        Duration.ofMinutes(5),
        () -> lanes.stream().filter(Future::isComplete).count(),
        n -> n == AT_ONCE);
    lanes.forEach(Await::result);
    database.execute("ANALYZE");
  }

  private Future<Void> open(int n) {
    if (n >= OPEN) {
      return Future.succeededFuture();
    }
    JsonObject incident =
        new JsonObject()
            .put("title", "crowd " + n)
            .put("severity", n < ESCALATING ? "SEV2" : "SEV4")
            .put("service_name", "crowd " + (1 + n % TEAMS));
    return send("POST", "/incidents", incident).compose(made -> open(n + AT_ONCE));
  }

  private void call(String method, String path, JsonObject body) {
    Await.result(send(method, path, body));
  }

  private Future<Void> send(String method, String path, JsonObject body) {
    return http.request(HttpMethod.valueOf(method), core, "127.0.0.1", "/api/v1" + path)
        .compose(
            request ->
                request
                    .putHeader("Authorization", "Bearer " + token)
                    .putHeader("Content-Type", "application/json")
                    .send(Buffer.buffer(body.encode())))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        answer -> {
                          if (response.statusCode() >= 300) {
                            throw new AssertionError(path + ": " + answer);
                          }
                          return null;
                        }));
  }
}
