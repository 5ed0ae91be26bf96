package dev.imas.core.impact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is around an incident: causes upstream, and who suffers downstream. */
class ImpactIT {

  private final RunningCore core = RunningCore.start();

  @AfterEach
  void close() {
    core.close();
  }

  private UUID service(String name, UUID... upstream) {
    UUID service = core.service(name);
    for (UUID on : upstream) {
      core.database.execute(
          "INSERT INTO service_dependency (tenant_id, service_id, upstream_id) VALUES ('%s', '%s', '%s')"
              .formatted(core.tenant, service, on));
    }
    return service;
  }

  private String incident(String service, String severity) {
    return core.post(
            "/api/v1/incidents",
            "{\"title\":\"%1$s fails by %2$s\",\"service\":\"%1$s\",\"severity\":\"%2$s\"}"
                .formatted(service, severity))
        .json()
        .get("short_id")
        .asText();
  }

  private JsonNode impact(String incident) {
    return core.get("/api/v1/incidents/" + incident + "/impact").json();
  }

  private static List<String> names(JsonNode list, String... path) {
    List<String> names = new ArrayList<>();
    for (JsonNode one : list) {
      JsonNode at = one;
      for (String member : path) {
        at = at.get(member);
      }
      names.add(at.asText());
    }
    return names;
  }

  @Test
  void causesAreUpstreamWithOpenIncidentsAndWhoSuffersIsDownstream() {
    UUID network = service("network");
    UUID database = service("database", network);
    UUID ledger = service("ledger", database);
    UUID shop = service("shop", ledger);
    service("app", shop);
    service("elsewhere", network);
    core.database.execute("UPDATE service SET tier = 'TIER_1_CRITICAL' WHERE name = 'app'");
    String own = incident("ledger", "P2");
    String worst = incident("database", "P1");
    String other = incident("database", "P3");
    String resolved = incident("network", "P1");
    core.post("/api/v1/incidents/" + resolved + "/resolve", "{}");
    incident("elsewhere", "P1");
    String suffering = incident("shop", "P2");

    JsonNode impact = impact(own);

    assertThat(names(impact.get("likely_causes"), "service", "name")).containsExactly("database");
    JsonNode cause = impact.get("likely_causes").get(0);
    assertThat(names(cause.get("path"), "name")).containsExactly("ledger", "database");
    assertThat(names(cause.get("open_incidents"), "short_id")).containsExactly(worst, other);
    assertThat(cause.get("open_count").asInt()).isEqualTo(2);
    assertThat(cause.get("owner_team").get("name").asText()).isEqualTo("team of database");
    assertThat(names(impact.get("affected"), "service", "name")).containsExactly("app", "shop");
    assertThat(names(impact.get("affected").get(0).get("path"), "name"))
        .containsExactly("app", "shop", "ledger");
    assertThat(names(impact.get("affected").get(1).get("open_incidents"), "short_id"))
        .containsExactly(suffering);
    assertThat(impact.get("is_cut").asBoolean()).isFalse();
  }

  @Test
  void manyDependantsAreCutAndThatIsSaid() {
    UUID ledger = service("ledger");
    core.database.execute(
        """
        WITH made AS (
          INSERT INTO service (tenant_id, id, name, owner_team_id)
          SELECT s.tenant_id, gen_random_uuid(), 'many ' || n, s.owner_team_id
            FROM service s, generate_series(1, 201) AS n WHERE s.id = '%1$s' RETURNING tenant_id, id)
        INSERT INTO service_dependency (tenant_id, service_id, upstream_id)
        SELECT tenant_id, id, '%1$s' FROM made
        """
            .formatted(ledger));
    String own = incident("ledger", "P2");

    JsonNode impact = impact(own);

    assertThat(impact.get("affected")).hasSize(200);
    assertThat(impact.get("is_cut").asBoolean()).isTrue();
  }

  @Test
  void ofAServiceWithoutDependenciesThereIsNothing() {
    service("alone");

    JsonNode impact = impact(incident("alone", "P2"));

    assertThat(impact.get("likely_causes")).isEmpty();
    assertThat(impact.get("affected")).isEmpty();
    assertThat(core.get("/api/v1/incidents/INC-ZZZZZ/impact").status()).isEqualTo(404);
  }
}
