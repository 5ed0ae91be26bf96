package dev.imas.gateway.alertmanager;

import static dev.imas.gateway.TestGateway.API_V2;
import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.RawHttp;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read from an Alertmanager, in the shapes of its OpenAPI document. */
class AlertmanagerReadIT {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    gateway.update("UPDATE source SET config = config || '{\"reads_all_alerts\": true}'");
    Await.until(
        "the key to read all",
        () -> gateway.get("/api/v2/silences").status(),
        status -> status == 200);
    Instant now = gateway.clock().instant();
    gateway.post(
        API_V2,
        """
        [{"labels":{"alertname":"Disk","instance":"a","severity":"critical"},
          "annotations":{"summary":"full"},"generatorURL":"http://prometheus/graph",
          "startsAt":"%s","endsAt":"%s"},
         {"labels":{"alertname":"Disk","instance":"b"}},
         {"labels":{"alertname":"Cpu","instance":"a"}}]\
        """
            .formatted(now.minusSeconds(60), now.plusSeconds(600)));
    gateway.post(
        API_V2,
        "[{\"labels\":{\"alertname\":\"Over\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]"
            .formatted(now.minusSeconds(60), now.minusSeconds(1)));
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  /** A key that leaks shows what its own source posts, and nothing of the others. */
  @Test
  void keyReadsTheAlertsOfItsOwnSourceUnlessItMayReadAll() {
    UUID tenant = gateway.addTenant("of several sources");
    TestGateway.Source own = gateway.addSource(tenant, "own", "ALERTMANAGER");
    TestGateway.Source other = gateway.addSource(tenant, "other", "ALERTMANAGER");
    TestGateway.Source all =
        gateway.addSource(tenant, "all", "PROMETHEUS", "{\"reads_all_alerts\":true}", true, null);
    gateway.awaitLive(own.key());
    gateway.awaitLive(other.key());
    gateway.awaitLive(all.key());
    gateway.post(
        other.key(),
        API_V2,
        "[{\"labels\":{\"alertname\":\"Disk\"}}]".getBytes(StandardCharsets.UTF_8));
    gateway.post(
        own.key(),
        API_V2,
        "[{\"labels\":{\"alertname\":\"Mine\"}}]".getBytes(StandardCharsets.UTF_8));

    assertThat(namesFor(own.key(), "/api/v2/alerts")).containsExactly("Mine");
    assertThat(namesFor(own.key(), "/api/v2/alerts/groups")).containsExactly("Mine");
    assertThat(namesFor(all.key(), "/api/v2/alerts")).containsExactlyInAnyOrder("Mine", "Disk");
    assertThat(namesFor(all.key(), "/api/v2/alerts/groups"))
        .containsExactlyInAnyOrder("Mine", "Disk");
    assertThat(withKey("/api/v2/receivers", own.key()).json()).isEmpty();
    assertThat(withKey("/api/v2/receivers", all.key()).json()).isNotEmpty();
    assertThat(withKey("/api/v2/silences", own.key()).status()).isEqualTo(403);
    assertThat(withKey("/api/v2/silences", own.key()).body()).contains("reads_all_alerts");
    assertThat(withKey("/api/v2/silences", all.key()).status()).isEqualTo(200);
  }

  private static Reply withKey(String path, String key) {
    return gateway.send(gateway.withKey(path, key));
  }

  private static List<String> namesFor(String key, String path) {
    return withKey(path, key).json().findValues("alertname").stream()
        .map(JsonNode::asText)
        .distinct()
        .toList();
  }

  private static JsonNode read(String path) {
    Reply reply = gateway.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    return reply.json();
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  private static List<String> alerts(String query) {
    return StreamSupport.stream(read("/api/v2/alerts" + query).spliterator(), false)
        .map(a -> a.at("/labels/alertname").asText() + " " + a.at("/labels/instance").asText())
        .sorted()
        .toList();
  }

  private static String filter(String matcher) {
    return "?filter=" + URLEncoder.encode(matcher, StandardCharsets.UTF_8);
  }

  @Test
  void alertHasEveryFieldOfTheApi() {
    JsonNode alert = read("/api/v2/alerts" + filter("severity=critical")).get(0);

    assertThat(names(alert))
        .containsExactlyInAnyOrder(
            "annotations",
            "endsAt",
            "fingerprint",
            "receivers",
            "startsAt",
            "status",
            "updatedAt",
            "generatorURL",
            "labels");
    assertThat(names(alert.get("status")))
        .containsExactlyInAnyOrder("inhibitedBy", "mutedBy", "silencedBy", "state");
    assertThat(alert.at("/status/state").asText()).isEqualTo("active");
    assertThat(alert.at("/status/silencedBy").isArray()).isTrue();
    assertThat(alert.get("fingerprint").asText()).matches("[0-9a-f]{16}");
    assertThat(alert.at("/receivers/0/name").asText()).isEqualTo("Operations");
    assertThat(alert.get("generatorURL").asText()).isEqualTo("http://prometheus/graph");
    assertThat(alert.at("/annotations/summary").asText()).isEqualTo("full");
    assertThat(Instant.parse(alert.get("startsAt").asText()))
        .isEqualTo(gateway.clock().instant().minusSeconds(60));
    assertThat(Instant.parse(alert.get("endsAt").asText()))
        .isEqualTo(gateway.clock().instant().plusSeconds(600));
    assertThat(Instant.parse(alert.get("updatedAt").asText())).isNotNull();
  }

  @Test
  void whatHasEndedIsNotShown() {
    assertThat(alerts("")).containsExactly("Cpu a", "Disk a", "Disk b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "alertname=Disk ; Disk a,Disk b",
        "alertname=\"Disk\" ; Disk a,Disk b",
        "alertname!=Disk ; Cpu a",
        "instance=~\"a|c\" ; Cpu a,Disk a",
        "instance!~\"a\" ; Disk b",
        "{alertname=\"Disk\",instance=\"b\"} ; Disk b",
        "alertname=~\"is\" ; ''",
        "severity=\"\" ; Cpu a,Disk b"
      })
  void filtersAreAlertmanagersMatchers(String matcher, String expected) {
    assertThat(String.join(",", alerts(filter(matcher)))).isEqualTo(expected);
  }

  @Test
  void repeatedFiltersMustAllMatch() {
    assertThat(alerts(filter("alertname=Disk") + "&filter=instance%3Da")).containsExactly("Disk a");
  }

  @Test
  void stateAndReceiverAreAskedFor() {
    assertThat(alerts("?active=false")).isEmpty();
    assertThat(alerts("?active=true&silenced=false&inhibited=false&unprocessed=false")).hasSize(3);
    assertThat(alerts("?receiver=Oper.*")).hasSize(3);
    assertThat(alerts("?receiver=Oper")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?filter=%3D%3D",
        "?filter=a%3D~%22(%22",
        "?active=maybe",
        "?silenced=2",
        "?receiver=(",
        // If these were compiled as they are, they would exhaust the process, or never end.
        "?receiver=((a%7B1000%7D)%7B1000%7D)%7B1000%7D",
        "?receiver=(?i)%E1%B2%80",
      })
  void badQueryIs400WithAJsonString(String query) {
    for (String path : List.of("/api/v2/alerts", "/api/v2/alerts/groups")) {
      Reply reply = gateway.get(path + query);

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().isTextual()).as(reply.body()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/alerts?filter=%zz",
        "/am/KEY/api/v2/alerts?filter=%zz",
        "/am/KEY/api/v2/alerts/groups?filter=a%3Db&x=%",
        "/am/KEY/api/v2/status?%zz",
        "/am/KEY/api/v2/silence/1?%zz"
      })
  void queryThatCannotBeDecodedIs400WithAJsonString(String target) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      client.send(
          "GET "
              + target.replace("KEY", KEY)
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
              + KEY
              + "\r\n\r\n");

      String answer = client.untilClosed(Duration.ofSeconds(5));

      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("content-type: application/json\r\n")
          .endsWith("\r\n\r\n\"the query cannot be decoded; encode its parameters as in a URL\"");
    }
  }

  @Test
  void groupsHaveEveryFieldOfTheApi() {
    JsonNode groups = read("/api/v2/alerts/groups");

    int shown = 0;
    for (JsonNode group : groups) {
      assertThat(names(group)).contains("alerts", "labels", "receiver");
      assertThat(group.at("/receiver/name").asText()).isEqualTo("Operations");
      assertThat(group.get("labels").isObject()).isTrue();
      shown += group.get("alerts").size();
    }
    assertThat(shown).isEqualTo(3);
  }

  @Test
  void statusIsWhatClientsParse() {
    JsonNode status = read("/api/v2/status");

    assertThat(names(status))
        .containsExactlyInAnyOrder("cluster", "config", "uptime", "versionInfo");
    assertThat(names(status.get("versionInfo")))
        .containsExactlyInAnyOrder(
            "branch", "buildDate", "buildUser", "goVersion", "revision", "version");
    assertThat(status.at("/cluster/status").asText()).isEqualTo("ready");
    assertThat(status.at("/cluster/peers").isArray()).isTrue();
    assertThat(status.at("/config/original").asText())
        .contains("route:\n", "receivers:\n", "\"Operations\"");
    assertThat(Instant.parse(status.get("uptime").asText())).isNotNull();
  }

  @Test
  void receiversAndSilences() {
    assertThat(read("/api/v2/receivers").toString()).isEqualTo("[{\"name\":\"Operations\"}]");
    assertThat(read("/api/v2/silences").toString()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/-/healthy", "/-/ready"})
  void healthNeedsNoKeyAndAnswersHeadToo(String path) {
    Reply get = TestGateway.send(gateway.to(path).GET());
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.body()).isEqualTo("OK");

    Reply head =
        TestGateway.send(gateway.to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void everythingIsBelowThePathPrefixToo() {
    for (String path :
        List.of(
            "/-/healthy",
            "/api/v2/status",
            "/api/v2/alerts",
            "/api/v2/alerts/groups",
            "/api/v2/receivers",
            "/api/v2/silences")) {
      assertThat(TestGateway.send(gateway.to("/am/" + KEY + path).GET()).status())
          .as(path)
          .isEqualTo(200);
    }
  }

  @Test
  void readingNeedsAKeyAndIsChallenged() {
    Reply reply = TestGateway.send(gateway.to("/api/v2/alerts").GET());

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().isTextual()).isTrue();
    assertThat(reply.header("www-authenticate")).startsWith("Basic");
    assertThat(TestGateway.send(gateway.to("/am/wrong/api/v2/alerts").GET()).status())
        .isEqualTo(401);
  }

  @Test
  void generatorUrlIsLeftOutWhereThereIsNone() {
    assertThat(names(read("/api/v2/alerts" + filter("instance=b")).get(0)))
        .doesNotContain("generatorURL");
  }

  @Test
  void receiverIsAskedForByMatchersToo() {
    String all = "/api/v2/alerts?receiver_matchers=";
    assertThat(read(all + "name%3D%22Operations%22")).isNotEmpty();
    assertThat(read(all + "name!%3D%22Operations%22")).isEmpty();
    assertThat(read(all + "owner%3D%22somebody%22")).isEmpty();
    assertThat(gateway.get(all + "nonsense").status()).isEqualTo(400);
  }

  @Test
  void buildInfoIsWhereKarmaAsksForIt() {
    for (HttpRequest.Builder request :
        List.of(gateway.to("/am/" + KEY + "/metrics"), gateway.withKey("/metrics", KEY))) {
      Reply reply = TestGateway.send(request.GET());
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("alertmanager_build_info{version=\"0.27.0\"");
      assertThat(reply.body()).doesNotContain("imas_ingest");
    }
    assertThat(TestGateway.send(gateway.to("/am/wrong/metrics").GET()).status()).isEqualTo(401);
    assertThat(TestGateway.send(gateway.to("/metrics").GET()).body()).contains("imas_ingest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/api/v2/status", "/api/v2/alerts", "/metrics"})
  void whatIsReadAnswersHeadAndOptions(String path) {
    Reply head =
        TestGateway.send(
            gateway.withKey(path, KEY).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    Reply options =
        TestGateway.send(gateway.to(path).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).contains("GET", "HEAD", "OPTIONS");
  }

  @Test
  void unknownPathsAndMethodsAreProblemsThatSayWhatThereIs() {
    gateway.get("/nothing/here").assertProblem(404);
    Reply posted = gateway.post("/health/live", "{}");
    posted.assertProblem(405);
    assertThat(posted.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(
            TestGateway.send(
                    gateway
                        .to("/api/v1/webhooks/custom")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()))
                .header("allow"))
        .contains("POST");
  }

  @Test
  void otherTenantsAlertsAreNotShown() {
    TestGateway.Source other = gateway.addSource(gateway.addTenant("other"), "other", "ANY");
    gateway.awaitLive(other.key());

    Reply reply = TestGateway.send(gateway.withKey("/api/v2/alerts", other.key()).GET());

    assertThat(reply.body()).isEqualTo("[]");
  }

  @Test
  void moreAlertsThanAPageAreAllShownOnceAndExpiredOnesNot() {
    TestGateway.Source many = gateway.addSource(gateway.addTenant("many"), "many", "ANY");
    gateway.awaitLive(many.key());
    Instant now = gateway.clock().instant();
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < 1_201; i++) {
      body.append(i == 0 ? "" : ",")
          .append(
              "{\"labels\":{\"alertname\":\"M\",\"i\":\"%d\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}"
                  .formatted(i, now.minusSeconds(9), now.plusSeconds(i < 1_001 ? 600 : 30)));
    }
    gateway.post(many.key(), API_V2, body.append(']').toString().getBytes(StandardCharsets.UTF_8));
    assertThat(shown(many.key())).hasSize(1_201).doesNotHaveDuplicates();

    gateway.clock().move(Duration.ofSeconds(31));

    assertThat(shown(many.key())).hasSize(1_001);
    gateway.clock().move(Duration.ofSeconds(-31));
  }

  private static List<String> shown(String key) {
    JsonNode all = TestGateway.send(gateway.withKey("/api/v2/alerts", key).GET()).json();
    return StreamSupport.stream(all.spliterator(), false)
        .map(a -> a.at("/labels/i").asText())
        .toList();
  }
}
