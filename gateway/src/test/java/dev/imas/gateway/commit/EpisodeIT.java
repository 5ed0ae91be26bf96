package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which firing is new and which recovery counts, with the bodies of real senders. */
class EpisodeIT {

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

  private static void later(Duration time) {
    gateway.clock().move(time);
  }

  /** An Alertmanager's notification; the year 1 means no end. */
  private static String webhook(String name, String status, Instant starts, String ends) {
    return webhook("a", name, status, starts, ends);
  }

  /** By that member of a pair. */
  private static String webhook(
      String member, String name, String status, Instant starts, String ends) {
    return disposition(
        gateway.post(
            TestGateway.ALERTMANAGER,
            """
            {"version":"4","externalURL":"http://am-%s:9093","alerts":[{"status":"%s","labels":{"alertname":"%s"},
             "annotations":{"summary":"%s is %s"},"startsAt":"%s","endsAt":"%s"}]}\
            """
                .formatted(member, status, name, name, status, starts, ends)));
  }

  private static String fires(String name, Instant starts) {
    return webhook(name, "firing", starts, "0001-01-01T00:00:00Z");
  }

  private static String ends(String name, Instant starts, Instant ends) {
    return webhook(name, "resolved", starts, ends.toString());
  }

  /** A Prometheus's post: its end alone says whether the alert fires. */
  private static void prometheus(String name, Instant starts, Instant ends) {
    Reply reply =
        gateway.post(
            TestGateway.API_V2,
            "[{\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]"
                .formatted(name, starts, ends));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private static String datadog(String monitor, String transition, Instant at) {
    return disposition(
        gateway.post(
            TestGateway.DATADOG,
            "{\"alert_id\":\"%s\",\"alert_transition\":\"%s\",\"title\":\"dd %s\",\"date\":\"%d\"}"
                .formatted(monitor, transition, monitor, at.toEpochMilli())));
  }

  private static String disposition(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    for (String name : new String[] {"opened", "deduplicated", "resolved", "reopened", "stale"}) {
      if (reply.json().has(name)) {
        return name;
      }
    }
    throw new AssertionError(reply.body());
  }

  /** Does what the timer does about each second. */
  private static void windowsEnd() {
    gateway.database().query("SELECT refired FROM refire_alerts('%s', 100)".formatted(now()));
  }

  private static String detail(String name, String column) {
    return gateway
        .database()
        .query("SELECT %s FROM alert WHERE name = '%s'".formatted(column, name))
        .getFirst();
  }

  /** A monitor that tells no times. */
  private static String timeless(String name, String status) {
    return disposition(
        gateway.post(
            TestGateway.CUSTOM, "{\"name\":\"%s\",\"status\":\"%s\"}".formatted(name, status)));
  }

  // --- a clock that is set back

  @Test
  void afterTheClockIsSetBackWhatFiresOpensAndWhatRecoversEnds() {
    Instant starts = now().minusSeconds(600);
    timeless("TimelessOver", "firing");
    timeless("TimelessOver", "resolved");
    timeless("TimelessOn", "firing");
    fires("SetBackOver", starts);
    ends("SetBackOver", starts, now());
    try {
      later(Duration.ofHours(-1));

      assertThat(timeless("TimelessOver", "firing")).isEqualTo("reopened");
      assertThat(timeless("TimelessOver", "firing")).isEqualTo("deduplicated");
      assertThat(timeless("TimelessOver", "resolved")).isEqualTo("resolved");
      assertThat(timeless("TimelessOn", "resolved")).isEqualTo("resolved");
      assertThat(fires("SetBackOver", starts)).isEqualTo("reopened");
      assertThat(detail("TimelessOn", "observed_at < '%s'".formatted(now().plusSeconds(1))))
          .isEqualTo("t");
    } finally {
      later(Duration.ofHours(1));
    }
  }

  @Test
  void aLateFiringDoesNotWaitForTheClockOfBefore() {
    Instant starts = now().minusSeconds(600);
    fires("LateOfBefore", starts);
    ends("LateOfBefore", starts, now());
    assertThat(fires("LateOfBefore", starts)).isEqualTo("stale");
    windowsEnd();
    assertThat(gateway.alert("LateOfBefore").status()).isEqualTo(2);
    try {
      later(Duration.ofHours(-1));

      windowsEnd();

      assertThat(gateway.alert("LateOfBefore").status()).isEqualTo(1);
    } finally {
      later(Duration.ofHours(1));
    }
  }

  // --- a new episode

  @Test
  void startThatAFiringAlertDidNotHaveIsANewEpisode() {
    Instant first = now().minusSeconds(600);
    fires("NewStart", first);

    assertThat(fires("NewStart", first.plusSeconds(300))).isEqualTo("reopened");

    assertThat(gateway.alert("NewStart").episode()).isEqualTo(2);
    assertThat(gateway.transitions("NewStart")).containsExactly(1, 2);
    assertThat(fires("NewStart", first.plusSeconds(300))).isEqualTo("deduplicated");
  }

  @Test
  void startAfterTheEndOfTheLastEpisodeOpensAtOnce() {
    Instant first = now().minusSeconds(600);
    fires("AtOnce", first);
    ends("AtOnce", first, now().minusMillis(5));

    assertThat(fires("AtOnce", now())).isEqualTo("reopened");
  }

  @Test
  void olderStartOfAFiringAlertIsNoNewEpisode() {
    Instant first = now().minusSeconds(600);
    fires("Pair", first);

    assertThat(fires("Pair", first.minusSeconds(4))).isEqualTo("deduplicated");
    assertThat(gateway.transitions("Pair")).containsExactly(1);
  }

  // --- a recovery with an older start

  @Test
  void recoveryUnderAnOlderStartThatEndsAfterTheKnownOneEndsTheAlert() {
    Instant known = now().minusSeconds(600);
    fires("Merged", known);

    assertThat(ends("Merged", known.minusSeconds(4), now().minusSeconds(1))).isEqualTo("resolved");

    assertThat(gateway.alert("Merged").firing()).isFalse();
    // The other server of the pair posts the same again.
    assertThat(ends("Merged", known.minusSeconds(4), now().minusSeconds(1)))
        .isEqualTo("deduplicated");
  }

  @Test
  void recoveryOfAnEpisodeThatEndedBeforeTheKnownOneBeganIsStale() {
    Instant known = now().minusSeconds(60);
    fires("Former", known);

    assertThat(ends("Former", known.minusSeconds(600), known.minusSeconds(300))).isEqualTo("stale");

    assertThat(gateway.alert("Former").firing()).isTrue();
  }

  // --- late, by the sender's own time

  @Test
  void firingThatItsSenderDatesBeforeTheRecoveryIsLateHoweverLate() {
    Instant at = now().minusSeconds(60);
    datadog("501", "Triggered", at);
    datadog("501", "Recovered", at.plusSeconds(30));
    later(Duration.ofHours(3));

    assertThat(datadog("501", "Triggered", at)).isEqualTo("stale");

    assertThat(gateway.alert("dd 501").firing()).isFalse();
    assertThat(datadog("501", "Triggered", now())).isEqualTo("reopened");
  }

  /** Because of its promised end, each of its recoveries looks like a copy of the last one. */
  @Test
  void lateCopyOfAnEpisodeIsForgottenWithTheNextOne() {
    Instant first = now().minusSeconds(600);
    prometheus("LateCopy", first, now().plusSeconds(240));
    prometheus("LateCopy", first, now().minusMillis(5));
    later(Duration.ofSeconds(2));
    prometheus("LateCopy", first, now().plusSeconds(240));
    later(Duration.ofSeconds(3));
    Instant second = now();
    prometheus("LateCopy", second, now().plusSeconds(240));
    later(Duration.ofSeconds(5));
    prometheus("LateCopy", second, now().minusMillis(5));
    assertThat(gateway.alert("LateCopy").firing()).isFalse();

    later(Duration.ofSeconds(40));
    windowsEnd();

    assertThat(gateway.alert("LateCopy").firing()).isFalse();
    assertThat(gateway.transitions("LateCopy")).containsExactly(1, 3, 2, 3);
  }

  // --- a firing within the reorder window

  @Test
  void firingWithinTheWindowThatNothingFollowsOpensWhenTheWindowEnds() {
    Instant starts = now().minusSeconds(600);
    fires("Refired", starts);
    ends("Refired", starts, now());
    later(Duration.ofSeconds(10));
    assertThat(fires("Refired", starts)).isEqualTo("stale");
    windowsEnd();
    assertThat(gateway.alert("Refired").firing()).isFalse();

    later(Duration.ofSeconds(16));
    windowsEnd();

    assertThat(gateway.alert("Refired").firing()).isTrue();
    assertThat(gateway.alert("Refired").episode()).isEqualTo(2);
    assertThat(gateway.transitions("Refired")).containsExactly(1, 3, 7);
    assertThat(gateway.database().count("SELECT count(*) FROM outbox WHERE kind = 7")).isPositive();
    assertThat(fires("Refired", starts)).isEqualTo("deduplicated");
  }

  @Test
  void firingWithinTheWindowThatARecoveryFollowsStaysOver() {
    Instant starts = now().minusSeconds(600);
    fires("Flapped", starts);
    ends("Flapped", starts, now());
    later(Duration.ofSeconds(5));
    fires("Flapped", starts);
    later(Duration.ofSeconds(5));
    ends("Flapped", starts, now());
    later(Duration.ofMinutes(1));
    windowsEnd();

    assertThat(gateway.alert("Flapped").firing()).isFalse();
  }

  @Test
  void copyOfTheKnownRecoveryDoesNotTakeTheNewFiringAlong() {
    Instant starts = now().minusSeconds(600);
    Instant end = now();
    fires("Copied", starts);
    ends("Copied", starts, end);
    later(Duration.ofSeconds(5));
    fires("Copied", starts);
    later(Duration.ofSeconds(5));
    // The other Alertmanager of the pair sends what the first has sent, its peer timeout later.
    webhook("b", "Copied", "resolved", starts, end.toString());
    later(Duration.ofMinutes(1));
    windowsEnd();

    assertThat(gateway.alert("Copied").firing()).isTrue();
  }

  @Test
  void recoveryWithTheKnownEndEndsWhatItsOwnSenderFiredLate() {
    Instant starts = now().minusSeconds(600);
    Instant end = now();
    fires("Paired", starts);
    ends("Paired", starts, end);
    later(Duration.ofSeconds(5));
    assertThat(webhook("b", "Paired", "firing", starts, "0001-01-01T00:00:00Z")).isEqualTo("stale");
    later(Duration.ofSeconds(5));
    webhook("b", "Paired", "resolved", starts, end.toString());
    later(Duration.ofMinutes(1));
    windowsEnd();

    assertThat(gateway.alert("Paired").firing()).isFalse();
  }

  // --- clocks that differ

  @Test
  void prometheusWhoseClockIsBehindIsBelievedByItsSecondWord() {
    Instant starts = now().minusSeconds(400);
    prometheus("Behind", starts, now().minusSeconds(30));
    later(Duration.ofMinutes(1));
    prometheus("Behind", starts, now().minusSeconds(30));

    assertThat(gateway.alert("Behind").firing()).isTrue();
    assertThat(detail("Behind", "details")).contains("clock_behind");

    for (int i = 0; i < 3; i++) {
      later(Duration.ofMinutes(1));
      prometheus("Behind", starts, now().minusSeconds(30));
    }
    assertThat(gateway.alert("Behind").firing()).isTrue();
    assertThat(gateway.transitions("Behind")).containsExactly(2);
    // Its end has passed by our clock, but it is not over.
    gateway.database().gatewaysListenSince(Instant.EPOCH);
    gateway.database().query("SELECT expire_alerts('%s', interval '0 s', 100)".formatted(now()));
    assertThat(gateway.alert("Behind").firing()).isTrue();

    later(Duration.ofMinutes(1));
    prometheus("Behind", starts, now().minusSeconds(271));
    assertThat(gateway.alert("Behind").firing()).isFalse();
  }

  @Test
  void prometheusWhoseClockIsBehindFiresAgainAfterARecovery() {
    Instant starts = now().minusSeconds(900);
    prometheus("BehindAgain", starts, now().plusSeconds(60));
    prometheus("BehindAgain", starts, now().minusSeconds(300));
    assertThat(gateway.alert("BehindAgain").firing()).isFalse();
    later(Duration.ofMinutes(5));
    Instant again = now().minusSeconds(200);
    prometheus("BehindAgain", again, now().minusSeconds(30));
    later(Duration.ofMinutes(1));
    prometheus("BehindAgain", again, now().minusSeconds(30));

    assertThat(gateway.alert("BehindAgain").firing()).isTrue();
  }

  @Test
  void recoveryThatAPairOfPrometheusSendsForAQuarterOfAnHourOpensNothing() {
    Instant starts = now().minusSeconds(600);
    prometheus("PairEnds", starts, now().plusSeconds(240));
    Instant one = now();
    later(Duration.ofSeconds(7));
    Instant other = now();
    for (int minute = 0; minute < 15; minute++) {
      prometheus("PairEnds", starts, one);
      prometheus("PairEnds", starts.plusSeconds(7), other);
      later(Duration.ofMinutes(1));
      windowsEnd();
    }

    assertThat(gateway.alert("PairEnds").firing()).isFalse();
    assertThat(gateway.transitions("PairEnds")).containsExactly(1, 3);
  }

  @Test
  void recoveryThatItsSenderDatesSecondsBeforeAFiringWithoutATimeEndsIt() {
    gateway.custom("\"name\":\"Skewed\"");
    later(Duration.ofSeconds(2));

    Reply recovery =
        gateway.custom(
            "\"name\":\"Skewed\",\"status\":\"ok\",\"observed_at\":\""
                + now().minusSeconds(5)
                + "\"");

    assertThat(disposition(recovery)).isEqualTo("resolved");
  }

  @Test
  void recoveryThatItsSenderDatesHoursBeforeAFiringWithoutATimeIsLate() {
    gateway.custom("\"name\":\"Ancient\"");

    Reply recovery =
        gateway.custom(
            "\"name\":\"Ancient\",\"status\":\"ok\",\"observed_at\":\""
                + now().minusSeconds(7_200)
                + "\"");

    assertThat(disposition(recovery)).isEqualTo("stale");
  }

  // --- texts

  @Test
  void wordsOfTheFiringStayWhenItIsOver() {
    Instant starts = now().minusSeconds(600);
    fires("Worded", starts);
    ends("Worded", starts, now());

    assertThat(detail("Worded", "annotations")).contains("Worded is firing");
  }
}
