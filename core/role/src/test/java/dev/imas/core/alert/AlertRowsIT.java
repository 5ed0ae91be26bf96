package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts as slim rows, by the numbers that core gives them. */
class AlertRowsIT {

  private RunningCore core;

  @BeforeEach
  void start() {
    core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "30s"));
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private JsonNode ok(String path) {
    Reply reply = core.get(path);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode rows(String query) {
    return ok("/api/v1/alerts?view=row" + query);
  }

  private static List<String> texts(JsonNode column) {
    return StreamSupport.stream(column.get("index").spliterator(), false)
        .map(place -> column.get("values").get(place.asInt()).asText())
        .toList();
  }

  private static List<String> names(JsonNode rows) {
    return texts(rows.at("/columns/name"));
  }

  private static List<Long> numbers(JsonNode rows) {
    List<Long> numbers = new ArrayList<>();
    rows.at("/columns/number").forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  private Event firing(String name, int severity) {
    return Event.firing(name, severity, core.triage, core.now());
  }

  @Test
  void whatCoreFollowsGetsNumbersThatNoOtherAlertOfTheTenantHas() {
    for (int i = 0; i < 20; i++) {
      core.post(firing("urgent " + i, 1), firing("lesser " + i, 3));
      if (i % 3 == 0) {
        core.follow();
      }
    }
    core.follow();

    JsonNode rows = rows("");

    assertThat(numbers(rows)).hasSize(40).doesNotHaveDuplicates().allMatch(n -> n < 200);
    for (int i = 0; i < 40; i++) {
      long lane = rows.at("/columns/severity/" + i).asInt() == 1 ? 0 : 1;
      assertThat(numbers(rows).get(i) % 3).isEqualTo(lane);
    }
    assertThat(rows.at("/total/count").asInt()).isEqualTo(40);
    assertThat(rows.at("/total/exact").asBoolean()).isTrue();
    assertThat(rows.get("pending").asInt()).isZero();
  }

  @Test
  void numberStaysAndTheVersionGrows() {
    core.post(firing("disk", 3));
    core.follow();
    long number = numbers(rows("")).getFirst();
    assertThat(rows("").at("/columns/version/0").asInt()).isEqualTo(1);

    core.post(Event.firing("disk", 2, core.triage, core.now()));
    core.follow();

    assertThat(numbers(rows(""))).containsExactly(number);
    assertThat(rows("").at("/columns/version/0").asInt()).isEqualTo(2);
    assertThat(rows("").at("/columns/severity/0").asInt()).isEqualTo(2);
  }

  @Test
  void rowIsOpenedByItsNumber() {
    core.post(firing("disk", 3), firing("memory", 3));
    core.follow();
    JsonNode rows = rows("");
    List<Long> numbers = numbers(rows);

    JsonNode opened = ok("/api/v1/alerts?number=" + numbers.get(1)).get("items");

    assertThat(opened).hasSize(1);
    assertThat(opened.at("/0/name").asText()).isEqualTo(names(rows).get(1));
    assertThat(opened.at("/0/number").asLong()).isEqualTo(numbers.get(1));
    assertThat(opened.at("/0/fingerprint").asText()).hasSize(32);
    assertThat(ok("/api/v1/alerts?number=" + numbers.get(0) + "," + numbers.get(1)).get("items"))
        .hasSize(2);
    String other = core.tokenOfAnotherTenant("other", "read");
    assertThat(
            core.send(other, "GET", "/api/v1/alerts?number=" + numbers.get(1), null)
                .json()
                .get("items"))
        .isEmpty();
  }

  /** A tenant's numbers say nothing about how much the others have. */
  @Test
  void eachTenantCountsOnItsOwn() {
    core.post(firing("disk", 3));
    core.follow();
    core.database.execute(
        "INSERT INTO alert_number (tenant_id, lane, given) VALUES (gen_random_uuid(), 1, 1000000)");
    core.post(firing("memory", 3));
    core.follow();

    assertThat(ok("/api/v1/alerts?name=memory").at("/items/0/number").asLong()).isEqualTo(7);
  }

  @Test
  void alertThatCoreHasNotFollowedIsCountedAsPending() {
    core.post(firing("disk", 3));
    core.follow();
    core.storeAlerts(2); // Nobody has told core of them.

    JsonNode rows = rows("");

    assertThat(names(rows)).containsExactly("disk");
    assertThat(rows.get("pending").asInt()).isEqualTo(2);
    assertThat(rows.at("/total/count").asInt()).isEqualTo(3);
    assertThat(ok("/api/v1/alerts?name=a").at("/items/0/number").isNull()).isTrue();
  }

  @Test
  void rowSaysWhoseItIsAndItsLabels() {
    core.service("payments");
    ManyAlerts.store(core, 30, 30);

    JsonNode rows = rows("&column=cluster&column=nothing&limit=1&sort=newest");

    assertThat(texts(rows.at("/columns/labels/cluster"))).containsExactly("eu-1");
    assertThat(rows.at("/columns/labels/nothing/values/0").isNull()).isTrue();
    assertThat(rows.at("/columns/service/values/0/name").asText()).isEqualTo("service-0");
    assertThat(rows.at("/columns/service/values/0/team").asText()).isEqualTo("team of service-0");
    assertThat(texts(rows.at("/columns/incident")).getFirst()).startsWith("INC-");
    assertThat(rows.at("/total/count").asInt()).isEqualTo(30);
    assertThat(core.get("/api/v1/alerts?view=row&limit=1").header("link")).contains("rel=\"next\"");
    assertThat(rows("&team=team%20of%20service-0").at("/total/count").asInt()).isEqualTo(9);
    assertThat(rows("&team=nobody").at("/total/count").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"newest", "oldest", "severity", "name", "since"})
  void pagesOfEveryOrderAreOneWholeList(String sort) {
    ManyAlerts.store(core, 60, 40);
    for (String view : List.of("row", "full")) {
      List<String> inOne =
          order(view, ok("/api/v1/alerts?limit=100&view=" + view + "&sort=" + sort));
      List<String> paged = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = ok("/api/v1/alerts?limit=7&view=" + view + "&sort=" + sort + cursor);
        paged.addAll(order(view, page));
        cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
      } while (!cursor.isEmpty());

      assertThat(paged).hasSize(60).containsExactlyElementsOf(inOne);
    }
    List<String> rows = order("row", rows("&sort=" + sort));
    assertThat(rows)
        .containsExactlyElementsOf(order("full", ok("/api/v1/alerts?limit=100&sort=" + sort)));
    JsonNode sorted = rows("&sort=" + sort);
    switch (sort) {
      case "severity" -> assertThat(severities(sorted)).isSorted();
      case "name" -> assertThat(names(sorted)).isSorted();
      case "oldest" -> assertThat(order("row", rows("&sort=newest")).reversed()).isEqualTo(rows);
      default -> assertThat(sorted.at("/columns/since/0").asLong()).isPositive();
    }
  }

  private static List<Integer> severities(JsonNode rows) {
    List<Integer> severities = new ArrayList<>();
    rows.at("/columns/severity").forEach(s -> severities.add(s.asInt()));
    return severities;
  }

  private static List<String> order(String view, JsonNode page) {
    List<String> numbers = new ArrayList<>();
    if (view.equals("row")) {
      page.at("/columns/number").forEach(n -> numbers.add(n.asText()));
    } else {
      page.get("items").forEach(item -> numbers.add(item.get("number").asText()));
    }
    return numbers;
  }

  @Test
  void firingAlertOfAResolvedIncidentSaysWhatHidesIt() {
    core.post(firing("disk", 3), firing("memory", 3));
    core.follow();
    String incident = ok("/api/v1/alerts?name=disk").at("/items/0/incident/id").asText();
    assertThat(ok("/api/v1/alerts?name=disk").at("/items/0/hidden_by")).isEmpty();
    assertThat(
            core.post("/api/v1/incidents/" + incident + "/resolve", "{\"resolution_note\":\"x\"}")
                .status())
        .isEqualTo(200);

    JsonNode hidden = ok("/api/v1/alerts?hidden=true&total=true");

    assertThat(hidden.at("/items/0/name").asText()).isEqualTo("disk");
    assertThat(hidden.at("/items/0/hidden_by/0/kind").asText()).isEqualTo("incident_resolved");
    assertThat(hidden.at("/items/0/hidden_by/0/id").asText()).isEqualTo(incident);
    assertThat(hidden.at("/total/count").asInt()).isEqualTo(1);
    assertThat(names(rows("&hidden=false"))).containsExactly("memory");
    assertThat(rows("&hidden=true").at("/columns/hidden_by/values/0/0").asText())
        .isEqualTo("incident_resolved");
    core.database.execute("UPDATE alert_state SET status = 3 WHERE name = 'memory'");
    assertThat(names(rows("&hidden=false"))).isEmpty();
    assertThat(ok("/api/v1/alerts?name=memory").at("/items/0/hidden_by/0/kind").asText())
        .isEqualTo("suppressed");
  }

  @ParameterizedTest
  @CsvSource({
    "view=table, view",
    "view=row&view=full, view",
    "view=row&limit=10001, limit",
    "limit=501, limit",
    "column=cluster, column",
    "view=row&column=a&column=b&column=c&column=d&column=e&column=f, column",
    "sort=colour, sort",
    "sort=severity&cursor=MjAyNi0wMS0wMlQwMzowNDowNVovMDE5OWMwZjAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDA2,"
        + " cursor",
    "number=x, number",
    "hidden=perhaps, hidden",
    "total=perhaps, total"
  })
  void whatCannotBeReadIsToldByName(String query, String pointer) {
    Reply refused = core.get("/api/v1/alerts?" + query);

    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(400);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void tenThousandRowsAreOneAnswerOfUnderHundredAndFiftyKilobytes() throws Exception {
    ManyAlerts.store(core, 10_001, 10_001);

    byte[] slim = packed("&status=FIRING");
    byte[] withCluster = packed("&status=FIRING&column=cluster");

    assertThat(slim.length).isLessThan(150_000);
    assertThat(withCluster.length).isLessThan(150_000);
    JsonNode rows = rows("&status=FIRING");
    assertThat(new HashSet<>(numbers(rows))).hasSize(10_000);
    assertThat(rows.at("/total/count").asInt()).isEqualTo(10_000);
    assertThat(rows.at("/total/exact").asBoolean()).isFalse();
    assertThat(rows.get("next").isTextual()).isTrue();
    JsonNode full = ok("/api/v1/alerts?limit=1&total=true");
    assertThat(full.at("/total/exact").asBoolean()).isFalse();
    Set<Long> all = new HashSet<>(numbers(rows));
    JsonNode last = rows("&cursor=" + rows.get("next").asText());
    all.addAll(numbers(last));
    assertThat(all).hasSize(10_001);
  }

  private byte[] packed(String query) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:" + core.port() + "/api/v1/alerts?view=row" + query))
                    .header("authorization", "Bearer " + core.token)
                    .header("accept-encoding", "gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
    return answer.body();
  }
}
