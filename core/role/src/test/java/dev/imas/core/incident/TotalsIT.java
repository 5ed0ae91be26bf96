package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists say on request how many items they have in all. */
class TotalsIT {

  private static String total(RunningCore core, String path) {
    Reply reply = core.get("/api/v1" + path);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    JsonNode total = reply.json().get("total");
    return total.get("count").asInt() + (total.get("exact").asBoolean() ? "" : " and more");
  }

  private static JsonNode facets(RunningCore core, String query) {
    Reply reply = core.get("/api/v1/incidents/facets" + query);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().get("facets");
  }

  @Test
  void totalIsOfTheWholeListWhateverThePage() {
    try (RunningCore core = RunningCore.start()) {
      UUID shop = core.service("shop");
      for (int i = 0; i < 5; i++) {
        core.post(
            Event.firing("alert " + i, 3, i < 3 ? core.triage : shop, core.now())
                .inGroup("group " + i));
      }
      core.follow();

      for (String list : List.of("/incidents", "/deliveries", "/alerts")) {
        Reply first = core.get("/api/v1" + list + "?limit=2");
        assertThat(first.json().has("total")).as("not asked for").isFalse();
        assertThat(total(core, list + "?limit=2&total=true")).isEqualTo("5");
        assertThat(
                total(
                    core, list + "?limit=2&total=true&cursor=" + first.json().get("next").asText()))
            .isEqualTo("5");
      }
      assertThat(total(core, "/incidents?total=true&service=shop")).isEqualTo("2");
      tag(core, "shop", "vendor, abroad", "slow");
      tag(core, "Unknown/Triage", "slow");
      for (JsonNode facet : facets(core, "?status=TRIGGERED&service=shop")) {
        String by = facet.get("by").asText();
        String rest =
            (by.equals("status") ? "" : "&status=TRIGGERED")
                + (by.equals("service") ? "" : "&service=shop");
        assertThat(facet.get("values"))
            .as(by)
            .hasSize(by.equals("service") || by.equals("tag") ? 2 : 1);
        for (JsonNode value : facet.get("values")) {
          assertThat(value.get("count").asText())
              .as("what the list has that %s leads to", value)
              .isEqualTo(
                  total(
                      core,
                      "/incidents?total=true&%s=%s%s"
                          .formatted(
                              by,
                              value.get("value").asText().replace(" ", "%20").replace(",", "%2C"),
                              rest)));
        }
      }
      JsonNode slow = facets(core, "?tag=Slow");
      assertThat(slow.at("/2/values").findValuesAsText("count")).containsExactly("1", "1");
      assertThat(slow.at("/4/values/0").toString())
          .as("it leaves its own condition out")
          .isEqualTo("{\"value\":\"slow\",\"count\":2}");
      assertThat(slow.at("/4/values")).hasSize(2);
      assertThat(core.get("/api/v1/incidents/facets").json().get("as_of"))
          .as("nothing has changed since, so it is the list's number, too")
          .isEqualTo(core.get("/api/v1/incidents").json().get("as_of"));
      assertThat(total(core, "/incidents?total=true&status=RESOLVED")).isEqualTo("0");
      assertThat(total(core, "/incidents?total=true&search=alert%204")).isEqualTo("1");
      String one = core.get("/api/v1/incidents").json().at("/items/0/id").asText();
      assertThat(total(core, "/deliveries?total=true&incident=" + one)).isEqualTo("1");
      assertThat(total(core, "/deliveries?total=true&status=dead")).isEqualTo("0");
      String other = core.tokenOfAnotherTenant("other", "read");
      assertThat(
              core.send(other, "GET", "/api/v1/incidents?total=true", null)
                  .json()
                  .at("/total/count")
                  .asInt())
          .isZero();
      assertThat(
              core.send(other, "GET", "/api/v1/incidents/facets", null)
                  .json()
                  .at("/facets")
                  .findValues("values"))
          .allMatch(JsonNode::isEmpty);
    }
  }

  private static void tag(RunningCore core, String service, String... names) {
    String one =
        core.get("/api/v1/incidents?service=" + service.replace("/", "%2F"))
            .json()
            .at("/items/0/id")
            .asText();
    for (String name : names) {
      assertThat(
              core.post("/api/v1/incidents/" + one + "/tags", "{\"tag_name\":\"" + name + "\"}")
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void noMoreThanTenThousandAreCounted() {
    try (RunningCore core = RunningCore.start()) {
      String insert =
          """
          INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                                created_at, updated_at)
          SELECT '%s', gen_random_uuid(), 'INC-' || n, 'Incident', '%s', 3, 'RESOLVED', 'api', 'test', now(), now(), now()
            FROM generate_series(%d, %d) AS n\
          """;
      core.database.execute(insert.formatted(core.tenant, core.triage, 1, 10_000));
      assertThat(total(core, "/incidents?total=true&limit=1")).isEqualTo("10000");

      core.database.execute(insert.formatted(core.tenant, core.triage, 10_001, 10_001));

      assertThat(total(core, "/incidents?total=true&limit=1")).isEqualTo("10000 and more");
      assertThat(facets(core, "").at("/0/values/0/count").asInt())
          .as("facets count all")
          .isEqualTo(10_001);
    }
  }
}
