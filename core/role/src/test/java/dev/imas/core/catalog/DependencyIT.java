package dev.imas.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What services depend on: kept, shown, bounded and without cycles, by requests and by documents.
 */
class DependencyIT {

  private final RunningCore core = RunningCore.start();
  private final String team =
      core.post("/api/v1/teams", "{\"name\":\"Payments\"}").json().get("id").asText();

  @AfterEach
  void close() {
    core.close();
  }

  private static String list(String... on) {
    return Stream.of(on).map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  private String body(String name, String... on) {
    return "{\"name\":\"%s\",\"owner_team\":\"%s\",\"depends_on\":%s}"
        .formatted(name, team, list(on));
  }

  private Reply create(String name, String... on) {
    Reply made = core.post("/api/v1/services", body(name, on));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made;
  }

  private Reply depend(String name, String... on) {
    Reply there = core.get("/api/v1/services/" + name);
    return core.send(
        core.token,
        "PUT",
        "/api/v1/services/" + name,
        body(name, on),
        "if-match",
        Objects.requireNonNull(there.header("etag")));
  }

  private List<String> upstream(String name) {
    List<String> names = new ArrayList<>();
    core.get("/api/v1/services/" + name)
        .json()
        .get("depends_on")
        .forEach(one -> names.add(one.get("name").asText()));
    return names;
  }

  private List<String> dependants(String name) {
    List<String> names = new ArrayList<>();
    core.get("/api/v1/services?depends_on=" + name)
        .json()
        .get("items")
        .forEach(one -> names.add(one.get("name").asText()));
    return names;
  }

  private static JsonNode details(Reply reply) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(422);
    return reply.json().get("details");
  }

  @Test
  void dependenciesAreNamedByNameAndId() {
    String ledger = create("ledger").json().get("id").asText();
    create("mail");
    create("payments", "LEDGER", "mail");
    create("shop", ledger);

    assertThat(upstream("payments")).containsExactly("ledger", "mail");
    assertThat(dependants("ledger")).containsExactly("payments", "shop");

    assertThat(depend("payments", "mail").status()).isEqualTo(200);
    assertThat(upstream("payments")).containsExactly("mail");
    assertThat(dependants(ledger)).containsExactly("shop");
    assertThat(core.send(core.token, "DELETE", "/api/v1/services/mail", null).status())
        .isEqualTo(204);
    assertThat(upstream("payments")).isEmpty();
  }

  @Test
  void cycleIsRefusedWithItsPath() {
    create("database");
    create("ledger", "database");
    create("payments", "ledger");

    assertThat(details(depend("ledger", "database", "payments")).get("/depends_on").get(0).asText())
        .contains("ledger → payments → ledger");
    assertThat(details(depend("database", "payments")).get("/depends_on").get(0).asText())
        .contains("database → payments → ledger → database");
    assertThat(details(depend("ledger", "ledger")).get("/depends_on").get(0).asText())
        .contains("ledger → ledger");
    assertThat(upstream("ledger")).containsExactly("database");
  }

  @Test
  void whatCannotBeDependedOnIsNamed() {
    create("ledger");

    JsonNode details =
        details(
            core.post(
                "/api/v1/services",
                body("payments", "ledger", "nothing", "Ledger", core.triage.toString())));

    assertThat(details.get("/depends_on/1").get(0).asText()).contains("no service 'nothing'");
    assertThat(details.get("/depends_on/2").get(0).asText()).contains("named twice");
    assertThat(details.get("/depends_on/3").get(0).asText()).contains("triage service");
    assertThat(core.get("/api/v1/services/payments").status()).isEqualTo(404);
  }

  @Test
  void depthIsBounded() {
    create("s0");
    for (int i = 1; i <= 20; i++) {
      create("s" + i, "s" + (i - 1));
    }

    assertThat(
            details(core.post("/api/v1/services", body("s21", "s20")))
                .get("/depends_on")
                .get(0)
                .asText())
        .contains("at most 20")
        .contains("s21 → s20 → s19");
  }

  @Test
  void numberOfDependenciesOfATenantIsBounded() {
    create("payments");
    core.database.execute(
        """
        WITH made AS (
          INSERT INTO service (tenant_id, id, name, owner_team_id)
          SELECT '%1$s', gen_random_uuid(), 'many ' || n, '%2$s' FROM generate_series(1, 101) AS n RETURNING id, name)
        INSERT INTO service_dependency (tenant_id, service_id, upstream_id)
        SELECT '%1$s', a.id, b.id FROM made a, made b
         WHERE substr(a.name, 6)::int <= 100 AND substr(b.name, 6)::int = 101
        """
            .formatted(core.tenant, team));
    core.database.execute(
        """
        INSERT INTO service_dependency (tenant_id, service_id, upstream_id)
        SELECT '%1$s', a.id, b.id FROM service a, service b
         WHERE a.name LIKE 'many %%' AND b.name LIKE 'many %%'
           AND substr(a.name, 6)::int < substr(b.name, 6)::int AND substr(b.name, 6)::int < 101
        """
            .formatted(core.tenant));
    core.database.execute(
        """
        WITH other AS (
          INSERT INTO service (tenant_id, id, name, owner_team_id)
          SELECT '%1$s', gen_random_uuid(), 'more ' || n, '%2$s' FROM generate_series(1, 50) AS n RETURNING id)
        INSERT INTO service_dependency (tenant_id, service_id, upstream_id)
        SELECT '%1$s', o.id, s.id FROM other o, service s WHERE s.name LIKE 'many %%'
        """
            .formatted(core.tenant, team));

    assertThat(details(depend("payments", "many 101")).get("/depends_on").get(0).asText())
        .contains("limit of 10000 dependencies");
  }

  /** Each alone would be right. */
  @Test
  void twoChangesAtOnceMakeNoCycle() {
    for (int round = 0; round < 5; round++) {
      String one = "one" + round;
      String other = "other" + round;
      create(one);
      create(other);
      CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> depend(one, other));
      CompletableFuture<Reply> second = CompletableFuture.supplyAsync(() -> depend(other, one));

      assertThat(List.of(first.join().status(), second.join().status()))
          .containsExactlyInAnyOrder(200, 422);
    }
  }

  private static String document(String name, String on) {
    return "{\"kind\":\"service\",\"key\":\"%1$s\",\"name\":\"%1$s\",\"owner_team\":\"Payments\",\"depends_on\":%2$s}"
        .formatted(name, on);
  }

  private Reply apply(String... documents) {
    return core.post(
        "/api/v1/configuration",
        "{\"prune\":true,\"documents\":[" + String.join(",", documents) + "]}");
  }

  @Test
  void servicesThatAreAppliedTogetherDependOnEachOtherInAnyOrder() {
    Reply made = apply(document("a", list("b")), document("b", list("c")), document("c", list()));
    assertThat(made.status()).as(made.http().body()).isEqualTo(200);
    assertThat(upstream("a")).containsExactly("b");
    assertThat(upstream("b")).containsExactly("c");

    // Turned round: in between there is a cycle.
    assertThat(
            apply(document("a", list()), document("b", list("a")), document("c", list("b")))
                .status())
        .isEqualTo(200);
    assertThat(upstream("c")).containsExactly("b");
    assertThat(upstream("a")).isEmpty();

    Reply again = apply(document("a", list()), document("b", list("a")), document("c", list("b")));
    assertThat(again.json().get("counts").get("unchanged").asInt()).isEqualTo(3);
  }

  @Test
  void appliedCycleIsRefusedWithItsPath() {
    Reply refused =
        apply(document("a", list("b")), document("b", list("c")), document("c", list("a")));

    assertThat(details(refused).toString()).contains("a → b → c → a");
    assertThat(core.get("/api/v1/services/a").status()).isEqualTo(404);
  }

  @Test
  void whatIsRetiredDependsOnNothingAnyMore() {
    apply(document("a", list("b")), document("b", list()));
    core.post("/api/v1/incidents", "{\"title\":\"held\",\"service_name\":\"a\"}");

    assertThat(apply().status()).isEqualTo(200);

    assertThat(core.get("/api/v1/services/a").json().get("is_active").asBoolean()).isFalse();
    assertThat(upstream("a")).isEmpty();
    assertThat(core.get("/api/v1/services/b").status()).isEqualTo(404);
  }
}
