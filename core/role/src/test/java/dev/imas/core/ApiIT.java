package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Core's JSON API over real HTTP. Every answer is checked against the OpenAPI document. */
class ApiIT {

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_BODY_LIMIT", "100KiB"));
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void incidentIsMadeWorkedOnAndEnded() {
    UUID service = core.service("pay");
    Reply made =
        api.post(
            "/incidents",
            "{\"title\":\"Cards fail\",\"service\":\"" + service + "\",\"severity\":\"P1\"}");
    assertThat(made.status()).isEqualTo(201);
    String id = made.json().get("id").asText();
    assertThat(made.header("location")).isEqualTo("/api/v1/incidents/" + id);
    assertThat(made.header("etag")).isEqualTo("\"1\"");

    Reply again =
        api.post(
            "/incidents",
            "{\"title\":\"cards FAIL\",\"service_name\":\"Pay\",\"severity\":\"P1\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id").asText()).isEqualTo(id);

    core.clock.move(Duration.ofSeconds(60));
    Reply acked = act(id, "acknowledge", "{\"message\":\"on it\"}");
    assertThat(acked.json().get("status").asText()).isEqualTo("ACKNOWLEDGED");
    assertThat(acked.json().get("mtta_seconds").asInt()).isEqualTo(60);
    assertThat(acked.json().get("lead").asText()).isEqualTo("bootstrap admin");
    Reply twice = act(id, "acknowledge", "");
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.json().get("detail").asText()).contains("ACKNOWLEDGED");
    assertThat(act(id, "mitigate", "").json().get("status").asText()).isEqualTo("MITIGATED");
    Reply noted =
        api.check(
            "POST",
            "/incidents/{id}/comments",
            api.send("/incidents/" + id + "/comments", "{\"message\":\"**hm**\"}"));
    assertThat(noted.json().get("type").asText()).isEqualTo("NOTE");
    assertThat(
            act(id, "resolve", "{\"message\":\"fixed\",\"root_cause\":\"a bug\"}")
                .json()
                .get("resolution_note")
                .asText())
        .isEqualTo("fixed");
    assertThat(act(id, "reopen", "{}").status()).isEqualTo(422);
    Reply reopened =
        act(
            made.json().get("short_id").asText().toLowerCase(Locale.ROOT),
            "reopen",
            "{\"message\":\"no\"}");
    assertThat(reopened.json().get("status").asText()).isEqualTo("TRIGGERED");
    List<String> types = new ArrayList<>();
    reopened.json().get("timeline").forEach(l -> types.add(l.get("type").asText()));
    assertThat(types)
        .containsExactly(
            "STATUS_CHANGE",
            "NOTE",
            "STATUS_CHANGE",
            "STATUS_CHANGE",
            "NOTE",
            "STATUS_CHANGE",
            "REOPENED");

    Reply deliveries =
        api.check("GET", "/deliveries", core.get("/api/v1/deliveries?incident=" + id));
    List<String> events = new ArrayList<>();
    deliveries.json().get("items").forEach(d -> events.add(d.get("event").asText()));
    assertThat(events)
        .containsExactlyInAnyOrder(
            "incident.triggered",
            "incident.acknowledged",
            "incident.mitigated",
            "incident.resolved",
            "incident.reopened");
  }

  @Test
  void unknownServiceIsInvalidAndUnknownNameGoesToTriage() {
    Reply invalid =
        api.post("/incidents", "{\"title\":\"x\",\"service\":\"" + UUID.randomUUID() + "\"}");
    assertThat(invalid.status()).isEqualTo(422);
    assertThat(invalid.json().at("/details/~1service")).isNotEmpty();
    Reply triaged = api.post("/incidents", "{\"title\":\"Who knows\",\"service_name\":\"nobody\"}");
    assertThat(triaged.status()).isEqualTo(201);
    assertThat(triaged.json().at("/service/is_triage").asBoolean()).isTrue();
    assertThat(triaged.json().at("/timeline/0/message").asText()).contains("triage");
  }

  @Test
  void idempotencyKeyGivesTheFirstAnswerAgain() {
    String body = "{\"title\":\"Once only\"}";
    Reply first = core.send(core.token, "POST", "/api/v1/incidents", body, "idempotency-key", "k1");
    Reply again = core.send(core.token, "POST", "/api/v1/incidents", body, "idempotency-key", "k1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(again.json().get("timeline")).hasSize(1);
    Reply other =
        core.send(
            core.token,
            "POST",
            "/api/v1/incidents",
            "{\"title\":\"Else\"}",
            "idempotency-key",
            "k1");
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void onlyTokensOfTheScopeMay() {
    String reader = core.tokenWith("reader", "read");
    assertProblem(core.send(null, "GET", "/api/v1/incidents", null), 401);
    assertThat(core.send(null, "GET", "/api/v1/incidents", null).header("www-authenticate"))
        .startsWith("Bearer");
    assertProblem(core.send("nonsense", "GET", "/api/v1/incidents", null), 401);
    assertThat(core.send(reader, "GET", "/api/v1/incidents", null).status()).isEqualTo(200);
    assertProblem(core.send(reader, "POST", "/api/v1/incidents", "{\"title\":\"x\"}"), 403);
    assertProblem(core.send(core.tokenWith("writer", "write"), "GET", "/api/v1/tokens", null), 403);
    assertThat(
            core.send(core.tokenWith("writer2", "write"), "GET", "/api/v1/alerts", null).status())
        .isEqualTo(200);
  }

  @Test
  void tokensAreShownOnceAndEndWhenRevoked() {
    Reply made =
        api.check(
            "POST", "/tokens", api.send("/tokens", "{\"name\":\"bot\",\"scopes\":[\"read\"]}"));
    String token = made.json().get("token").asText();
    assertThat(core.send(token, "GET", "/api/v1/alerts", null).status()).isEqualTo(200);
    Reply list = api.check("GET", "/tokens", core.get("/api/v1/tokens?limit=500"));
    assertThat(list.http().body()).doesNotContain(token);
    String path = "/api/v1/tokens/" + made.json().get("id").asText();
    api.check("DELETE", "/tokens/{id}", core.send(core.token, "DELETE", path, null));
    assertProblem(core.send(token, "GET", "/api/v1/alerts", null), 401);
  }

  @Test
  void anotherTenantSeesNothing() {
    UUID service = core.service("secret");
    Event fire = Event.firing("Private", 1, service, core.now());
    UUID receipt = core.post(fire);
    core.follow();
    String stranger = core.tokenOfAnotherTenant("stranger", "admin");
    String incident =
        core.get("/api/v1/incidents?service=secret").json().at("/items/0/id").asText();
    String delivery =
        core.get("/api/v1/deliveries?incident=" + incident).json().at("/items/0/id").asText();
    for (String path :
        List.of(
            "/incidents/" + incident,
            "/incidents/" + incident + "/timeline",
            "/alerts/" + fire.fingerprint(),
            "/alerts/" + fire.fingerprint() + "/explain",
            "/services/" + service,
            "/sources/" + core.source,
            "/deliveries/" + delivery)) {
      assertThat(core.get("/api/v1" + path).status()).as(path).isEqualTo(200);
      assertProblem(core.send(stranger, "GET", "/api/v1" + path, null), 404);
    }
    assertProblem(
        core.send(stranger, "POST", "/api/v1/incidents/" + incident + "/resolve", "{}"), 404);
    assertProblem(
        core.send(stranger, "POST", "/api/v1/deliveries/" + delivery + "/replay", "{}"), 404);
    assertThat(
            core.send(stranger, "GET", "/api/v1/receipts/" + receipt, null)
                .json()
                .get("kept")
                .asBoolean())
        .isFalse();
    for (String list :
        List.of(
            "incidents",
            "alerts",
            "services",
            "teams",
            "sources",
            "deliveries",
            "dead-letters",
            "ledger",
            "rule-sets")) {
      assertThat(core.send(stranger, "GET", "/api/v1/" + list, null).json().get("items"))
          .as(list)
          .isEmpty();
    }
  }

  @Test
  void pagesAreStableWhileItemsArrive() {
    UUID service = core.service("pages");
    for (int i = 0; i < 5; i++) {
      api.post("/incidents", "{\"title\":\"p" + i + "\",\"service\":\"" + service + "\"}");
      core.clock.move(Duration.ofMillis(5));
    }
    Set<String> seen = new TreeSet<>();
    String next = null;
    int pages = 0;
    do {
      Reply page =
          api.check(
              "GET",
              "/incidents",
              core.get(
                  "/api/v1/incidents/?service=pages&limit=2"
                      + (next == null ? "" : "&cursor=" + next)));
      page.json().get("items").forEach(i -> seen.add(i.get("title").asText()));
      JsonNode cursor = page.json().get("next");
      next = cursor.isNull() ? null : cursor.asText();
      if (next != null) {
        assertThat(page.header("link"))
            .contains("cursor=" + next)
            .contains("limit=2")
            .contains("rel=\"next\"");
      }
      api.post("/incidents", "{\"title\":\"late" + pages + "\",\"service\":\"" + service + "\"}");
      core.clock.move(Duration.ofMillis(5));
      pages++;
    } while (next != null);
    assertThat(seen).containsExactly("p0", "p1", "p2", "p3", "p4");
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void filtersAreCheckedAndApplied() {
    UUID service = core.service("filters");
    api.post(
        "/incidents",
        "{\"title\":\"One sev1\",\"service\":\"" + service + "\",\"severity\":\"SEV1\"}");
    api.post(
        "/incidents",
        "{\"title\":\"One sev4\",\"service\":\"" + service + "\",\"severity\":\"SEV4\"}");
    for (String filter :
        List.of(
            "severity=P1",
            "severity=sev1_critical",
            "search=SEV1",
            "severity=SEV1,SEV2&status=triggered")) {
      Reply found = core.get("/api/v1/incidents?service=" + service + "&" + filter);
      assertThat(found.json().get("items")).as(filter).hasSize(1);
    }
    for (String bad :
        List.of(
            "severity=critical",
            "status=OPEN",
            "limit=0",
            "limit=501",
            "limit=x",
            "cursor=%25",
            "cursor=YWJj",
            "cursor=AAAA",
            "cursor=_____w",
            "created_after=yesterday",
            "nonsense=1")) {
      assertProblem(core.get("/api/v1/incidents?" + bad), 400);
    }
  }

  @Test
  void listsGoOnBehindAnyNameAndEnd() {
    List<String> names = List.of("ΑΣ", "ΑΣΑ", "İzmir", "line\nbreak", "odd \uFFFD", "plain");
    for (String name : names) {
      ObjectNode team = Json.MAPPER.createObjectNode().put("name", name);
      assertThat(core.post("/api/v1/teams", team.toString()).status()).as(name).isEqualTo(201);
    }
    List<String> read = new ArrayList<>();
    String next = "";
    for (int page = 0; next != null && page < 50; page++) {
      Reply reply = core.get("/api/v1/teams?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next));
      assertThat(reply.status()).isEqualTo(200);
      reply.json().get("items").forEach(team -> read.add(team.get("name").asText()));
      next = reply.json().get("next").isNull() ? null : reply.json().get("next").asText();
    }

    assertThat(next).isNull();
    assertThat(read).doesNotHaveDuplicates().containsAll(names);
  }

  @Test
  void alertExplainsItselfAndReceiptsTellWhatBecameOfARequest() {
    UUID service = core.service("why");
    Event fire = Event.firing("Why me", 2, service, core.now());
    UUID receipt = core.post(fire);
    core.follow();
    String print = fire.fingerprint().toString().replace("-", "");
    Reply explained =
        api.check(
            "GET",
            "/alerts/{fingerprint}/explain",
            core.get("/api/v1/alerts/" + print + "/explain"));
    assertThat(explained.json().at("/decided/service/name").asText()).isEqualTo("why");
    assertThat(explained.json().at("/explanation/routing/group_key").asText()).isNotEmpty();
    assertThat(explained.json().get("deliveries")).hasSize(1);
    assertThat(explained.json().at("/transitions/0/kind").asText()).isEqualTo("opened");

    Reply kept = api.check("GET", "/receipts/{id}", core.get("/api/v1/receipts/" + receipt));
    assertThat(kept.json().at("/alerts/0/fingerprint").asText()).isEqualTo(print);
    assertThat(kept.json().at("/alerts/0/disposition").asText()).isEqualTo("opened");
    assertThat(kept.json().at("/alerts/0/incident/short_id").asText()).startsWith("INC-");
    UUID repeats = core.post(fire);
    assertThat(
            api.check("GET", "/receipts/{id}", core.get("/api/v1/receipts/" + repeats))
                .json()
                .get("kept")
                .asBoolean())
        .isFalse();
    assertProblem(core.get("/api/v1/receipts/" + UUID.randomUUID()), 404);
    assertProblem(core.get("/api/v1/receipts/00000000-0000-7000-8000-000000000000"), 404);

    api.check("GET", "/alerts/{fingerprint}", core.get("/api/v1/alerts/" + print));
    for (String filter :
        List.of(
            "service=why",
            "service=" + service,
            "name=Why%20me",
            "fingerprint=" + print,
            "status=firing&severity=SEV2&name=Why%20me",
            "incident=" + kept.json().at("/alerts/0/incident/short_id").asText())) {
      Reply list = api.check("GET", "/alerts", core.get("/api/v1/alerts?" + filter));
      assertThat(list.json().get("items")).as(filter).hasSize(1);
    }
    assertThat(core.get("/api/v1/alerts?fingerprint=" + print).json().at("/items/0/count").asInt())
        .isEqualTo(2);

    Reply ledger = api.check("GET", "/ledger", core.get("/api/v1/ledger"));
    assertThat(ledger.json().get("imbalance").asLong()).isZero();
    assertThat(ledger.json().get("accepted").asLong()).isGreaterThanOrEqualTo(2);
    assertThat(ledger.json().at("/items/0/source_name").asText()).isEqualTo("bootstrap");
    assertThat(ledger.json().has("note")).isFalse();
    Reply since = api.check("GET", "/ledger", core.get("/api/v1/ledger?from=2020-01-01T00:00:00Z"));
    assertThat(since.json().get("note").asText()).contains("core.retention.ledger");
  }

  @Test
  void deadDeliveriesAreSentAgain() {
    api.post("/incidents", "{\"title\":\"dead page\"}");
    String id =
        core.database
            .query(
                "SELECT d.id FROM delivery d JOIN incident i USING (tenant_id) WHERE i.id ="
                    + " d.incident_id AND i.title = 'dead page'")
            .get(0);
    assertProblem(core.post("/api/v1/deliveries/" + id + "/replay", "{}"), 409);
    core.database.execute(
        "UPDATE delivery SET status = 'dead', attempts = 9, finished_at = now() WHERE id = '"
            + id
            + "'");
    Reply again =
        api.check("POST", "/deliveries/{id}/replay", api.send("/deliveries/" + id + "/replay", ""));
    assertThat(again.json().get("status").asText()).isEqualTo("pending");
    assertThat(again.json().get("attempts").asInt()).isZero();
    api.check("GET", "/deliveries/{id}", core.get("/api/v1/deliveries/" + id));

    core.database.execute(
        "UPDATE delivery SET status = 'folded', folded_into = id WHERE id = '" + id + "'");
    Reply told = api.check("GET", "/deliveries", core.get("/api/v1/deliveries?folded_into=" + id));
    assertThat(told.json().at("/items/0/id").asText()).isEqualTo(id);
    assertThat(told.json().at("/items/0/folded_into").asText()).isEqualTo(id);
    core.database.execute(
        "UPDATE delivery SET folded_into = NULL, status = 'dead', receiver_id = gen_random_uuid()"
            + " WHERE id = '"
            + id
            + "'");
    Reply toNobody = core.post("/api/v1/deliveries/" + id + "/replay", "");
    assertProblem(toNobody, 409);
    assertThat(toNobody.json().get("detail").asText()).contains("was removed or is not active");
  }

  @Test
  void deadLettersAreReadAgainByAGateway() {
    String id = "01890000-0000-7000-8000-000000000001";
    core.database.execute(
        "INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, reason,"
            + " received_at, body, body_size)"
            + " VALUES ('%s', '%s', '%s', 'element', true, 'custom', 'no name', now(), 'abc', 3)"
                .formatted(core.tenant, id, core.source));
    Reply letter = api.check("GET", "/dead-letters/{id}", core.get("/api/v1/dead-letters/" + id));
    assertThat(letter.json().get("body_text").asText()).isEqualTo("abc");
    assertThat(letter.json().get("body_base64").asText()).isEqualTo("YWJj");
    api.check("GET", "/dead-letters", core.get("/api/v1/dead-letters?kind=element&replayed=false"));
    String replay = "/dead-letters/" + id + "/replay";
    assertProblem(api.send(replay, ""), 503);

    UUID receipt = UUID.randomUUID();
    MessageConsumer<ReplayRequested> gateway =
        core.vertx
            .eventBus()
            .consumer(
                ReplayRequested.ADDRESS,
                message -> {
                  ReplayRequested asked = message.body();
                  if (asked.element() && asked.body().toString().equals("abc")) {
                    core.database.execute(
                        "UPDATE dead_letter SET replayed_at = now(), replayed_by = '%s', replay_receipt = '%s' WHERE id = '%s'"
                            .formatted(asked.by(), receipt, asked.letter()));
                    message.reply(receipt.toString());
                  } else {
                    message.fail(1, "unexpected");
                  }
                });
    try {
      Reply done = api.check("POST", "/dead-letters/{id}/replay", api.send(replay, ""));
      assertThat(done.json().get("replay_receipt").asText()).isEqualTo(receipt.toString());
      assertThat(done.json().get("replayed_by").asText()).isEqualTo("bootstrap admin");
      assertProblem(api.send(replay, ""), 409);
    } finally {
      Await.result(gateway.unregister());
    }
  }

  @Test
  void healthMetricsAndTheDocumentAreOpen() {
    assertThat(core.send(null, "GET", "/health/ready", null).status()).isEqualTo(200);
    Reply api = core.send(null, "GET", "/api/v1/openapi.json", null);
    assertThat(api.json().get("openapi").asText()).isEqualTo("3.1.0");
    String metrics = core.send(null, "GET", "/metrics", null).http().body();
    assertThat(metrics)
        .contains(
            "imas_outbox_backlog",
            "imas_outbox_oldest_seconds",
            "imas_delivery_outcomes_backlog",
            "imas_delivery_outcomes_oldest_seconds",
            "imas_incidents_opened_total",
            "imas_intake_seconds_count",
            "imas_ledger_imbalance",
            "imas_database_oldest_transaction_seconds",
            "http_requests_total",
            "http_request_duration_seconds_count");
  }

  private static Reply act(String id, String action, String body) {
    return api.check(
        "POST", "/incidents/{id}/" + action, api.send("/incidents/" + id + "/" + action, body));
  }
}
