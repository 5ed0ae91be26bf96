package dev.imas.core.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What clients of the change feed are told, over real connections, from real rows. */
class ChangeFeedIT {

  private static final RunningCore core =
      RunningCore.start(
          Map.of(
              "IMAS_CORE_INTAKE_GATHER", "10ms",
              "IMAS_CORE_FEED_CHECK_RIGHTS", "100ms"));

  /** An incident with the title of another is that one. */
  private static final AtomicInteger unique = new AtomicInteger();

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void anIncidentByHandIsToldOverBothTransports() {
    try (FeedClient socket = FeedClient.socket(core.port(), core.token, "");
        FeedClient stream = FeedClient.stream(core.port(), core.token, "")) {
      long began = Math.min(socket.hello(), stream.hello());
      String id = incident("By hand");

      for (FeedClient client : List.of(socket, stream)) {
        JsonNode change = client.toldOf(id);
        assertThat(change.get("topic").asText()).isEqualTo("incident");
        assertThat(change.get("version").asInt()).isEqualTo(1);
        assertThat(change.get("service").asText()).isEqualTo(core.triage.toString());
        assertThat(change.get("number").asLong()).isGreaterThan(began);
      }
      acknowledge(id);
      socket.told(
          "its second version",
          c -> c.path("id").asText().equals(id) && c.path("version").asInt() == 2);
    }
  }

  @Test
  void alertsAreToldOnceForEachTransitionWithTheirIncident() {
    UUID service = core.service("feed alerts");
    Event fire = Event.firing("Feed alert", 2, service, core.now());
    try (FeedClient client =
        FeedClient.socket(core.port(), core.token, "?topics=alert&services=" + service)) {
      client.hello();
      core.post(fire);
      core.follow();
      String fingerprint = fire.fingerprint().toString().replace("-", "");
      JsonNode opened = client.toldOf(fingerprint);
      core.post(fire); // A repeat, which is no change.
      core.post(fire.resolved());
      client.told("the recovery", c -> c.path("version").asInt() == 2);

      assertThat(opened.get("severity").asText()).isEqualTo("SEV2_HIGH");
      assertThat(core.get("/api/v1/incidents/" + opened.get("incident").asText()).status())
          .isEqualTo(200);
      assertThat(core.get("/api/v1/alerts/" + fingerprint).status()).isEqualTo(200);
      assertThat(client.changes()).hasSize(2);
    }
  }

  @Test
  void filtersLeaveOutTheRestAndTheNumberGoesOnAllTheSame() {
    UUID service = core.service("feed filter");
    try (FeedClient all = FeedClient.socket(core.port(), core.token, "");
        FeedClient severe =
            FeedClient.socket(core.port(), core.token, "?topics=incident&severity=SEV1,P2");
        FeedClient ofService =
            FeedClient.socket(
                core.port(), core.token, "?topics=incident,alert&services=" + service)) {
      all.hello();
      severe.hello();
      ofService.hello();
      core.post(Event.firing("Feed mild", 4, service, core.now()));
      core.post(Event.firing("Feed grave", 1, core.triage, core.now()));
      core.follow();

      JsonNode grave =
          severe.told("the grave one", c -> c.path("severity").asText().equals("SEV1_CRITICAL"));
      JsonNode mild =
          ofService.told(
              "the mild one",
              c ->
                  c.path("topic").asText().equals("incident")
                      && c.path("severity").asText().equals("SEV4_LOW"));
      all.toldOf(grave.get("id").asText());
      all.toldOf(mild.get("id").asText());
      assertThat(severe.changes()).allMatch(c -> c.get("topic").asText().equals("incident"));
      assertThat(severe.changes()).noneMatch(c -> c.get("severity").asText().equals("SEV4_LOW"));
      assertThat(ofService.changes())
          .allMatch(c -> c.get("service").asText().equals(service.toString()));
      try (FeedClient one =
          FeedClient.stream(
              core.port(), core.token, "?wait=0&since=0&incidents=" + mild.get("id").asText())) {
        // The stream ends, and knows of its incident, its alert and its delivery alone.
        assertThat(one.closed()).isZero();
        assertThat(one.changes())
            .isNotEmpty()
            .allMatch(
                c ->
                    c.get("id").equals(mild.get("id"))
                        || c.path("incident").equals(mild.get("id")));
      }
    }
  }

  @Test
  void whoIsToldOfAServiceLearnsThatAnIncidentLeftIt() {
    UUID from = core.service("feed from");
    UUID to = core.service("feed to");
    String id =
        core.post("/api/v1/incidents", "{\"title\":\"Moves\",\"service\":\"" + from + "\"}")
            .json()
            .get("id")
            .asText();
    try (FeedClient former = FeedClient.socket(core.port(), core.token, "?services=" + from);
        FeedClient next = FeedClient.socket(core.port(), core.token, "?services=" + to)) {
      former.hello();
      next.hello();
      Reply moved =
          core.send(
              core.token,
              "PATCH",
              "/api/v1/incidents/" + id,
              "{\"service\":\"" + to + "\"}",
              "if-match",
              "\"1\"");
      assertThat(moved.status()).as(moved.http().body()).isEqualTo(200);

      former.told("version 2", c -> c.path("version").asInt() == 2);
      next.told("version 2", c -> c.path("version").asInt() == 2);
    }
  }

  @Test
  void deliveriesAreToldWhenTheyAreQueuedAndWhenTheyEnd() {
    try (FeedClient client = FeedClient.socket(core.port(), core.token, "?topics=delivery")) {
      client.hello();
      String incident = incident("With a page");
      JsonNode queued =
          client.told("its delivery", c -> c.path("incident").asText().equals(incident));
      String delivery = queued.get("id").asText();
      assertThat(core.get("/api/v1/deliveries/" + delivery).status()).isEqualTo(200);
      long known = queued.get("number").asLong();
      core.database.execute(
          "UPDATE imas.delivery SET status = 'sending' WHERE id = '" + delivery + "'");
      core.database.execute(
          "UPDATE imas.delivery SET status = 'sent', finished_at = now() WHERE id = '"
              + delivery
              + "'");

      JsonNode sent =
          client.told(
              "its end",
              c -> c.path("id").asText().equals(delivery) && c.path("number").asLong() > known);
      assertThat(client.changes().stream().filter(c -> c.get("id").equals(sent.get("id"))))
          .hasSize(2);
    }
  }

  @Test
  void somebodysInboxIsToldByTheirId() {
    UUID user = UUID.randomUUID();
    UUID contact = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO imas.user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', '%2$s', 'nina', 'nina@example.org', 'viewer');
        INSERT INTO imas.user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', '%3$s', '%2$s', 'Mail', 'email', 'nina@example.org', now())\
        """
            .formatted(core.tenant, user, contact));
    try (FeedClient client = FeedClient.socket(core.port(), core.token, "?topics=inbox")) {
      client.hello();

      core.database.execute(
          """
          INSERT INTO imas.delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                                     about_kind, about_id, about_key)
          VALUES ('%1$s', '%2$s', 0, 'notice.summary', '%2$s', 'email', 'x', 4, 'sent', '{}', 'summary', '%1$s', 'a day')\
          """
              .formatted(core.tenant, contact));

      JsonNode told = client.told("the inbox", c -> c.path("topic").asText().equals("inbox"));
      assertThat(told.get("id").asText()).isEqualTo(user.toString());
    }
  }

  @Test
  void aRestartLosesAndDoublesNothing() {
    List<Long> numbers = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    long since;
    try (FeedClient before = FeedClient.socket(core.port(), core.token, "?topics=incident")) {
      since = before.hello();
      for (int i = 0; i < 20; i++) {
        ids.add(incident("Before " + i));
      }
      before.toldOf(incident("The last before"));
      gather(before, numbers);
      since = before.number();
      // Nobody is told of these by this process.
      before.close();
      for (int i = 0; i < 20; i++) {
        ids.add(incident("Between " + i));
      }
      core.restart();
    }
    try (FeedClient after =
        FeedClient.socket(core.port(), core.token, "?topics=incident&since=" + since)) {
      for (int i = 0; i < 20; i++) {
        ids.add(incident("After " + i));
      }
      after.toldOf(incident("The last after"));
      gather(after, numbers);

      assertThat(numbers).doesNotHaveDuplicates().isSorted();
      Set<String> told = new HashSet<>();
      after.changes().forEach(c -> told.add(c.get("id").asText()));
      ids.removeAll(told);
      assertThat(ids).hasSize(20); // Those before, which the other client was told.
      assertThat(after.messages).noneMatch(m -> m.get("type").asText().equals("start_over"));
    }
  }

  @Test
  void aRestartEndsTheConnectionWithItsCode() {
    try (FeedClient socket = FeedClient.socket(core.port(), core.token, "");
        FeedClient stream = FeedClient.stream(core.port(), core.token, "")) {
      socket.hello();
      stream.hello();
      core.restart();

      assertThat(socket.closed()).isEqualTo(1001);
      assertThat(stream.closed()).isZero();
      assertThat(stream.first("end").get("code").asInt()).isEqualTo(1001);
    }
  }

  @Test
  void twoCoresNumberWithoutGapsAndTellTheSame() throws InterruptedException {
    int other = core.startAnother();
    try (FeedClient here = FeedClient.socket(core.port(), core.token, "?topics=incident");
        FeedClient there = FeedClient.socket(other, core.token, "?topics=incident")) {
      here.hello();
      there.hello();
      List<Thread> writers = new ArrayList<>();
      Set<String> made = ConcurrentHashMap.newKeySet();
      for (int port : new int[] {core.port(), other, core.port(), other}) {
        writers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < 15; i++) {
                        made.add(
                            core.sendTo(
                                    port,
                                    core.token,
                                    "POST",
                                    "/api/v1/incidents",
                                    "{\"title\":\"Of two " + unique.incrementAndGet() + "\"}")
                                .json()
                                .get("id")
                                .asText());
                      }
                    }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(made).hasSize(60);

      for (FeedClient client : List.of(here, there)) {
        Await.until(
            "all of them",
            () -> client.changes().stream().map(c -> c.get("id").asText()).distinct().toList(),
            told -> told.containsAll(made));
        List<Long> numbers = new ArrayList<>();
        gather(client, numbers);
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
      }
      assertThat(pairs(here)).isEqualTo(pairs(there));
      hasNoGaps();
    }
  }

  @Test
  void anotherTenantIsToldOfItsOwnAlone() {
    String stranger = core.tokenOfAnotherTenant("feed stranger", "admin");
    try (FeedClient theirs = FeedClient.socket(core.port(), stranger, "");
        FeedClient replayed = FeedClient.stream(core.port(), stranger, "?since=0");
        FeedClient ours = FeedClient.socket(core.port(), core.token, "")) {
      theirs.hello();
      replayed.hello();
      ours.hello();
      ours.toldOf(incident("Not for strangers"));
      String team =
          core.send(stranger, "POST", "/api/v1/teams", "{\"name\":\"Own\"}")
              .json()
              .get("id")
              .asText();
      String user =
          core.send(
                  stranger,
                  "POST",
                  "/api/v1/users",
                  "{\"username\":\"eve\",\"email\":\"eve@example.org\",\"role\":\"responder\"}")
              .json()
              .get("id")
              .asText();
      Reply schedule = core.send(stranger, "POST", "/api/v1/schedules", schedule(team, user));
      assertThat(schedule.status()).as(schedule.http().body()).isEqualTo(201);
      String own = schedule.json().get("id").asText();

      for (FeedClient client : List.of(theirs, replayed)) {
        client.toldOf(own);
        assertThat(client.changes()).allMatch(c -> c.get("id").asText().equals(own));
      }
    }
  }

  @Test
  void schedulesAreToldWhateverChangesThem() {
    String team = core.post("/api/v1/teams", "{\"name\":\"Feed team\"}").json().get("id").asText();
    String user =
        core.post(
                "/api/v1/users",
                "{\"username\":\"ann\",\"email\":\"ann@example.org\",\"role\":\"responder\"}")
            .json()
            .get("id")
            .asText();
    try (FeedClient client = FeedClient.socket(core.port(), core.token, "?topics=schedule")) {
      client.hello();
      String id = core.post("/api/v1/schedules", schedule(team, user)).json().get("id").asText();
      assertThat(client.toldOf(id).get("version").asInt()).isEqualTo(1);
      String times =
          "\"user\":\"%s\",\"from\":\"2098-01-01T00:00:00Z\",\"until\":\"2099-01-01T00:00:00Z\"}"
              .formatted(user);
      List<String[]> changes =
          List.of(
              new String[] {"/api/v1/schedules/" + id + "/overrides", "{" + times},
              new String[] {"/api/v1/absences", "{" + times},
              new String[] {
                "/api/v1/holiday-calendars",
                "{\"name\":\"Feasts\",\"days\":[{\"day\":\"2098-12-25\",\"name\":\"Feast\"}]}"
              });
      for (String[] change : changes) {
        long known = client.number();
        Reply made = core.post(change[0], change[1]);
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        client.told(
            change[0], c -> c.path("id").asText().equals(id) && c.path("number").asLong() > known);
      }
    }
  }

  @Test
  void aTransactionThatStaysOpenHoldsBackItsOwnChangeAlone() throws SQLException {
    try (FeedClient client = FeedClient.socket(core.port(), core.token, "?topics=incident");
        Connection open = core.database.connect()) {
      client.hello();
      open.setAutoCommit(false);
      UUID late = UUID.randomUUID();
      try (Statement statement = open.createStatement()) {
        statement.execute(
            "INSERT INTO imas.feed_change (tenant_id, topic, changes, subjects) VALUES ('%s', 'incident', 1, '{%s}')"
                .formatted(core.tenant, late));
      }
      long after = client.toldOf(incident("Meanwhile")).get("number").asLong();
      open.commit();

      assertThat(client.toldOf(late.toString()).get("number").asLong()).isGreaterThan(after);
      hasNoGaps();
    }
  }

  @Test
  void whatIsNotKeptAnyMoreStartsOver() {
    try (FeedClient future = FeedClient.socket(core.port(), core.token, "?since=99999999");
        FeedClient header =
            FeedClient.stream(core.port(), core.token, "", "last-event-id", "99999999")) {
      for (FeedClient client : List.of(future, header)) {
        long head = client.first("start_over").get("number").asLong();
        assertThat(head).isLessThan(99999999);
        assertThat(client.toldOf(incident("After all")).get("number").asLong()).isGreaterThan(head);
      }
    }
    incident("One more, since the newest row stays");
    Await.until(
        "its number",
        () -> core.database.count("SELECT count(*) FROM imas.feed_change WHERE first IS NULL"),
        waiting -> waiting == 0);
    core.database.execute("UPDATE imas.feed_change SET at = now() - interval '2 hours'");
    assertThat(core.sweep("changes-past")).endsWith("rows forgotten").doesNotStartWith("0 ");
    String ofTheTenant =
        "SELECT count(*) FROM imas.feed_change WHERE tenant_id = '" + core.tenant + "'";
    assertThat(core.database.count(ofTheTenant + " AND first = 1")).isZero();
    assertThat(core.database.count(ofTheTenant)).as("the newest row stays").isPositive();
    core.restart();
    try (FeedClient past = FeedClient.socket(core.port(), core.token, "?since=0")) {
      long head = past.first("start_over").get("number").asLong();
      assertThat(head).isPositive();
      assertThat(past.changes())
          .allSatisfy(change -> assertThat(change.get("number").asLong()).isGreaterThan(head));
    }
  }

  @Test
  void badParametersAreNamedAndAPlainRequestIsToldWhatToDo() {
    for (String bad :
        List.of("topics=riddles", "services=x", "severity=loud", "since=-1", "since=x", "a=b")) {
      Reply refused = core.get("/api/v1/stream?" + bad);
      assertThat(refused.status()).as(bad).isEqualTo(400);
      assertThat(refused.json().get("pointer").asText())
          .isEqualTo(bad.substring(0, bad.indexOf('=')));
    }
    assertThat(core.get("/api/v1/ws").status()).isEqualTo(426);
  }

  private static String incident(String title) {
    Reply made =
        core.post(
            "/api/v1/incidents", "{\"title\":\"" + title + " " + unique.incrementAndGet() + "\"}");
    assertThat(made.status()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private static void acknowledge(String id) {
    assertThat(core.post("/api/v1/incidents/" + id + "/acknowledge", "{}").status()).isEqualTo(200);
  }

  private static String schedule(String team, String user) {
    return ("{'name':'Primary','team':'%s','time_zone':'UTC','layers':[{'name':'main',"
            + "'start':'2026-01-05T09:00','every':'P1W','slots':[['%s']]}]}")
        .formatted(team, user)
        .replace('\'', '"');
  }

  private static void gather(FeedClient client, List<Long> numbers) {
    client.changes().forEach(c -> numbers.add(c.get("number").asLong()));
  }

  /** What was told under which number. */
  private static Map<Long, String> pairs(FeedClient client) {
    Map<Long, String> pairs = new TreeMap<>();
    client.changes().forEach(c -> pairs.put(c.get("number").asLong(), c.get("id").asText()));
    return pairs;
  }

  private static void hasNoGaps() {
    assertThat(
            core.database.count(
                "SELECT count(*) FROM (SELECT first, lag(first + changes) OVER (PARTITION BY"
                    + " tenant_id ORDER BY first) AS expected FROM imas.feed_change WHERE first IS"
                    + " NOT NULL) AS f WHERE first <> expected"))
        .isZero();
    assertThat(
            core.database.count(
                "SELECT count(*) FROM imas.feed_head h WHERE last <> (SELECT max(first + changes -"
                    + " 1) FROM imas.feed_change c WHERE c.tenant_id = h.tenant_id)"))
        .isZero();
  }
}
