package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.CoreRole;
import dev.imas.e2e.bulletin.BulletinFeature;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Follows the documents' recipe for a new feature: a package ({@code bulletin}) and a line. */
class NewFeatureIT {

  private static RunningCore core;

  @BeforeAll
  static void start() throws IOException {
    TestDatabase database = TestDatabase.create();
    database.execute(migration());
    core = RunningCore.startOn(database, new CoreRole().with(BulletinFeature::new), Map.of());
    core.post("/api/v1/services", "{\"name\":\"ledger\",\"owner_team\":\"" + team() + "\"}");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String migration() throws IOException {
    try (InputStream in = BulletinFeature.class.getResourceAsStream("bulletin.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String team() {
    return core.post("/api/v1/teams", "{\"name\":\"treasury\"}").json().get("id").asText();
  }

  private static Reply putUp(String duration) {
    return core.post(
        "/api/v1/bulletins",
        "{\"text\":\"The payment provider is slow\",\"duration\":\"" + duration + "\"}");
  }

  private static JsonNode bulletin(String id) {
    for (JsonNode one : core.get("/api/v1/bulletins").json().get("items")) {
      if (one.get("id").asText().equals(id)) {
        return one;
      }
    }
    return core.get("/api/v1/bulletins").json().path("none");
  }

  @Test
  void isWholeByAPackageAndALine() {
    Reply made = putUp("PT4H");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    String id = made.json().get("id").asText();

    core.post(
        "/api/v1/incidents",
        "{\"title\":\"Payments fail\",\"severity\":\"SEV2\",\"service_name\":\"ledger\"}");
    assertThat(bulletin(id).path("incidents").asInt()).as("incidents opened since").isEqualTo(1);

    assertThat(core.send(core.token, "DELETE", "/api/v1/bulletins/" + id, null).status())
        .isEqualTo(204);
    assertThat(bulletin(id).isMissingNode()).isTrue();
  }

  @Test
  void itsTimerFires() {
    String id = putUp("PT1S").json().get("id").asText();
    Await.until("the bulletin to go", () -> bulletin(id), JsonNode::isMissingNode);
  }

  @Test
  void itsPermissionsHold() {
    String reader = core.tokenWith("bulletin reader", "read");
    assertThat(core.send(reader, "GET", "/api/v1/bulletins", null).status()).isEqualTo(200);
    assertThat(
            core.send(
                    reader,
                    "POST",
                    "/api/v1/bulletins",
                    "{\"text\":\"Mine\",\"duration\":\"PT1H\"}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void theApisDescriptionHasIt() {
    JsonNode api = core.get("/api/v1/openapi.json").json();
    JsonNode put = api.path("paths").path("/bulletins").path("post");
    assertThat(put.path("x-permission").asText()).isEqualTo("service.create");
    assertThat(put.path("operationId").asText()).isEqualTo("postBulletins");
    assertThat(api.at("/components/schemas/Bulletin/properties").has("ends_at")).isTrue();
    assertThat(api.get("tags").valueStream().map(tag -> tag.get("name").asText()))
        .contains("bulletins", "incidents");
  }
}
