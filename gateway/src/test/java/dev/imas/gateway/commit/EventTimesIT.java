package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times that senders give, and what they do to an alert, over HTTP. */
class EventTimesIT {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static Instant now() {
    return gateway.clock().instant();
  }

  /** Posts as Alertmanager does. Returns the disposition. */
  private static String webhook(String name, String status, Instant startsAt) {
    return disposition(
        gateway.post(
            TestGateway.ALERTMANAGER,
            "{\"version\":\"4\",\"alerts\":["
                + "{\"status\":\"%s\",\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"%s\"}]}"
                    .formatted(status, name, startsAt)));
  }

  /** Posts as a custom sender does; further members follow a comma. */
  private static String custom(String name, String status, String members) {
    return disposition(
        gateway.custom("\"name\":\"" + name + "\",\"status\":\"" + status + "\"" + members));
  }

  private static String observed(Instant at) {
    return ",\"observed_at\":\"" + at + "\"";
  }

  private static String disposition(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    for (String name :
        new String[] {"opened", "deduplicated", "resolved", "reopened", "stale", "dead_lettered"}) {
      if (reply.json().has(name)) {
        return name;
      }
    }
    throw new AssertionError(reply.body());
  }

  @Test
  void firingWithTheStartOfARecoveredEpisodeIsLateInsideTheReorderWindowAndANewFiringAfterIt() {
    Instant starts = now().minusSeconds(600);
    assertThat(webhook("Again", "firing", starts)).isEqualTo("opened");
    assertThat(webhook("Again", "resolved", starts)).isEqualTo("resolved");

    gateway.clock().move(Duration.ofSeconds(24));
    assertThat(webhook("Again", "firing", starts)).isEqualTo("stale");
    assertThat(gateway.alert("Again").firing()).isFalse();

    gateway.clock().move(Duration.ofSeconds(1));
    assertThat(webhook("Again", "firing", starts)).isEqualTo("reopened");
    assertThat(gateway.alert("Again").episode()).isEqualTo(2);
    assertThat(gateway.transitions("Again")).containsExactly(1, 3, 2);
  }

  @Test
  void repeatedRecoveryDoesNotProlongTheReorderWindow() {
    Instant starts = now().minusSeconds(600);
    webhook("Prolonged", "firing", starts);
    webhook("Prolonged", "resolved", starts);
    gateway.clock().move(Duration.ofMinutes(1));
    assertThat(webhook("Prolonged", "resolved", starts)).isEqualTo("deduplicated");
    assertThat(webhook("Prolonged", "resolved", starts.minusSeconds(60))).isEqualTo("stale");
    gateway.clock().move(Duration.ofMinutes(1));

    assertThat(webhook("Prolonged", "firing", starts)).isEqualTo("reopened");
  }

  @Test
  void newerStartReopensAtOnce() {
    Instant starts = now().minusSeconds(600);
    webhook("Newer", "firing", starts);
    webhook("Newer", "resolved", starts);

    assertThat(webhook("Newer", "firing", starts.plusSeconds(60))).isEqualTo("reopened");
  }

  @Test
  void recoveryBeforeItsFiringOpensNothing() {
    Instant starts = now().minusSeconds(600);

    assertThat(webhook("Early", "resolved", starts)).isEqualTo("stale");
    assertThat(webhook("Early", "firing", starts)).isEqualTo("stale");

    assertThat(gateway.alert("Early").firing()).isFalse();
    assertThat(gateway.alert("Early").episode()).isZero();
    assertThat(gateway.transitions("Early")).isEmpty();
  }

  @Test
  void delayedRecoveryOfAnOlderEpisodeDoesNotEndTheNewerOne() {
    Instant starts = now().minusSeconds(600);
    webhook("Older", "firing", starts);
    // Its recovery is delayed, so that the next episode overtakes it.
    assertThat(webhook("Older", "firing", starts.plusSeconds(60))).isEqualTo("reopened");

    assertThat(webhook("Older", "resolved", starts)).isEqualTo("stale");

    assertThat(gateway.alert("Older").firing()).isTrue();
    assertThat(webhook("Older", "resolved", starts.plusSeconds(60))).isEqualTo("resolved");
  }

  @Test
  void recoveryThatOvertookItsFiringEndsTheEpisodeForGood() {
    Instant starts = now().minusSeconds(600);
    webhook("Overtaken", "firing", starts);
    assertThat(webhook("Overtaken", "resolved", starts.plusSeconds(60))).isEqualTo("resolved");

    assertThat(webhook("Overtaken", "firing", starts.plusSeconds(60))).isEqualTo("stale");

    assertThat(gateway.alert("Overtaken").firing()).isFalse();
  }

  @Test
  void theSameAlertTwiceInOneRequestIsOneAlertCountedTwice() {
    Reply reply =
        gateway.post(
            TestGateway.CUSTOM, "[{\"name\":\"Twice\"},{\"name\":\"Twice\"},{\"name\":\"Other\"}]");

    assertThat(reply.json().get("processed").asInt()).isEqualTo(3);
    assertThat(reply.json().get("opened").asInt()).isEqualTo(2);
    assertThat(reply.json().get("deduplicated").asInt()).isEqualTo(1);
    assertThat(gateway.alert("Twice").fireCount()).isEqualTo(2);
  }

  @Test
  void firingRecoveryAndFiringInOneRequestCountInTheOrderOfTheBody() {
    Reply reply =
        gateway.post(
            TestGateway.CUSTOM,
            "[{\"name\":\"Flap\"},{\"name\":\"Flap\",\"status\":\"ok\"},{\"name\":\"Flap\"}]");

    assertThat(reply.json().get("opened").asInt()).isEqualTo(1);
    assertThat(reply.json().get("resolved").asInt()).isEqualTo(1);
    assertThat(reply.json().get("reopened").asInt()).isEqualTo(1);
    assertThat(gateway.alert("Flap").firing()).isTrue();
    assertThat(gateway.transitions("Flap")).containsExactly(1, 3, 2);
  }

  @Test
  void thousandsOfFlapsInOneRequestAreAFewCommits() {
    String pair = "{\"name\":\"Flaps\"},{\"name\":\"Flaps\",\"status\":\"ok\"}";
    double before = gateway.metric("imas_ingest_commit_seconds");

    Reply reply =
        gateway.post(
            TestGateway.CUSTOM, "[" + (pair + ",").repeat(9_999) + "{\"name\":\"Flaps\"}]");

    assertThat(reply.json().get("processed").asInt()).isEqualTo(19_999);
    assertThat(gateway.metric("imas_ingest_commit_seconds") - before).isBetween(3.0, 40.0);
    assertThat(gateway.alert("Flaps").firing()).isTrue();
    gateway.ledgerBalances();
  }

  /** Many events in one body have the same effect as one after the other. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void flapsInOneRequestEndAsTheyDoInManyRequests(long seed) {
    Random random = new Random(seed);
    boolean named = seed % 2 == 0;
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      boolean firing = random.nextBoolean();
      Instant starts = now().minusSeconds(600L - 100 * random.nextInt(4));
      events.add(
          "{\"status\":\"%s\",\"labels\":{\"alertname\":\"NAME\"}%s%s}"
              .formatted(
                  firing ? "firing" : "resolved",
                  named ? ",\"startsAt\":\"" + starts + "\"" : "",
                  named && !firing
                      ? ",\"endsAt\":\"" + starts.plusSeconds(10 + random.nextInt(50)) + "\""
                      : ""));
    }

    alertmanager("Bulk" + seed, events);
    for (String event : events) {
      gateway.clock().move(Duration.ofMillis(1));
      alertmanager("Single" + seed, List.of(event));
    }

    assertThat(endOf("Bulk" + seed)).isEqualTo(endOf("Single" + seed));
  }

  private static void alertmanager(String name, List<String> events) {
    Reply reply =
        gateway.post(
            TestGateway.ALERTMANAGER,
            "{\"version\":\"4\",\"alerts\":["
                + String.join(",", events).replace("NAME", name)
                + "]}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
  }

  /** The alert's state, its episode, and whether a firing waits for the reorder window. */
  private static List<String> endOf(String name) {
    return gateway
        .database()
        .query(
            "SELECT concat_ws(' ', a.status, a.sender_starts_at, a.ends_at, l.fingerprint IS NOT"
                + " NULL) FROM alert a LEFT JOIN late_firing l USING (tenant_id, fingerprint)"
                + " WHERE a.name = '%s'".formatted(name));
  }

  @Test
  void firingAndRecoveryInOneRequestEndResolved() {
    gateway.post(TestGateway.CUSTOM, "[{\"name\":\"Blip\"},{\"name\":\"Blip\",\"status\":\"ok\"}]");

    assertThat(gateway.alert("Blip").firing()).isFalse();
    assertThat(gateway.transitions("Blip")).containsExactly(1, 3);
  }

  @ParameterizedTest
  @CsvSource({"Ahead, PT1H", "Behind, PT-1H", "FarAhead, PT600000H", "LongAgo, PT-400000H"})
  void clockOfTheSenderThatIsOffLocksNoAlert(String name, Duration off) {
    Instant starts = now().plus(off);
    assertThat(webhook(name, "firing", starts)).isEqualTo("opened");
    assertThat(webhook(name, "firing", starts)).isEqualTo("deduplicated");

    assertThat(webhook(name, "resolved", starts)).isEqualTo("resolved");

    gateway.clock().move(Duration.ofMinutes(1));
    assertThat(webhook(name, "firing", now().plus(off))).isEqualTo("reopened");
  }

  @ParameterizedTest
  @CsvSource({"CorrectedHour, PT1H", "Corrected2099, PT640000H"})
  void alertFromTheFutureIsEndedByAClockThatWasSetRight(String name, Duration off) {
    webhook(name, "firing", now().plus(off));

    gateway.clock().move(Duration.ofSeconds(10));
    Instant right = now().minusSeconds(1);
    webhook(name, "firing", right);

    assertThat(webhook(name, "resolved", right)).isEqualTo("resolved");
  }

  @Test
  void sendersWithoutStartsAreOrderedByTheirOwnTimes() {
    Instant t = now().minusSeconds(600);
    assertThat(custom("Timed", "firing", observed(t))).isEqualTo("opened");
    assertThat(custom("Timed", "firing", observed(t.plusSeconds(20)))).isEqualTo("deduplicated");

    assertThat(custom("Timed", "ok", observed(t.plusSeconds(10)))).isEqualTo("stale");
    assertThat(gateway.alert("Timed").firing()).isTrue();

    assertThat(custom("Timed", "ok", observed(t.plusSeconds(30)))).isEqualTo("resolved");
    assertThat(custom("Timed", "firing", observed(t.plusSeconds(25)))).isEqualTo("stale");
    assertThat(custom("Timed", "firing", observed(t.plusSeconds(31)))).isEqualTo("reopened");
  }

  @Test
  void recoveryThatNamesAnEpisodeEndsAFiringThatNamedNone() {
    custom("Unnamed", "firing", "");
    gateway.clock().move(Duration.ofSeconds(1));

    assertThat(custom("Unnamed", "ok", ",\"starts_at\":\"" + now().minusSeconds(600) + "\""))
        .isEqualTo("resolved");
  }

  @Test
  void severityFollowsTheNewestWordUpAndDownAndNotTheLateOne() {
    Instant t = now().minusSeconds(600);
    custom("Sev", "firing", ",\"severity\":\"medium\"" + observed(t));

    custom("Sev", "firing", ",\"severity\":\"critical\"" + observed(t.plusSeconds(10)));
    assertThat(gateway.alert("Sev").severity()).isEqualTo(1);

    custom("Sev", "firing", ",\"severity\":\"low\"" + observed(t.plusSeconds(5)));
    assertThat(gateway.alert("Sev").severity()).isEqualTo(1);

    custom("Sev", "firing", ",\"severity\":\"low\"" + observed(t.plusSeconds(20)));
    assertThat(gateway.alert("Sev").severity()).isEqualTo(4);
    assertThat(gateway.transitions("Sev")).containsExactly(1, 4, 4);
    assertThat(gateway.alert("Sev").fireCount()).isEqualTo(4);
  }

  @Test
  void unchangedRepeatsMoveTheOrderToo() {
    Instant t = now().minusSeconds(600);
    custom("Moved", "firing", ",\"severity\":\"high\"" + observed(t));
    custom("Moved", "firing", ",\"severity\":\"high\"" + observed(t.plusSeconds(20)));

    assertThat(custom("Moved", "firing", ",\"severity\":\"low\"" + observed(t.plusSeconds(10))))
        .isEqualTo("deduplicated");

    assertThat(gateway.alert("Moved").severity()).isEqualTo(2);
  }

  @Test
  void datadogChangesSeverityInPlace() {
    String body =
        "{\"alert_id\":\"77\",\"alert_transition\":\"%s\",\"alert_type\":\"%s\","
            + "\"title\":\"Disk\",\"date\":\"%d\"}";
    long t = now().minusSeconds(600).toEpochMilli();
    gateway.post(TestGateway.DATADOG, body.formatted("Warn", "warning", t));
    gateway.post(TestGateway.DATADOG, body.formatted("Triggered", "error", t + 1_000));

    assertThat(gateway.alert("Disk").severity()).isEqualTo(1);

    gateway.post(TestGateway.DATADOG, body.formatted("Warn", "warning", t + 2_000));
    assertThat(gateway.alert("Disk").severity()).isEqualTo(2);

    gateway.post(TestGateway.DATADOG, body.formatted("Recovered", "success", t + 3_000));
    assertThat(gateway.alert("Disk").firing()).isFalse();
  }

  /** Two sources are two senders: what one says of its alerts means nothing for the other's. */
  @Test
  void recoveryByAnotherSourceLeavesTheAlertAlone() {
    TestGateway.Source one = gateway.addSource(gateway.tenant(), "one", "ALERTMANAGER");
    TestGateway.Source other = gateway.addSource(gateway.tenant(), "stranger", "ALERTMANAGER");
    gateway.awaitLive(one.key());
    gateway.awaitLive(other.key());
    Instant starts = now().minusSeconds(600);
    pairPosts(one, "Apart", "firing", starts);

    pairPosts(other, "Apart", "firing", starts.plusSeconds(1));
    pairPosts(other, "Apart", "resolved", starts.plusSeconds(1));

    assertThat(
            gateway
                .database()
                .query(
                    "SELECT status || ' ' || (source_id = '%s') FROM alert WHERE name = 'Apart' ORDER BY 1"
                        .formatted(one.id())))
        .containsExactly("1 true", "2 false");
  }

  private static void pairPosts(
      TestGateway.Source source, String name, String status, Instant starts) {
    Reply reply =
        gateway.post(
            source.key(),
            TestGateway.ALERTMANAGER,
            ("{\"version\":\"4\",\"alerts\":[{\"status\":\"%s\",\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"%s\"}]}"
                    .formatted(status, name, starts))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
  }

  @Test
  void recoveryByAnotherSourceThatSharesItsIdentityEndsTheAlert() {
    TestGateway.Source first = sharing("member");
    TestGateway.Source other = sharing("replica");
    Instant starts = now().minusSeconds(600);
    pairPosts(first, "Pair", "firing", starts);

    gateway.post(
        other.key(),
        TestGateway.API_V2,
        ("[{\"labels\":{\"alertname\":\"Pair\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]"
                .formatted(starts, now().minusSeconds(1)))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(gateway.alert("Pair").firing()).isFalse();
    assertThat(
            gateway
                .database()
                .query("SELECT resolved FROM ledger WHERE source_id = '" + other.id() + "'"))
        .containsExactly("1");
  }

  private static TestGateway.Source sharing(String name) {
    TestGateway.Source source =
        gateway.addSource(
            gateway.tenant(), name, "ALERTMANAGER", "{\"shared_identity\":true}", true, null);
    gateway.awaitLive(source.key());
    return source;
  }

  @Test
  void recoveryUnderOtherRulesKeepsServiceAndGroupOfItsFiring() {
    UUID payments = gateway.addService(gateway.tenant(), "payments");
    gateway.activateRules(
        gateway.tenant(),
        "[{\"name\":\"one\",\"matchers\":[\"alertname=\\\"Routed\\\"\"],\"service\":\"payments\"}]");
    dev.imas.fixtures.Await.until(
        "rules to be live",
        () -> {
          webhook("Routed", "firing", now().minusSeconds(60));
          webhook("Routed", "resolved", now().minusSeconds(60));
          gateway.clock().move(Duration.ofMinutes(3));
          return gateway.alert("Routed").service();
        },
        payments::equals);
    webhook("Routed", "firing", now().minusSeconds(60));
    TestGateway.StoredAlert fired = gateway.alert("Routed");
    gateway.addService(gateway.tenant(), "billing");
    gateway.activateRules(
        gateway.tenant(),
        "[{\"name\":\"two\",\"matchers\":[\"alertname=~\\\"Routed|Probe.*\\\"\"],"
            + "\"service\":\"billing\",\"group_by\":[\"alertname\"]}]");
    dev.imas.fixtures.Await.until(
        "rules to be live",
        () -> {
          String probe = "Probe" + System.nanoTime();
          webhook(probe, "firing", now());
          return gateway.alert(probe).ruleSetVersion();
        },
        version -> version == 2);

    assertThat(webhook("Routed", "resolved", now().minusSeconds(60))).isEqualTo("resolved");

    TestGateway.StoredAlert recovered = gateway.alert("Routed");
    assertThat(recovered.service()).isEqualTo(payments);
    assertThat(recovered.groupKey()).isEqualTo(fired.groupKey());
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT group_key FROM journal WHERE seq = (SELECT seq FROM alert WHERE"
                        + " name = 'Routed') AND fingerprint = '"
                        + recovered.fingerprint()
                        + "'"))
        .containsExactly(fired.groupKey());
  }

  @Test
  void prometheusRenewalIsARepeatAndItsEndTheRecovery() {
    String body = "[{\"labels\":{\"alertname\":\"Up\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]";
    Instant starts = now().minusSeconds(60);
    for (int i = 0; i < 3; i++) {
      Reply reply =
          gateway.post(TestGateway.API_V2, body.formatted(starts, now().plusSeconds(240)));
      assertThat(reply.status()).isEqualTo(200);
      gateway.clock().move(Duration.ofMinutes(1));
    }
    assertThat(gateway.alert("Up").fireCount()).isEqualTo(3);
    assertThat(
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM alert WHERE name = 'Up' AND ends_at > '"
                        + now().plusSeconds(170)
                        + "'"))
        .isEqualTo(1);

    gateway.post(TestGateway.API_V2, body.formatted(starts, now()));

    assertThat(gateway.alert("Up").firing()).isFalse();
    assertThat(gateway.transitions("Up")).containsExactly(1, 3);
  }

  @Test
  void alertThatMerelyExpiredFiresAgainWithItsNextRenewal() {
    String body = "[{\"labels\":{\"alertname\":\"Silent\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]";
    Instant starts = now().minusSeconds(60);
    Instant ends = now().plusSeconds(60);
    gateway.post(TestGateway.API_V2, body.formatted(starts, ends));
    gateway.clock().move(Duration.ofSeconds(61));
    gateway.database().gatewaysListenSince(Instant.EPOCH);
    gateway.database().query("SELECT expire_alerts('%s', interval '0 s', 100)".formatted(now()));
    assertThat(gateway.alert("Silent").firing()).isFalse();

    // Its last post comes once more and changes nothing.
    gateway.post(TestGateway.API_V2, body.formatted(starts, ends));
    assertThat(gateway.alert("Silent").firing()).isFalse();

    gateway.post(TestGateway.API_V2, body.formatted(starts, now().plusSeconds(240)));
    assertThat(gateway.alert("Silent").firing()).isTrue();
    assertThat(gateway.transitions("Silent")).containsExactly(1, 5, 2);
  }
}
