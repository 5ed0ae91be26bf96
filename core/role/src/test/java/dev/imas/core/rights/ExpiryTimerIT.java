package dev.imas.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever holds a token or a right is told before it ends (requirement SCH-25). */
class ExpiryTimerIT {

  private static final LoginScene scene =
      LoginScene.start(Map.of("IMAS_CORE_TIMER_POLL", "20ms", "IMAS_CORE_OWN_TOKEN_LIFE", "90d"));
  private static int count;

  @AfterAll
  static void close() {
    scene.close();
  }

  private static Reply send(String token, String method, String path, String json) {
    Reply reply = scene.core.send(token, method, "/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s: %s", path, reply.http().body()).isLessThan(300);
    return reply;
  }

  private static String made(String path, String json) {
    return send(scene.core.token, "POST", path, json).json().get("id").asText();
  }

  private static String user() {
    String name = "holder" + ++count;
    scene.user(name, "operator");
    return name;
  }

  /** In the database's time. */
  private static Instant in(Duration time) {
    return Instant.parse(
            scene
                .core
                .database
                .query(
                    "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .getFirst())
        .plus(time);
  }

  private static String token(String user, Duration life) {
    return send(
            scene.access(user),
            "POST",
            "/me/tokens",
            "{'name':'laptop','role':'viewer','expires_at':'" + in(life) + "'}")
        .json()
        .get("id")
        .asText();
  }

  /** The hours until the timer is due; empty if there is none. */
  private static List<String> timer(String subject) {
    return scene.core.database.query(
        "SELECT round(extract(epoch FROM due_at - now()) / 3600) FROM timer WHERE kind ="
            + " 'expiry-notice' AND subject = '"
            + subject
            + "'");
  }

  private static List<String> told(String id) {
    return scene.core.database.query(
        "SELECT concat(address, ': ', payload -> 'incident' ->> 'title') FROM delivery WHERE event"
            + " = 'notice.expiry' AND about_id = '"
            + id
            + "' ORDER BY created_at");
  }

  private static List<String> awaitTold(String id, int many) {
    return Await.until("to be told", () -> told(id), lines -> lines.size() == many);
  }

  /** As if that much time had passed for the row and its timer. */
  private static void pass(String table, String column, String id, String subject, String time) {
    scene.core.database.execute(
        """
        ALTER TABLE %1$s DISABLE TRIGGER USER;
        UPDATE %1$s SET %2$s = %2$s - interval '%5$s' WHERE id = '%3$s';
        ALTER TABLE %1$s ENABLE TRIGGER USER;
        UPDATE timer SET due_at = due_at - interval '%5$s', try_at = try_at - interval '%5$s'
         WHERE kind = 'expiry-notice' AND subject = '%4$s'\
        """
            .formatted(table, column, id, subject, time));
  }

  @Test
  void theHolderOfATokenIsToldSevenDaysAndOneDayBeforeAndNothingTwice() {
    String user = user();
    String id = token(user, Duration.ofDays(30));
    String subject = "token:" + id;
    assertThat(timer(subject)).containsExactly(Integer.toString(23 * 24));

    pass("api_token", "expires_at", id, subject, "23 days");
    assertThat(awaitTold(id, 1))
        .containsExactly(user + "@example.org: The API token laptop ends in 7 days");
    Await.until("the next timer", () -> timer(subject), List.of("144")::equals);

    pass("api_token", "expires_at", id, subject, "6 days");
    assertThat(awaitTold(id, 2).getLast()).endsWith("The API token laptop ends in a day");
    Await.until("no timer", () -> timer(subject), List::isEmpty);

    // A timer that is repeated after a crash sends nothing.
    scene.core.database.execute(
        "INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses) VALUES ('%s',"
                .formatted(scene.core.tenant)
            + " 'expiry-notice', '"
            + subject
            + "', now(), now(), false)");
    Await.until("the timer to run", () -> timer(subject), List::isEmpty);
    assertThat(told(id)).hasSize(2);
  }

  @Test
  void aTokenOfAProgramIsTheBusinessOfWhoeverMadeIt() {
    String admin = "maker" + ++count;
    scene.user(admin, "tenant_admin");
    made("/service-accounts", "{'name':'deployer'}");
    String id =
        send(
                scene.access(admin),
                "POST",
                "/tokens",
                "{'name':'ci','role':'viewer','owner':'service_account:deployer'}")
            .json()
            .get("id")
            .asText();
    pass("api_token", "expires_at", id, "token:" + id, "83 days");

    assertThat(awaitTold(id, 1))
        .containsExactly(
            admin + "@example.org: The API token ci of the program deployer ends in 7 days");
  }

  @Test
  void whoeverHoldsARightIsToldAndADelegationOfHoursIsNot() {
    String user = user();
    String grant =
        made(
            "/grants",
            "{'grantee':'user:%s','permission':'team.create','until':'%s'}"
                .formatted(user, in(Duration.ofHours(48))));
    assertThat(timer("grant:" + grant)).containsExactly("24");
    pass("access_grant", "ends_at", grant, "grant:" + grant, "1 day");
    assertThat(awaitTold(grant, 1))
        .containsExactly(user + "@example.org: The right team.create ends in a day");

    String shorter =
        made(
            "/grants",
            "{'grantee':'user:%s','permission':'team.create','until':'%s'}"
                .formatted(user, in(Duration.ofHours(12))));
    assertThat(timer("grant:" + shorter)).isEmpty();
  }

  @Test
  void whatEndsBeforeItsTimeTellsNobody() {
    String user = user();
    String id = token(user, Duration.ofDays(30));
    String grant =
        made(
            "/grants",
            "{'grantee':'user:%s','permission':'team.create','until':'%s'}"
                .formatted(user, in(Duration.ofDays(30))));
    send(scene.core.token, "DELETE", "/tokens/" + id, "");
    send(scene.core.token, "DELETE", "/grants/" + grant, "");
    assertThat(timer("token:" + id)).isEmpty();
    assertThat(timer("grant:" + grant)).isEmpty();
  }

  @Test
  void aTokenThatLivesOnIsToldOfAgain() {
    made("/service-accounts", "{'name':'renewer'}");
    String id = made("/tokens", "{'name':'old','role':'viewer','owner':'service_account:renewer'}");
    pass("api_token", "expires_at", id, "token:" + id, "83 days");
    Await.until("the next timer", () -> timer("token:" + id), List.of("144")::equals);

    send(scene.core.token, "POST", "/tokens/" + id + "/regenerate", "{}");

    assertThat(timer("token:" + id)).containsExactly(Integer.toString(83 * 24));
  }
}
