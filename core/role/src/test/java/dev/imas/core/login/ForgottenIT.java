package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever forgot the password gets a link by mail, and nobody learns who has an account. */
class ForgottenIT {

  private static final String NEW = "granite heron lantern";

  private static final LoginScene scene = LoginScene.start(Map.of());

  @AfterAll
  static void close() {
    scene.close();
  }

  private static Reply ask(String name) {
    return scene.post("/auth/forgotten", "{\"username\":\"" + name + "\"}");
  }

  /** The ids of the mails to that person, the oldest first. */
  private static List<String> mails(String name, String kind) {
    return scene.core.database.query(
        "SELECT payload -> 'incident' ->> 'id' FROM delivery WHERE event = 'notice.%s' AND address = '%s@example.org' ORDER BY id"
            .formatted(kind, name));
  }

  private static List<String> links(String name, int count) {
    return Await.until(
        count + " links to " + name, () -> mails(name, "password_reset"), m -> m.size() == count);
  }

  /** As the notifier writes it into the mail. */
  private static String code(String mail) {
    return Credential.invitation(
            scene.core.tenant, new SecretBox(new byte[32]), UUID.fromString(mail))
        .reveal();
  }

  private static Reply choose(String code, String password) {
    return scene.post(
        "/auth/register", "{\"code\":\"%s\",\"password\":\"%s\"}".formatted(code, password));
  }

  @Test
  void theLinkChoosesAPasswordOnceAndEndsEverySession() {
    String id = scene.user("flora", "viewer");
    String access = scene.access("flora");

    assertThat(ask("flora@EXAMPLE.org").status()).isEqualTo(202);
    String mail = links("flora", 1).getFirst();

    assertThat(choose(code(mail), "flora@example.org").status()).isEqualTo(422);
    assertThat(choose(code(mail), NEW).status()).isEqualTo(201);
    assertThat(choose(code(mail), LoginScene.PASSWORD).status()).isEqualTo(401);
    assertThat(scene.tryLogin("flora", NEW, null).status()).isEqualTo(200);
    assertThat(scene.tryLogin("flora", LoginScene.PASSWORD, null).status()).isEqualTo(401);
    Await.until(
        "the session before to end", () -> scene.get(access, "/me").status(), s -> s == 401);
    assertThat(mails("flora", "password_changed")).containsExactly(mail);
    assertThat(
            scene.core.database.query(
                "SELECT action || ' ' || actor_kind FROM audit_entry WHERE subject_id = '%s'"
                    .formatted(id)))
        .contains("user.forget_password system", "user.set_password link");
  }

  @Test
  void noRowHasTheCode() {
    scene.user("nora", "viewer");
    ask("nora");
    String code = code(links("nora", 1).getFirst());
    for (String table : List.of("delivery", "user_invitation", "audit_entry")) {
      assertThat(scene.core.database.query("SELECT t::text FROM " + table + " t"))
          .as(table)
          .noneMatch(row -> row.contains(code) || row.contains(code.substring(40)));
    }
  }

  @Test
  void theAnswerIsTheSameForWhomeverAndComesBeforeAnybodyIsLookedFor() throws SQLException {
    scene.user("kim", "viewer");
    try (Connection connection = scene.core.database.connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.user_account IN ACCESS EXCLUSIVE MODE");

      Reply known = ask("kim");
      Reply unknown = ask("nobody at all");

      connection.rollback();
      assertThat(known.status()).isEqualTo(202);
      assertThat(known.http().body()).isEqualTo("{\"expires_in\":3600}");
      assertThat(unknown.status()).isEqualTo(known.status());
      assertThat(unknown.http().body()).isEqualTo(known.http().body());
      assertThat(unknown.http().headers().map().keySet())
          .isEqualTo(known.http().headers().map().keySet());
    }
    links("kim", 1);
  }

  @Test
  void ofTwoLinksTheNewerWorksForAnHour() {
    scene.user("hugo", "viewer");
    ask("hugo");
    links("hugo", 1);
    scene.core.clock.move(Duration.ofSeconds(1)); // Ids are in the order of time.
    ask("hugo");
    List<String> both = links("hugo", 2);

    assertThat(choose(code(both.getFirst()), NEW).status()).isEqualTo(401);
    scene.core.clock.move(Duration.ofMinutes(61));
    assertThat(choose(code(both.getLast()), NEW).status()).isEqualTo(401);
    ask("hugo");
    assertThat(choose(code(links("hugo", 3).getLast()), NEW).status()).isEqualTo(201);
  }

  @Test
  void nobodyIsMailedMoreThanThreeTimesAnHour() {
    scene.user("mia", "viewer");
    for (int i = 1; i <= ForgottenRoutes.MOST; i++) {
      ask("mia");
      links("mia", i);
    }
    scene.user("noel", "viewer");

    assertThat(ask("mia").status()).isEqualTo(202);
    ask("noel");
    links("noel", 1);

    assertThat(mails("mia", "password_reset")).hasSize(ForgottenRoutes.MOST);
    scene.core.clock.move(Duration.ofMinutes(61));
    ask("mia");
    links("mia", ForgottenRoutes.MOST + 1);
  }

  @Test
  void aPasswordThatIsChangedElsewhereEndsTheLink() {
    scene.user("paula", "viewer");
    ask("paula");
    String code = code(links("paula", 1).getFirst());
    scene.core.clock.move(Duration.ofSeconds(1));

    scene.setPassword("paula", "walnut zephyr anchor");

    assertThat(choose(code, NEW).status()).isEqualTo(401);
  }

  @Test
  void anInvitationOfAnAdministratorStays() {
    scene.user("ines", "viewer");
    String invited =
        scene.core.post("/api/v1/users/ines/invitation", "{}").json().get("code").asText();
    ask("ines");
    links("ines", 1);

    assertThat(choose(invited, NEW).status()).isEqualTo(201);
  }

  @Test
  void whoHasNoPasswordOrIsInactiveIsNotMailed() {
    scene.core.post(
        "/api/v1/users",
        "{\"username\":\"sso\",\"email\":\"sso@example.org\",\"role\":\"viewer\"}");
    scene.user("ivan", "viewer");
    scene.core.database.execute(
        "UPDATE user_account SET is_active = false WHERE username = 'ivan'");
    scene.user("rosa", "viewer");

    assertThat(ask("sso").status()).isEqualTo(202);
    assertThat(ask("ivan").status()).isEqualTo(202);
    ask("rosa");

    links("rosa", 1);
    assertThat(mails("sso", "password_reset")).isEmpty();
    assertThat(mails("ivan", "password_reset")).isEmpty();
  }
}
