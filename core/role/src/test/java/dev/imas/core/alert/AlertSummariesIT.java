package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups and facets of alerts, and the labels that a matcher can be completed with. */
class AlertSummariesIT {

  private static final String HOSTILE = "=cmd|'<script>alert(1)</script>'\\u202e\\\"";

  private static RunningCore core;
  private static String other;

  @BeforeAll
  static void start() {
    core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "30s"));
    String shop = core.service("shop").toString();
    String bank = core.service("bank").toString();
    store(shop, "disk", "{\"cluster\":\"eu\",\"Env\":\"production\"}", 1, 1);
    store(shop, "disk", "{\"cluster\":\"eu\",\"env\":\"production\"}", 1, 3);
    store(shop, "load", "{\"cluster\":\"us\",\"env\":\"staging\"}", 2, 3);
    store(bank, "disk", "{\"cluster\":\"us\",\"env\":\"production\"}", 1, 2);
    store(bank, "load", "{\"env\":\"" + HOSTILE + "\"}", 1, 2);
    store(bank, "load", "{\"env\":\"\"}", 3, 4);
    other = core.tokenOfAnotherTenant("other", "read");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static void store(String service, String name, String labels, int status, int severity) {
    core.database.execute(
        """
        INSERT INTO alert_state (tenant_id, fingerprint, created_at, opened_at, first_seen, last_seen, starts_at, observed_at,
                           source_id, service_id, last_receipt, rule_set_version, rule_index, decision, status,
                           severity, name, group_key, labels, annotations, details)
        VALUES ('%s', gen_random_uuid(), now(), now(), now(), now(), now(), now(), '%s', '%s',
               gen_random_uuid(), 0, -1, 0, %d, %d, '%s', 'g', '%s', '{}', '{}')\
        """
            .formatted(
                core.tenant,
                core.source,
                service,
                status,
                severity,
                name,
                labels.replace("'", "''")));
  }

  private static JsonNode ok(String path) {
    Reply reply = core.get("/api/v1" + path);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** As "values: total firing hidden". */
  private static List<String> groups(JsonNode found) {
    List<String> groups = new ArrayList<>();
    for (JsonNode group : found.get("groups")) {
      List<String> values = new ArrayList<>();
      group.get("values").forEach(value -> values.add(value.asText()));
      groups.add(
          String.join("/", values)
              + ": "
              + group.get("total").asInt()
              + " "
              + group.get("firing").asInt()
              + " "
              + group.get("hidden").asInt());
    }
    return groups;
  }

  /** As "value count". */
  private static List<String> values(JsonNode facet) {
    List<String> values = new ArrayList<>();
    facet
        .get("values")
        .forEach(v -> values.add(v.get("value").asText() + " " + v.get("count").asInt()));
    return values;
  }

  private static List<String> texts(JsonNode found, String member) {
    List<String> texts = new ArrayList<>();
    found
        .get("items")
        .forEach(i -> texts.add(i.get(member).asText() + " " + i.get("count").asInt()));
    return texts;
  }

  @Test
  void groupWithTheMostSevereFiringAlertComesFirst() {
    JsonNode found = ok("/alerts/groups");

    assertThat(groups(found)).containsExactly("shop: 3 2 0", "bank: 3 2 1");
    assertThat(found.at("/by/0").asText()).isEqualTo("service");
    assertThat(found.at("/groups/0/firing_by_severity/SEV1_CRITICAL").asInt()).isEqualTo(1);
    assertThat(found.at("/groups/0/firing_by_severity/SEV2_HIGH").asInt()).isZero();
    assertThat(found.at("/groups/0/oldest").asText()).isNotEmpty();
    assertThat(found.at("/others/groups").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "by=team | team of shop: 3 2 0, team of bank: 3 2 1",
        "by=severity&status=FIRING | SEV1_CRITICAL: 1 1 0, SEV2_HIGH: 2 2 0, SEV3_MEDIUM: 1 1 0",
        "by=status | FIRING: 4 4 0, RESOLVED: 1 0 0, SUPPRESSED: 1 0 1",
        "by=name&team=team of bank | disk: 1 1 0, load: 2 1 1",
        "by=label:cluster | eu: 2 2 0, null: 2 1 1, us: 2 1 0",
        "by=hidden | false: 5 4 0, true: 1 0 1",
        "by=service&by=label:cluster&status=FIRING | shop/eu: 2 2 0, bank/us: 1 1 0, bank/null: 1 1"
            + " 0",
        "by=name&by=severity&by=status&service=bank | disk/SEV2_HIGH/FIRING: 1 1 0,"
            + " load/SEV2_HIGH/FIRING: 1 1 0, load/SEV4_LOW/SUPPRESSED: 1 0 1",
        "by=service&label=cluster=eu | shop: 2 2 0",
        "by=service&label=cluster=~e. | shop: 2 2 0",
        "by=service&hidden=true | bank: 1 0 1",
        "by=incident&service=shop | null: 3 2 0"
      })
  void alertsAreGroupedByWhatTheyHave(String query, String expected) {
    assertThat(groups(ok("/alerts/groups?" + query.replace(" ", "%20"))))
        .containsExactlyInAnyOrder(expected.split(", "));
  }

  @Test
  void furtherGroupsAreToldAsOne() {
    JsonNode found = ok("/alerts/groups?by=name&by=label:env&limit=1");

    assertThat(groups(found)).containsExactly("disk/null: 1 1 0");
    assertThat(found.at("/others/groups").asInt()).isEqualTo(4);
    assertThat(found.at("/others/total").asInt()).isEqualTo(5);
    assertThat(found.at("/others/firing_by_severity/SEV2_HIGH").asInt()).isEqualTo(2);
  }

  @Test
  void facetLeavesItsOwnConditionOut() {
    JsonNode found =
        ok(
            "/alerts/facets?status=FIRING&label=cluster=us&facet=status&facet=label:cluster"
                + "&facet=service");

    assertThat(values(found.at("/facets/0"))).containsExactly("FIRING 1", "RESOLVED 1");
    assertThat(values(found.at("/facets/1"))).containsExactly("eu 2", "us 1", "null 1");
    assertThat(values(found.at("/facets/2"))).containsExactly("bank 1");
    assertThat(found.at("/facets/1/by").asText()).isEqualTo("label:cluster");
  }

  @Test
  void usualFacetsAreCountedTogether() {
    JsonNode facets = ok("/alerts/facets").get("facets");

    assertThat(values(facets.get(0))).containsExactly("FIRING 4", "RESOLVED 1", "SUPPRESSED 1");
    assertThat(values(facets.get(1)))
        .containsExactly("SEV2_HIGH 2", "SEV3_MEDIUM 2", "SEV1_CRITICAL 1", "SEV4_LOW 1");
    assertThat(values(facets.get(2))).containsExactly("bank 3", "shop 3");
    assertThat(values(facets.get(3))).containsExactly("team of bank 3", "team of shop 3");
  }

  /** Each value of a facet is what its parameter takes, and finds as many as were counted. */
  @ParameterizedTest
  @CsvSource({"status", "severity", "service", "team", "name", "hidden"})
  void valueOfAFacetFindsWhatItCounts(String facet) {
    JsonNode values = ok("/alerts/facets?facet=" + facet).at("/facets/0/values");

    assertThat(values).isNotEmpty();
    for (JsonNode value : values) {
      assertThat(
              ok("/alerts?total=true&" + facet + "=" + encoded(value.get("value").asText()))
                  .at("/total/count")
                  .asInt())
          .isEqualTo(value.get("count").asInt());
    }
  }

  @Test
  void eightFacetsAreCountedAtOnce() {
    JsonNode facets =
        ok("/alerts/facets?facet=status&facet=severity&facet=service&facet=team&facet=name"
                + "&facet=hidden&facet=label:cluster&facet=label:env")
            .get("facets");

    assertThat(facets).hasSize(8);
    for (JsonNode facet : facets) {
      int sum = 0;
      for (JsonNode value : facet.get("values")) {
        sum += value.get("count").asInt();
      }
      assertThat(sum).as("%s", facet).isEqualTo(6);
    }
    assertThat(values(facets.get(7))).contains("production 2", "staging 1", "null 2");
  }

  @Test
  void namesOfLabelsAreCompleted() {
    assertThat(texts(ok("/labels"), "name")).containsExactly("env 5", "cluster 4", "Env 1");
    assertThat(texts(ok("/labels?prefix=EN"), "name")).containsExactly("env 5", "Env 1");
    assertThat(texts(ok("/labels?service=bank"), "name")).containsExactly("env 3", "cluster 1");
    assertThat(ok("/labels").get("is_complete").asBoolean()).isTrue();
    JsonNode first = ok("/labels?limit=1");
    assertThat(texts(first, "name")).containsExactly("env 5");
    assertThat(first.get("is_complete").asBoolean()).isFalse();
    assertThat(texts(ok("/labels?prefix=%25"), "name")).isEmpty();
  }

  @Test
  void valuesOfALabelAreCompleted() {
    assertThat(texts(ok("/labels/cluster/values"), "value")).containsExactly("eu 2", "us 2");
    assertThat(texts(ok("/labels/env/values?prefix=Prod"), "value"))
        .containsExactly("production 2");
    assertThat(texts(ok("/labels/cluster/values?label=env=staging"), "value"))
        .containsExactly("us 1");
    assertThat(texts(ok("/labels/nothing/values"), "value")).isEmpty();
  }

  /** It is data in JSON: whole, and never more than that. */
  @Test
  void hostileTextIsToldAsItIs() {
    String hostile = "=cmd|'<script>alert(1)</script>'\u202e\"";

    assertThat(texts(ok("/labels/env/values?prefix=" + encoded("=cmd")), "value"))
        .containsExactly(hostile + " 1");
    assertThat(values(ok("/alerts/facets?facet=label:env").at("/facets/0")))
        .contains(hostile + " 1");
    assertThat(core.get("/api/v1/labels/env/values").header("content-type"))
        .isEqualTo("application/json");
    assertThat(ok("/labels/" + encoded("'; DROP TABLE alert_state; --") + "/values").get("items"))
        .isEmpty();
    assertThat(ok("/alerts/groups?by=" + encoded("label:' || x || '")).get("groups")).hasSize(1);
  }

  @Test
  void otherTenantSeesNoneOfIt() {
    for (String path :
        List.of(
            "/alerts/groups?by=label:cluster",
            "/alerts/facets?facet=label:cluster&facet=service",
            "/labels",
            "/labels/cluster/values",
            "/alerts?view=row&column=cluster")) {
      Reply reply = core.send(other, "GET", "/api/v1" + path, null);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.http().body()).doesNotContain("eu", "shop", "bank", "\"env\"");
      // No cache on the way may keep what one caller was told.
      assertThat(reply.header("cache-control")).contains("no-store");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/alerts/groups?by=colour, by",
    "/alerts/groups?by=name&by=status&by=team&by=service, by",
    "/alerts/groups?by=name&limit=1001, limit",
    "/alerts/facets?facet=label:, facet",
    "/alerts/facets?label=x=~(, label",
    "/labels?limit=501, limit",
    "/labels?cursor=x, cursor"
  })
  void whatCannotBeReadIsToldByName(String path, String pointer) {
    Reply refused = core.get("/api/v1" + path);

    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(400);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }
}
