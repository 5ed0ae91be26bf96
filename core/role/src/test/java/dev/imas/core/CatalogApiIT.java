package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What operators configure over the JSON API: teams, services, sources, rule sets. */
class CatalogApiIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void catalogIsKeptWithVersions() {
    Reply team = api.check("POST", "/teams", api.send("/teams", "{\"name\":\"Payments\"}"));
    String teamId = team.json().get("id").asText();
    assertProblem(core.post("/api/v1/teams", "{\"name\":\"payments\"}"), 409);
    Reply service =
        api.check(
            "POST",
            "/services",
            api.send(
                "/services",
                "{\"name\":\"Ledger\",\"owner_team\":\"" + teamId + "\",\"aliases\":[\"books\"]}"));
    String path = "/api/v1/services/" + service.json().get("id").asText();
    String change =
        "{\"name\":\"Ledger\",\"owner_team\":\"" + teamId + "\",\"tier\":\"TIER_1_CRITICAL\"}";
    assertProblem(core.send(core.token, "PUT", path, change), 428);
    assertProblem(core.send(core.token, "PUT", path, change, "if-match", "\"9\""), 412);
    Reply changed =
        api.check(
            "PUT",
            "/services/{id}",
            core.send(core.token, "PUT", path, change, "if-match", "\"1\""));
    assertThat(changed.header("etag")).isEqualTo("\"2\"");
    assertThat(changed.json().get("tier").asText()).isEqualTo("TIER_1_CRITICAL");
    assertProblem(core.send(core.token, "DELETE", "/api/v1/teams/" + teamId, null), 409);
    api.post("/incidents", "{\"title\":\"held\",\"service_name\":\"Ledger\"}");
    assertProblem(core.send(core.token, "DELETE", path, null), 409);
    assertProblem(core.send(core.token, "DELETE", "/api/v1/services/" + core.triage, null), 409);

    String contacts = "/teams/" + teamId + "/contacts";
    Reply contact =
        api.check(
            "POST",
            "/teams/{team}/contacts",
            api.send(
                contacts,
                "{\"name\":\"hook\",\"channel\":\"webhook\",\"address\":\"https://example.org/x\",\"secret\":\"topsecret\",\"min_severity\":\"SEV2\"}"));
    assertThat(contact.json().get("has_secret").asBoolean()).isTrue();
    assertThat(contact.http().body()).doesNotContain("topsecret");
    assertProblem(
        core.post(
            "/api/v1" + contacts,
            "{\"name\":\"x\",\"channel\":\"webhook\",\"address\":\"ftp://x\"}"),
        422);
    api.check("GET", "/teams/{team}/contacts", core.get("/api/v1" + contacts));
    String one = "/api/v1" + contacts + "/" + contact.json().get("id").asText();
    Reply cleared =
        api.check(
            "PUT",
            "/teams/{team}/contacts/{id}",
            core.send(
                core.token,
                "PUT",
                one,
                "{\"name\":\"hook\",\"channel\":\"webhook\",\"address\":\"https://example.org/x\",\"secret\":null}",
                "if-match",
                "\"1\""));
    assertThat(cleared.json().get("has_secret").asBoolean()).isFalse();
    assertThat(core.send(core.token, "DELETE", one, null).status()).isEqualTo(204);
    api.check("GET", "/services", core.get("/api/v1/services?team=Payments"));
    api.check("GET", "/teams", core.get("/api/v1/teams"));
    api.check("GET", "/teams/{id}", core.get("/api/v1/teams/" + teamId));
  }

  @Test
  void sourcesKeepTheirSecretsAndBumpTheRouting() {
    long before = generation();
    Reply source =
        api.check(
            "POST",
            "/sources",
            api.send(
                "/sources",
                "{\"name\":\"dd\",\"type\":\"DATADOG\",\"signing_secret\":\"hmac-secret\",\"config\":{\"severity_mapping\":{\"red\":\"P1\"},\"mapping\":{\"alert_name\":\"/a\"}}}"));
    String id = source.json().get("id").asText();
    assertThat(source.http().body()).doesNotContain("hmac-secret");
    assertThat(source.json().get("has_signing_secret").asBoolean()).isTrue();
    Reply bad =
        core.post(
            "/api/v1/sources",
            "{\"name\":\"bad\",\"type\":\"X\",\"config\":{\"mapping\":{\"foo\":\"a\"},\"resolve_timeout\":\"soon\",\"colour\":1}}");
    assertProblem(bad, 422);
    assertThat(bad.json().get("details").properties()).hasSize(4);
    for (String config :
        List.of(
            "{\"ignored_labels\":[\"a\\u0000b\"]}",
            "{\"severity_mapping\":{\"a\\u0000\":\"P1\"}}",
            "{\"mapping\":{\"alert_name\":\"/a\\u0000\"}}",
            "{\"mapping\":{\"labels\":{\"a\\u0000\":\"/a\"}}}")) {
      assertProblem(
          core.post(
              "/api/v1/sources",
              "{\"name\":\"nul\",\"type\":\"CUSTOM\",\"config\":" + config + "}"),
          422);
    }
    assertProblem(core.get("/api/v1/incidents?created_after=%2B294277-01-03T00:00:00Z"), 400);
    Reply key = api.check("POST", "/sources/{id}/keys", api.send("/sources/" + id + "/keys", ""));
    assertThat(key.json().get("key").asText()).startsWith("imas_src_");
    Reply keys =
        api.check("GET", "/sources/{id}/keys", core.get("/api/v1/sources/" + id + "/keys"));
    assertThat(keys.http().body()).doesNotContain(key.json().get("key").asText());
    assertThat(
            core.send(
                    core.token,
                    "DELETE",
                    "/api/v1/sources/" + id + "/keys/" + key.json().get("id").asText(),
                    null)
                .status())
        .isEqualTo(204);
    api.check("GET", "/sources", core.get("/api/v1/sources"));
    api.check("GET", "/sources/{id}", core.get("/api/v1/sources/" + id));
    api.check(
        "PUT",
        "/sources/{id}",
        core.send(
            core.token,
            "PUT",
            "/api/v1/sources/" + id,
            "{\"name\":\"dd2\",\"type\":\"ANY\"}",
            "if-match",
            "\"1\""));
    assertThat(core.send(core.token, "DELETE", "/api/v1/sources/" + id, null).status())
        .isEqualTo(204);
    assertThat(generation()).isGreaterThanOrEqualTo(before + 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-type",
        "Content-Length",
        "Accept-Encoding",
        "Connection",
        "cookie",
        "X-Forwarded-For",
        "User-Agent",
        "Authorization",
        "X-Request-Id"
      })
  void standardHeaderIsNoPlaceForAKey(String header) {
    Reply refused =
        core.post(
            "/api/v1/sources",
            "{\"name\":\"x\",\"type\":\"ANY\",\"config\":{\"key_header\":\"%s\"}}"
                .formatted(header));

    assertProblem(refused, 422);
    assertThat(refused.json().get("details").has("/config/key_header")).isTrue();
  }

  @Test
  void aTopicOfASourceIsOfItsTenantAndOfNoOtherSource() {
    String own = "imas." + core.tenant + ".alerts";
    String source = "{\"name\":\"%s\",\"type\":\"%s\",\"config\":{\"kafka\":{\"topic\":\"%s\"%s}}}";

    Reply foreign =
        core.post("/api/v1/sources", source.formatted("k1", "CUSTOM", "imas.other.alerts", ""));
    Reply nowhere = core.post("/api/v1/sources", source.formatted("k1", "ANY", own, ""));
    Reply elsewhere =
        core.post("/api/v1/sources", source.formatted("k1", "CUSTOM", own, ",\"path\":\"/no\""));
    Reply kept = core.post("/api/v1/sources", source.formatted("k1", "CUSTOM", own, ""));
    Reply taken = core.post("/api/v1/sources", source.formatted("k2", "CUSTOM", own, ""));

    assertProblem(foreign, 422);
    assertThat(foreign.json().get("details").get("/config/kafka/topic").toString())
        .contains("must begin with imas." + core.tenant + ".");
    assertProblem(nowhere, 422);
    assertThat(nowhere.json().get("details").has("/config/kafka/path")).isTrue();
    assertProblem(elsewhere, 422);
    assertThat(elsewhere.json().get("details").has("/config/kafka/path")).isTrue();
    assertThat(kept.status()).isEqualTo(201);
    assertThat(kept.json().at("/config/kafka/topic").asText()).isEqualTo(own);
    assertProblem(taken, 409);
  }

  @Test
  void accessOfASourceIsKept() {
    Reply kept =
        api.check(
            "POST",
            "/sources",
            api.send(
                "/sources",
                "{\"name\":\"access\",\"type\":\"GRAFANA\",\"config\":{\"key_header\":\"X-Own\",\"unsigned_time\":true,\"alertmanager_api\":false}}"));

    assertThat(kept.json().get("config").get("unsigned_time").asBoolean()).isTrue();
    assertProblem(
        core.post(
            "/api/v1/sources",
            "{\"name\":\"y\",\"type\":\"ANY\",\"config\":{\"alertmanager_api\":\"yes\"}}"),
        422);
  }

  @Test
  void ruleSetsAreImmutableVersionsAndOneIsLive() throws Exception {
    Reply bad =
        core.post(
            "/api/v1/rule-sets",
            "{\"rules\":[{\"name\":\"\",\"matchers\":[\"=~[\"]},{\"name\":\"b\",\"severity\":\"huge\"}]}");
    assertProblem(bad, 422);
    assertThat(bad.json().get("details").has("/rules/1/severity")).isTrue();
    assertThat(bad.json().get("details").properties().size()).isGreaterThanOrEqualTo(3);
    Reply made =
        api.check(
            "POST",
            "/rule-sets",
            api.send(
                "/rule-sets",
                "{\"comment\":\"first\",\"rules\":[{\"name\":\"db\",\"matchers\":[\"team=\\\"db\\\"\"],\"severity\":\"P2\"}]}"));
    int version = made.json().get("version").asInt();
    try (var connection = core.database.connect();
        var sql = connection.createStatement()) {
      sql.execute("LISTEN imas_routing");
      long before = generation();
      Reply live =
          api.check(
              "POST",
              "/rule-sets/{version}/activate",
              api.send("/rule-sets/" + version + "/activate", ""));
      assertThat(live.json().get("is_active").asBoolean()).isTrue();
      assertThat(generation()).isEqualTo(before + 1);
      var notes = connection.unwrap(PGConnection.class).getNotifications(5_000);
      assertThat(notes[0].getParameter()).isEqualTo(core.tenant + ":" + (before + 1));
    }
    api.check("GET", "/rule-sets/active", core.get("/api/v1/rule-sets/active"));
    api.check("GET", "/rule-sets/{version}", core.get("/api/v1/rule-sets/" + version));
    api.check("GET", "/rule-sets", core.get("/api/v1/rule-sets"));
    assertProblem(core.post("/api/v1/rule-sets/99/activate", "{}"), 404);
  }

  @Test
  void aRuleSetNamesServicesThatExistAndEachRuleOnce() throws Exception {
    core.service("Checkout");
    String rules =
        "{\"rules\":[{\"name\":\"a\",\"service\":\"checkout\"},"
            + "{\"name\":\"b\",\"service\":\"%s\"},"
            + "{\"name\":\"%s\",\"service\":\"Checkout\"}]}";

    Reply unknown = core.post("/api/v1/rule-sets", rules.formatted("chekout", "c"));
    assertProblem(unknown, 422);
    assertThat(unknown.json().get("details").properties()).hasSize(1);
    assertThat(unknown.json().get("details").get("/rules/1/service").get(0).asText())
        .contains("names 'chekout'")
        .contains("no active service");

    Reply twice = core.post("/api/v1/rule-sets", rules.formatted("CHECKOUT", "a"));
    assertProblem(twice, 422);
    assertThat(twice.json().get("details").get("/rules/2/name").get(0).asText())
        .contains("is also the name of rule 0");

    assertThat(core.post("/api/v1/rule-sets", rules.formatted("CHECKOUT", "c")).status())
        .isEqualTo(201);
  }

  private static long generation() {
    List<@Nullable String> found =
        new ArrayList<>(
            core.database.query(
                "SELECT generation FROM routing_generation WHERE tenant_id = '"
                    + core.tenant
                    + "'"));
    return found.isEmpty() || found.get(0) == null ? 0 : Long.parseLong(found.get(0));
  }
}
