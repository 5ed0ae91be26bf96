package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.suspect.SuspectFeature;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which changes came before an incident, and what people say of it. */
class SuspectsIT {

  private static final String BASE = "/api/v1";
  private static final String JUDGEMENT =
      "/incidents/{id}/changes/{change_kind}/{change}/judgement";

  private RunningCore core;
  private CheckedApi api;
  private int incidents;

  @BeforeEach
  void start() {
    core = RunningCore.start();
    api = new CheckedApi(core);
    core.holdHousekeeping();
  }

  @AfterEach
  void stop() {
    core.close();
  }

  /** A deployment that ended so many minutes ago. */
  private String deployed(String key, String service, int minutesAgo, String more) {
    Reply reply =
        core.post(
            BASE + "/deployments",
            "{'key':'%s','environment':'prod','service':'%s','finished_at':'%s'%s}"
                .formatted(key, service, core.now().minus(Duration.ofMinutes(minutesAgo)), more)
                .replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.http().body()).isIn(200, 201);
    return reply.json().get("id").asText();
  }

  private String opened(String service) {
    Reply opened =
        core.post(
            BASE + "/incidents",
            "{\"title\":\"%1$s is down (%2$d)\",\"service\":\"%1$s\"}"
                .formatted(service, incidents++));
    assertThat(opened.status()).as("%s", opened.http().body()).isEqualTo(201);
    return opened.json().get("id").asText();
  }

  /** Lets so much time pass, and has suspects worked out. */
  private void pass(Duration time) {
    core.clock.move(time);
    core.sweep("suspects");
  }

  private JsonNode changes(String incident) {
    Reply reply = core.get(BASE + "/incidents/" + incident + "/changes");
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    return api.check("GET", "/incidents/{id}/changes", reply).json();
  }

  private List<String> suspects(String incident) {
    List<String> ids = new ArrayList<>();
    changes(incident).get("suspects").forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  private static List<String> lines(JsonNode suspect) {
    List<String> lines = new ArrayList<>();
    int sum = 0;
    for (JsonNode line : suspect.get("lines")) {
      lines.add(line.get("reason").asText() + " " + line.get("points").asInt());
      sum += line.get("points").asInt();
    }
    assertThat(suspect.get("score").asInt()).isEqualTo(sum);
    return lines;
  }

  private Reply judge(String incident, String change, String judgement) {
    core.clock.move(Duration.ofMillis(1)); // Nobody judges twice in one moment.
    return api.check(
        "POST",
        JUDGEMENT,
        core.post(
            BASE + "/incidents/" + incident + "/changes/deployment/" + change + "/judgement",
            "{\"judgement\":\"" + judgement + "\"}"));
  }

  private JsonNode hitRate(String service) {
    Reply reply = core.get(BASE + "/suspects/hit-rate?service=" + service);
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    return api.check("GET", "/suspects/hit-rate", reply).json();
  }

  @Test
  void changesOfTheDayBeforeAreScoredAndTheScoreIsTheSumOfItsLines() {
    core.service("scored-db");
    core.service("scored-other");
    core.service("scored");
    core.database.execute(
        """
        INSERT INTO service_dependency (tenant_id, service_id, upstream_id)
        SELECT a.tenant_id, a.id, b.id FROM service a JOIN service b ON b.tenant_id = a.tenant_id
         WHERE a.name = 'scored' AND b.name = 'scored-db'\
        """);
    String own = deployed("own", "scored", 45, "");
    String upstream = deployed("up", "scored-db", 5, ",'state':'failure'");
    String other = deployed("other", "scored-other", 1, "");
    deployed("too old", "scored", 25 * 60, "");
    String queued = deployed("queued", "scored", 1, ",'state':'queued'");
    String incident = opened("scored");

    assertThat(changes(incident).get("computed_at").isNull()).isTrue();
    pass(Duration.ofSeconds(11));

    JsonNode found = changes(incident);
    assertThat(found.get("computed_at").isNull()).isFalse();
    assertThat(found.get("found").asInt()).isEqualTo(3);
    assertThat(suspects(incident)).containsExactly(upstream, own, other).doesNotContain(queued);
    for (JsonNode suspect : found.get("suspects")) {
      List<String> lines = lines(suspect);
      switch (suspect.get("id").asText()) {
        case String id when id.equals(own) ->
            assertThat(lines).containsExactly("same_service 40", "age 15");
        case String id when id.equals(upstream) ->
            assertThat(lines).containsExactly("dependency 20", "age 28", "failed 15");
        case String id when id.equals(other) -> assertThat(lines).containsExactly("age 30");
        case String id -> throw new AssertionError("another suspect " + id);
      }
    }
  }

  @Test
  void thatNothingWasChangedIsSaid() {
    core.service("quiet");
    String incident = opened("quiet");
    pass(Duration.ofSeconds(11));
    JsonNode changes = changes(incident);
    assertThat(changes.get("found").asInt(-1)).isZero();
    assertThat(changes.get("suspects")).isEmpty();
    JsonNode rate = hitRate("quiet");
    assertThat(rate.get("incidents").asInt()).isEqualTo(1);
    assertThat(rate.get("confirmed").asInt()).isZero();
    assertThat(rate.at("/first/rate").isNull()).as("there is no rate of nothing").isTrue();
  }

  @Test
  void whatIsToldLaterIsFoundByALaterPass() {
    core.service("later");
    String incident = opened("later");
    pass(Duration.ofSeconds(11));
    String late = deployed("later", "later", 5, "");
    assertThat(suspects(incident)).doesNotContain(late);
    pass(Duration.ofMinutes(2));
    assertThat(suspects(incident)).startsWith(late);

    pass(Duration.ofHours(1));
    assertThat(
            core.database.query(
                "SELECT next_at FROM incident_suspects WHERE incident_id = '" + incident + "'"))
        .as("no pass follows")
        .containsExactly("null");
    core.clock.move(Duration.ofSeconds(1));
    String second = deployed("later still", "later", 90, ",'state':'failure'");
    pass(Duration.ofSeconds(30));
    assertThat(suspects(incident)).contains(second);
  }

  @Test
  void pushThatWasDeployedIsNoSecondSuspect() {
    UUID service = core.service("pushed");
    String sha = "0123456789abcdef0123456789abcdef01234567";
    for (String[] push :
        new String[][] {{"deployed", sha}, {"not deployed", "f" + sha.substring(1)}}) {
      UUID receipt = UUID.randomUUID();
      core.database.execute(
          """
          INSERT INTO push (tenant_id, id, source_id, key, dialect, receipt, repository, repository_id, ref, before, after, actor,
                            url, labels, known_at, happened_at, total, sha, committed_at, author, title)
          VALUES ('%1$s', uuidv7(), '%2$s', '%4$s', 'github', '%3$s', 'acme/pushed', '', 'main', '', '%5$s', 'ann', '', '{}',
                  now(), now() - interval '9 minutes', 1, '{%5$s}', '{NULL}', '{x}', '{y}');
          INSERT INTO side_event (tenant_id, id, source_id, receipt, received_at, happened_at, n, kind, dialect, title, author,
                                  note, link, labels)
          VALUES ('%1$s', uuidv7(), '%2$s', '%3$s', now(), now() - interval '9 minutes', 1, 2, 'github', '%4$s', 'ann', '', '',
                  '{"service":"%6$s"}')\
          """
              .formatted(core.tenant, core.source, receipt, push[0], push[1], service));
    }
    String deployment = deployed("of a push", "pushed", 4, ",'sha':'" + sha.substring(0, 12) + "'");
    String incident = opened("pushed");
    pass(Duration.ofSeconds(11));

    List<String> titles = new ArrayList<>();
    changes(incident).get("suspects").forEach(one -> titles.add(one.get("title").asText()));
    assertThat(titles).contains("not deployed").doesNotContain("deployed");
    assertThat(suspects(incident).getFirst()).isEqualTo(deployment);
  }

  @Test
  void deploymentWhoseFailureIsTheIncidentsAlertComesFirst() {
    UUID service = core.service("failing");
    deployed("before", "failing", 1, "");
    UUID receipt =
        core.post(Event.firing("deploy failed", 1, service, core.now()).inGroup("failing"));
    core.database.execute(
        """
        SELECT record_deployments('%1$s', jsonb_build_array(jsonb_build_object(
          'tenant', '%2$s', 'source', '%3$s', 'receipt', '%4$s', 'key', 'failed one', 'dialect', 'github', 'state', 5,
          'at', '%1$s'::timestamptz, 'environment', 'prod', 'repository', 'acme/failing', 'repository_id', '', 'sha', 'abcdef0',
          'previous_sha', '', 'ref', '', 'actor', 'ann', 'url', '', 'labels', '{}')))\
        """
            .formatted(core.now(), core.tenant, core.source, receipt));
    core.follow();
    String incident =
        core.get(BASE + "/incidents?service=failing").json().at("/items/0/id").asText();
    pass(Duration.ofSeconds(11));

    JsonNode first = changes(incident).at("/suspects/0");
    assertThat(first.get("title").asText())
        .as("%s", changes(incident).get("suspects"))
        .isEqualTo("acme/failing abcdef0 → prod");
    assertThat(lines(first)).contains("reported 40", "failed 15");
    assertThat(first.get("judgement").asText()).isEqualTo("suspected");
    core.clock.move(Duration.ofSeconds(1));
    assertThat(
            core.get(BASE + "/suspects/precursors?alert=deploy%20failed")
                .json()
                .get("incidents")
                .asInt())
        .as("incidents are found by the names of their alerts")
        .isEqualTo(1);
  }

  @Test
  void oneCauseIsConfirmedAndEverythingThatWasSaidIsKept() {
    core.service("judged");
    String first = deployed("j1", "judged", 1, "");
    String second = deployed("j2", "judged", 30, "");
    String incident = opened("judged");
    pass(Duration.ofSeconds(11));
    assertThat(suspects(incident)).startsWith(first, second);

    assertThat(judge(incident, second, "confirmed").status()).isEqualTo(200);
    Reply refused = judge(incident, first, "confirmed");
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains(second);
    assertThat(suspects(incident)).as("the cause leads").startsWith(second, first);
    assertThat(hitRate("judged").at("/first/count").asInt()).isZero();
    assertThat(hitRate("judged").at("/first_three/rate").asDouble()).isEqualTo(1.0);
    assertThat(hitRate("judged").at("/most_recent/count").asInt()).isZero();

    assertThat(judge(incident, second, "rejected").status()).isEqualTo(200);
    assertThat(judge(incident, first, "confirmed").status()).isEqualTo(200);
    assertThat(judge(incident, first, "confirmed").status()).as("again").isEqualTo(200);
    JsonNode rate = hitRate("judged");
    assertThat(rate.get("confirmed").asInt()).isEqualTo(1);
    assertThat(rate.at("/first/count").asInt()).isEqualTo(1);
    assertThat(rate.at("/most_recent/count").asInt()).isEqualTo(1);

    assertThat(
            core.database.query(
                "SELECT judgement FROM incident_change_judgement WHERE incident_id = '"
                    + incident
                    + "' ORDER BY id"))
        .containsExactly("2", "3", "2");
    List<String> messages = new ArrayList<>();
    core.get(BASE + "/incidents/" + incident)
        .json()
        .get("timeline")
        .forEach(entry -> messages.add(entry.get("type").asText()));
    assertThat(messages).filteredOn("SUSPECT"::equals).hasSize(3);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM audit_entry WHERE subject_kind = 'incident_change'"
                    + " AND subject_id = '"
                    + incident
                    + "'"))
        .isEqualTo(3);
  }

  @Test
  void whatWasConfirmedBeforeIsAReasonNextTimeWithItsCounts() {
    core.service("history");
    String first = deployed("h1", "history", 1, "");
    String incident = opened("history");
    pass(Duration.ofSeconds(11));
    judge(incident, first, "confirmed");
    core.clock.move(Duration.ofHours(30));
    String second = deployed("h2", "history", 1, "");
    String next = opened("history");
    pass(Duration.ofSeconds(11));

    JsonNode suspect = changes(next).at("/suspects/0");
    assertThat(suspect.get("id").asText()).isEqualTo(second);
    assertThat(lines(suspect)).contains("history 5");
    JsonNode line = suspect.get("lines").get(suspect.get("lines").size() - 1);
    assertThat(line.get("confirmed").asInt()).isEqualTo(1);
    assertThat(line.get("judged").asInt()).isEqualTo(1);
  }

  @Test
  void changeThatIsNoSuspectCanBeNamedAndStays() {
    core.service("named");
    String incident = opened("named");
    String old = deployed("named", "named", 48 * 60, "");
    Reply confirmed = judge(incident, old, "confirmed");
    assertThat(confirmed.status()).as("%s", confirmed.http().body()).isEqualTo(200);
    assertThat(confirmed.json().get("rank").isNull()).isTrue();
    pass(Duration.ofSeconds(11));
    assertThat(suspects(incident)).contains(old);
    assertThat(hitRate("named").at("/not_listed/count").asInt()).isEqualTo(1);
  }

  @Test
  void concurrentConfirmationsLeaveOneCause() throws Exception {
    core.service("raced");
    List<String> deployments = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      deployments.add(deployed("raced " + i, "raced", i + 1, ""));
    }
    String incident = opened("raced");
    pass(Duration.ofSeconds(11));
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      deployments.forEach(
          one ->
              replies.add(
                  CompletableFuture.supplyAsync(() -> judge(incident, one, "confirmed"), threads)));
    }
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<Reply> reply : replies) {
      statuses.add(reply.get().status());
    }
    assertThat(statuses).containsOnly(200, 409);
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM incident_change WHERE judgement = 2 AND incident_id = '"
                    + incident
                    + "'"))
        .isEqualTo(1);
  }

  @Test
  void whatIsUnknownOrWronglyWrittenIsRefusedWithTheMend() {
    core.service("refused");
    String incident = opened("refused");
    String deployment = deployed("refused", "refused", 1, "");
    assertProblem(judge(incident, UUID.randomUUID().toString(), "confirmed"), 404);
    assertProblem(judge("INC-NONE0", deployment, "confirmed"), 404);
    Reply wrong = judge(incident, deployment, "guilty");
    assertProblem(wrong, 422);
    assertThat(wrong.json().get("detail").asText()).contains("confirmed, rejected or suspected");
    assertProblem(
        core.post(
            BASE + "/incidents/" + incident + "/changes/meeting/" + deployment + "/judgement",
            "{\"judgement\":\"confirmed\"}"),
        404);
    core.user("vera", "viewer");
    assertProblem(
        core.send(
            core.ownToken("vera", "phone", "viewer"),
            "POST",
            BASE + "/incidents/" + incident + "/changes/deployment/" + deployment + "/judgement",
            "{\"judgement\":\"confirmed\"}"),
        403);
    assertProblem(core.get(BASE + "/incidents/INC-NONE0/changes"), 404);
    assertProblem(
        core.get(BASE + "/suspects/hit-rate?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"),
        400);
  }

  @Test
  void changesThatPrecedeIncidentsOfAServiceAreFoundWithTheirBaseRate() {
    core.service("preceded");
    for (int i = 0; i < 3; i++) {
      core.clock.move(Duration.ofHours(30));
      deployed("preceded " + i, "preceded", 5, ",'repository':'acme/preceded'");
      opened("preceded");
    }
    core.clock.move(Duration.ofSeconds(1));
    Reply reply = core.get(BASE + "/suspects/precursors?service=preceded");
    JsonNode answer = api.check("GET", "/suspects/precursors", reply).json();
    assertThat(answer.get("incidents").asInt()).isEqualTo(3);
    List<String> values = new ArrayList<>();
    for (JsonNode item : answer.get("precursors")) {
      values.add(item.get("by").asText() + " " + item.get("value").asText());
      if (item.get("value").asText().equals("acme/preceded")) {
        assertThat(item.get("incidents").asInt()).isEqualTo(3);
        assertThat(item.get("share").asDouble()).isEqualTo(1.0);
        // Three hours of ninety days.
        assertThat(item.get("base_rate").asDouble()).isBetween(0.0010, 0.0015);
        assertThat(item.get("lift").asDouble()).isGreaterThan(600);
      }
    }
    assertThat(values).contains("repository acme/preceded", "service preceded");
    assertThat(core.get(BASE + "/suspects/precursors?alert=none").json().get("incidents").asInt(-1))
        .isZero();
  }

  /**
   * What opens an incident runs the statements that it ran before: nothing of this reacts to it.
   */
  @Test
  void nothingIsInTheTransactionThatOpensAnIncidentAndPages() {
    assertThat(IncidentExtension.class.isAssignableFrom(SuspectFeature.class))
        .as("only extensions react to a change of an incident")
        .isFalse();
    assertThat(
            core.database.query(
                """
                SELECT tgname FROM pg_trigger
                 WHERE tgrelid = 'incident'::regclass AND NOT tgisinternal AND pg_get_triggerdef(oid) LIKE '%suspect%'\
                """))
        .isEmpty();
    assertThat(
            core.database.query(
                """
                SELECT conname FROM pg_constraint
                 WHERE contype = 'f' AND conrelid IN ('incident_change'::regclass, 'incident_suspects'::regclass)\
                """))
        .as("what is written beside it never waits for its lock")
        .isEmpty();
    UUID service = core.service("paged");
    deployed("paged", "paged", 1, "");
    core.post(Event.firing("paged", 1, service, core.now()).inGroup("paged"));
    core.follow();
    String incident = core.get(BASE + "/incidents?service=paged").json().at("/items/0/id").asText();
    assertThat(incident).isNotEmpty();
    String rows =
        "SELECT (SELECT count(*) FROM incident_suspects WHERE incident_id = '%1$s') + (SELECT count(*) FROM incident_change WHERE incident_id = '%1$s')"
            .formatted(incident);
    assertThat(core.database.count(rows)).isZero();
    pass(Duration.ofSeconds(11));
    assertThat(core.database.count(rows)).isPositive();
  }
}
