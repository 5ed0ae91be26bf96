package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The newest bodies of sources: kept sealed, shown, and tried as they would be read now. */
class RecentBodiesIT {

  private static final CoreAndGateway imas = new CoreAndGateway();

  @AfterAll
  static void stop() {
    imas.close();
  }

  private static String alert(String name, String more) {
    return "{'title':'%s','severity':'SEV3'%s}".formatted(name, more);
  }

  private static String source(String name, String members) {
    return imas.key("{'name':'%s','type':'CUSTOM'%s}".formatted(name, members));
  }

  private static void post(String key, String body, int status) {
    Await.until(
        "the post to be answered",
        () -> imas.post("/api/v1/webhooks/custom/", key, body).status(),
        s -> s == status);
  }

  private static JsonNode bodies(String source) {
    return imas.api("GET", "/api/v1/sources/" + source + "/bodies", null).json().get("items");
  }

  private static JsonNode kept(String source, int count) {
    return Await.until(count + " bodies", () -> bodies(source), items -> items.size() >= count);
  }

  private static String path(String source, JsonNode body) {
    return "/api/v1/sources/" + source + "/bodies/" + body.get("receipt").asText();
  }

  @Test
  void bodyIsShownAsItCameAndTriedAsThingsStandNow() {
    String key = source("shop", "");
    post(key, alert("Disk", ""), 202);
    JsonNode body = kept("shop", 1).get(0);

    assertThat(body.get("alerts").asInt()).isEqualTo(1);
    assertThat(body.get("dead_letters").asInt()).isZero();
    assertThat(body.get("is_kept").asBoolean()).isTrue();
    JsonNode shown = imas.api("GET", path("shop", body), null).json();
    assertThat(shown.get("body_text").asText()).isEqualTo(alert("Disk", "").replace('\'', '"'));
    assertThat(shown.has("body_base64")).isFalse();
    assertThat(imas.api("GET", "/api/v1/receipts/" + body.get("receipt").asText(), null).status())
        .isEqualTo(200);

    CoreAndGateway.Reply tried = imas.api("POST", path("shop", body) + "/try", "{}");
    assertThat(tried.status()).as("%s", tried.json()).isEqualTo(200);
    assertThat(tried.json().get("path").asText()).isEqualTo("/api/v1/webhooks/custom");
    assertThat(tried.json().at("/alerts/0/would/outcome").asText()).isEqualTo("deduplicated");
    JsonNode byOthers =
        imas.api(
                "POST", path("shop", body) + "/try", "{'rules':[{'name':'all','severity':'SEV4'}]}")
            .json();
    assertThat(byOthers.at("/alerts/0/severity").asText()).isEqualTo("SEV4_LOW");
    assertThat(imas.database.count("SELECT count(*) FROM recent_body WHERE sealed LIKE '%Disk%'"))
        .as("in the clear")
        .isZero();

    imas.database.execute("DELETE FROM recent_body_key");
    assertThat(imas.api("GET", path("shop", body), null).status())
        .as("the key is destroyed")
        .isEqualTo(409);
    assertThat(
            imas.api("GET", path("shop", body).replaceAll("[^/]*$", "" + UUID.randomUUID()), null)
                .status())
        .isEqualTo(404);
  }

  @Test
  void whatCouldNotBeReadIsAmongThem() {
    String key = source("broken", "");
    post(key, "{'title':7", 400);

    JsonNode body = kept("broken", 1).get(0);

    assertThat(body.get("alerts").asInt()).isZero();
    assertThat(body.get("dead_letters").asInt()).isEqualTo(1);
    assertThat(imas.api("POST", path("broken", body) + "/try", "{}").status()).isEqualTo(422);
  }

  @Test
  void largeOneIsToldOfAlone() {
    String key = source("large", "");
    post(key, alert("Large", ",'text':'" + "x".repeat(300_000) + "'"), 202);

    JsonNode body = kept("large", 1).get(0);

    assertThat(body.get("is_kept").asBoolean()).isFalse();
    assertThat(body.get("size").asInt()).isGreaterThan(300_000);
    assertThat(imas.api("GET", path("large", body), null).status()).isEqualTo(409);
  }

  @Test
  void sourceThatSaysSoHasNone() {
    String silent = source("silent", ",'config':{'recent_bodies':false}");
    String spoken = source("spoken", "");
    post(silent, alert("Silent", ""), 202);
    post(spoken, alert("Spoken", ""), 202);
    kept("spoken", 1);

    assertThat(bodies("silent")).isEmpty();
    assertThat(
            imas.database.count(
                "SELECT count(*) FROM recent_body b JOIN source s ON s.id = b.source_id"
                    + " WHERE s.name = 'silent'"))
        .isZero();
    assertThat(
            imas.api(
                    "PUT",
                    "/api/v1/sources/spoken",
                    "{'name':'spoken','type':'CUSTOM','config':{'recent_bodies':false}}")
                .status())
        .isEqualTo(200);
    assertThat(bodies("spoken")).as("switched off").isEmpty();
    assertThat(
            imas.database.count(
                "SELECT count(*) FROM recent_body b JOIN source s ON s.id = b.source_id"
                    + " WHERE s.name = 'spoken'"))
        .isZero();
  }

  @Test
  void keyInABodyIsNotKept() {
    String key = imas.key("{'name':'events','type':'PAGERDUTY'}");
    String body =
        "{'routing_key':'%s','event_action':'trigger','payload':{'summary':'Down','source':'h','severity':'critical'}}"
            .formatted(key);
    Await.until(
        "the key to be known", () -> imas.post("/v2/enqueue", key, body).status(), s -> s == 202);
    JsonNode kept = kept("events", 1).get(0);

    String shown = imas.api("GET", path("events", kept), null).json().get("body_text").asText();

    assertThat(shown).contains("Down").doesNotContain(key);
    assertThat(
            imas.api("POST", path("events", kept) + "/try", "{}")
                .json()
                .at("/alerts/0/title")
                .asText())
        .isEqualTo("Down");
  }

  /** Two flushes of more than there is room for. */
  @Test
  void newestTwentyOfADayAreKept() {
    source("many", "");
    keep(0, 25);
    keep(25, 12);
    keep(3, 2); // late, from another gateway

    List<Integer> sizes = new ArrayList<>();
    bodies("many").forEach(body -> sizes.add(body.get("size").asInt()));

    assertThat(sizes).isEqualTo(IntStream.range(0, 20).mapToObj(i -> 36 - i).toList());
    assertThat(imas.database.count("SELECT count(*) FROM recent_body WHERE dialect = 'sql'"))
        .isEqualTo(20);
  }

  private static void keep(int first, int count) {
    imas.database.execute(
        """
        SELECT keep_bodies(array_agg(s.tenant_id), array_agg(s.id), array_agg((now() AT TIME ZONE 'UTC')::date),
                           array_agg(gen_random_uuid()), array_agg(now() - interval '1 hour' + make_interval(secs => n)),
                           array_agg('sql'::text), array_agg(n), array_agg(1), array_agg(0), array_agg(NULL::bytea))
          FROM source s, generate_series(%1$d, %1$d + %2$d - 1) AS n WHERE s.name = 'many'\
        """
            .formatted(first, count));
  }
}
