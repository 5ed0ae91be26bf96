package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** IAM-17: nobody registers without a code. The first start prints one for the first admin. */
class InvitationIT {

  private static String account(String code, String name, String password) {
    return "{\"code\":\"%s\",\"username\":\"%2$s\",\"email\":\"%2$s@example.org\",\"password\":\"%3$s\"}"
        .formatted(code, name, password);
  }

  @Test
  void codeOfTheFirstStartMakesTheFirstAdministratorOnce() {
    try (LoginScene scene = LoginScene.start(Map.of())) {
      String code = scene.core.adminCode;

      Reply made = scene.post("/auth/register", account(code, "ada", LoginScene.PASSWORD));
      Reply again = scene.post("/auth/register", account(code, "eve", LoginScene.PASSWORD));

      assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
      assertThat(again.status()).isEqualTo(401);
      String access = scene.access("ada");
      assertThat(scene.get(access, "/users/ada").json().get("role").asText())
          .isEqualTo("tenant_admin");
      JsonNode entry =
          scene.get(access, "/audit?subject=" + made.json().get("user").asText()).json();
      assertThat(entry.at("/items/0/action").asText()).isEqualTo("user.create");
      assertThat(entry.at("/items/0/actor/kind").asText()).isEqualTo("link");
      assertThat(
              scene.core.database.query("SELECT encode(code_hash, 'escape') FROM user_invitation"))
          .noneMatch(hash -> hash.contains(code));
    }
  }

  @Test
  void codeIsKeptWhenWhatWasSentIsRefused() {
    try (LoginScene scene = LoginScene.start(Map.of())) {
      String code = scene.core.adminCode;

      Reply common = scene.post("/auth/register", account(code, "ada", "password1234"));
      Reply made = scene.post("/auth/register", account(code, "ada", LoginScene.PASSWORD));

      assertThat(common.status()).isEqualTo(422);
      assertThat(common.json().get("pointer").asText()).isEqualTo("/password");
      assertThat(made.status()).isEqualTo(201);
    }
  }

  @Test
  void codeThatHasExpiredOrWasMadeUpIsRefused() {
    try (LoginScene scene = LoginScene.start(Map.of())) {
      String madeUp = dev.imas.core.platform.Credential.invitation(scene.core.tenant).reveal();
      assertThat(scene.post("/auth/register", account(madeUp, "eve", LoginScene.PASSWORD)).status())
          .isEqualTo(401);
      assertThat(scene.post("/auth/register", account("x", "eve", LoginScene.PASSWORD)).status())
          .isEqualTo(401);
      scene.core.clock.move(Duration.ofDays(7));
      assertThat(
              scene
                  .post("/auth/register", account(scene.core.adminCode, "ada", LoginScene.PASSWORD))
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void invitedUserSetsAPasswordThatNoAdministratorKnows() {
    try (LoginScene scene = LoginScene.start(Map.of())) {
      String id = scene.user("bob", "responder");
      Reply first = scene.core.post("/api/v1/users/bob/invitation", "{}");
      Reply second = scene.core.post("/api/v1/users/bob/invitation", "{}");
      String next = "\",\"password\":\"another ocelot of quartz\"}";

      Reply old =
          scene.post("/auth/register", "{\"code\":\"" + first.json().get("code").asText() + next);
      Reply set =
          scene.post("/auth/register", "{\"code\":\"" + second.json().get("code").asText() + next);

      assertThat(old.status()).isEqualTo(401);
      assertThat(set.status()).as("%s", set.json()).isEqualTo(201);
      assertThat(set.json().get("user").asText()).isEqualTo(id);
      assertThat(scene.tryLogin("bob", "another ocelot of quartz", null).status()).isEqualTo(200);
      assertThat(scene.core.get("/api/v1/users/bob").json().get("role").asText())
          .isEqualTo("responder");
    }
  }
}
