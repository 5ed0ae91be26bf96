package dev.imas.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who looks at an incident, as pages say and are told. */
class PresenceIT {

  private static final LoginScene scene = LoginScene.start(Map.of());
  private static final String vera = somebody("vera");
  private static final String olga = somebody("olga");

  static {
    scene.core.service("checkout");
    scene.core.database.execute(
        "UPDATE user_account SET first_name = 'Vera', last_name = 'Green' WHERE username = 'vera'");
  }

  private final String page = UUID.randomUUID().toString();

  @AfterAll
  static void close() {
    scene.close();
  }

  private static String somebody(String name) {
    scene.user(name, "viewer");
    return scene.access(name);
  }

  private static JsonNode incident() {
    return scene
        .core
        .post(
            "/api/v1/incidents",
            "{\"title\":\"fire %s\",\"service\":\"checkout\",\"severity\":\"SEV2\"}"
                .formatted(UUID.randomUUID()))
        .json();
  }

  private Reply put(int port, String access, String incident, String state) {
    return scene.core.sendTo(
        port,
        access,
        "PUT",
        "/api/v1/incidents/" + incident + "/presence",
        "{\"page\":\"%s\",\"state\":\"%s\"}".formatted(page, state));
  }

  private JsonNode seen(String access, String incident, String state) {
    Reply reply = put(scene.core.port(), access, incident, state);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json().get("others");
  }

  @Test
  void everybodyIsToldOfTheOthersByEitherNameOfTheIncident() {
    JsonNode fire = incident();
    assertThat(seen(vera, fire.get("short_id").asText(), "looking")).isEmpty();

    JsonNode others = seen(olga, fire.get("id").asText(), "writing");

    assertThat(others).hasSize(1);
    assertThat(others.at("/0/username").asText()).isEqualTo("vera");
    assertThat(others.at("/0/name").asText()).isEqualTo("Vera Green");
    assertThat(others.at("/0/state").asText()).isEqualTo("looking");
    JsonNode olgas = seen(vera, fire.get("id").asText(), "looking");
    assertThat(olgas.at("/0/state").asText()).isEqualTo("writing");
    assertThat(olgas.at("/0/name").isNull()).isTrue();
    assertThat(seen(vera, incident().get("id").asText(), "looking")).as("elsewhere").isEmpty();

    seen(olga, fire.get("id").asText(), "gone");
    assertThat(seen(vera, fire.get("id").asText(), "looking")).isEmpty();
  }

  @Test
  void anotherProcessKnowsIt() {
    int other = scene.core.startAnother();
    String fire = incident().get("id").asText();
    seen(vera, fire, "writing");

    Await.until(
        "the other process to be told",
        () -> put(other, olga, fire, "looking").json().at("/others/0/state").asText(),
        "writing"::equals);
    seen(vera, fire, "gone");
    Await.until(
        "and that she left",
        () -> put(other, olga, fire, "looking").json().get("others").size(),
        size -> size == 0);
  }

  @Test
  void nothingOfItIsStored() {
    String fire = incident().get("id").asText();
    scene.core.holdHousekeeping();
    long before = scene.core.database.count("SELECT count(*) FROM audit_entry");

    seen(vera, fire, "looking");
    seen(vera, fire, "writing");

    assertThat(scene.core.database.count("SELECT count(*) FROM audit_entry")).isEqualTo(before);
  }

  @Test
  void whatIsNotMeantIsRefused() {
    String fire = incident().get("id").asText();
    Reply bad = put(scene.core.port(), vera, fire, "asleep");
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.json().toString()).contains("/state", "looking");
    String path = "/api/v1/incidents/" + fire + "/presence";
    assertThat(scene.core.send(vera, "PUT", path, "{\"state\":\"looking\"}").json().toString())
        .contains("/page");
    assertThat(put(scene.core.port(), vera, UUID.randomUUID().toString(), "looking").status())
        .isEqualTo(404);
    Reply token = put(scene.core.port(), scene.core.token, fire, "looking");
    assertThat(token.status()).as("a token of nobody").isEqualTo(409);
    String stranger = scene.core.tokenOfAnotherTenant("quokka", "admin");
    assertThat(put(scene.core.port(), stranger, fire, "looking").status())
        .as("another tenant")
        .isEqualTo(404);
  }
}
