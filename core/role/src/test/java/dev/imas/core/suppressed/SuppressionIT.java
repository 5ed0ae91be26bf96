package dev.imas.core.suppressed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which alerts open incidents while silences and inhibit rules hide some. */
class SuppressionIT {

  private static RunningCore core;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    core.holdHousekeeping();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Event fires(String name, UUID service, String labels) {
    return fires(name, 3, service, labels);
  }

  private static Event fires(String name, int severity, UUID service, String labels) {
    return Event.firing(name, severity, service, core.now())
        .labelled(("{\"alertname\":\"" + name + "\"," + labels + "}").replace('\'', '"'));
  }

  /** What the timer does each second. */
  private static void pass() {
    core.sweep("hiding");
    core.follow();
  }

  private static UUID silence(String matcher, Duration length) {
    return silence(matcher, core.now(), core.now().plus(length), false);
  }

  private static UUID silence(String matcher, Instant from, Instant to, boolean withAlerts) {
    return UUID.fromString(
        first(
            ("SELECT id FROM put_silence('%s', NULL, gen_random_uuid(), '[\"%s\"]', '%s', '%s', %s,"
                    + " 'ana', 'test', 'because', '%s', 100)")
                .formatted(
                    core.tenant, matcher.replace("\"", "\\\""), from, to, withAlerts, core.now())));
  }

  private static String first(String query) {
    return core.database.query(query).getFirst();
  }

  private static void expire(UUID silence) {
    core.database.query(
        "SELECT expire_silence('%s', '%s', '%s')".formatted(core.tenant, silence, core.now()));
  }

  private static UUID inhibit(String source, String target, int seconds) {
    UUID id = UUID.randomUUID();
    core.database.execute(
        ("INSERT INTO inhibit_rule (tenant_id, id, name, source_matchers, target_matchers,"
                + " equal_labels, wait_seconds, created_at, updated_at) VALUES ('%s', '%s', '%s',"
                + " '[\"%s\"]', '[\"%s\"]', '{node}', %d, now(), now())")
            .formatted(
                core.tenant,
                id,
                id,
                source.replace("\"", "\\\""),
                target.replace("\"", "\\\""),
                seconds));
    core.database.query("SELECT next_hiding_epoch('%s')".formatted(core.tenant));
    return id;
  }

  private static List<JsonNode> incidents(String service) {
    List<JsonNode> list = new ArrayList<>();
    core.get("/api/v1/incidents?service=" + service).json().get("items").forEach(list::add);
    return list;
  }

  private static long hidden(String name) {
    return core.database.count(
        "SELECT count(*) FROM hidden_alert h JOIN alert_state a USING (tenant_id, fingerprint)"
            + " WHERE a.name = '"
            + name
            + "'");
  }

  private static long ledger(String disposition) {
    return core.database.count("SELECT coalesce(sum(" + disposition + "), 0) FROM ledger");
  }

  private static void ledgerIsTrue() {
    assertThat(core.database.count("SELECT count(*) FROM recount_ledger()")).isZero();
  }

  /** As if core had decided by the silence while it was ended, and committed afterwards. */
  @Test
  void whatWasHiddenWhileTheSilenceEndedIsNotHiddenUntilItsFormerEnd() {
    UUID service = core.service("overtaken");
    UUID silence = silence("team=\"overtaken\"", Duration.ofHours(2));
    core.post(fires("Overtaken", service, "'team':'overtaken'"));
    core.follow();
    assertThat(hidden("Overtaken")).isEqualTo(1);
    expire(silence);
    core.database.execute(
        "UPDATE hidden_alert SET wake_at = '%s' WHERE fingerprint IN (SELECT fingerprint FROM"
                .formatted(core.now().plus(Duration.ofHours(2)))
            + " alert_state WHERE name = 'Overtaken')");

    pass();

    assertThat(hidden("Overtaken")).isZero();
    assertThat(incidents("overtaken")).hasSize(1);
  }

  /** An import makes a thousand: alerts are read once for all of them, and not once for each. */
  @Test
  void whatManySilencesHideIsLookedAtOnce() {
    UUID service = core.service("imported");
    for (int i = 0; i < 3; i++) {
      core.post(fires("Imported" + i, service, "'team':'imported','nr':'" + i + "'"));
    }
    core.follow();
    pass();
    for (int i = 0; i < 2; i++) {
      silence("nr=\"" + i + "\"", Duration.ofHours(1));
      silence("team=\"imported\"", Duration.ofHours(1));
    }

    assertThat(core.sweep("hiding")).contains(" 3 alerts looked at");
    core.follow();

    assertThat(hidden("Imported0") + hidden("Imported1") + hidden("Imported2")).isEqualTo(3);
    assertThat(
            core.database.query(
                "SELECT string_agg(n::text, ' ' ORDER BY name) FROM (SELECT a.name, count(*) AS n"
                    + " FROM hidden_by b JOIN alert_state a USING (tenant_id, fingerprint)"
                    + " WHERE a.name LIKE 'Imported%' GROUP BY 1) AS of_each"))
        .containsExactly("3 3 2");
  }

  @Test
  void silencedAlertIsCountedAndOpensWhenTheSilenceEnds() {
    UUID service = core.service("quiet");
    long suppressed = ledger("suppressed");
    long opened = ledger("opened");
    silence("team=\"quiet\"", Duration.ofHours(1));

    Event alert = fires("Quiet", service, "'team':'quiet'");
    core.post(alert);
    core.follow();
    core.post(alert);
    core.follow();

    assertThat(incidents("quiet")).isEmpty();
    assertThat(ledger("suppressed") - suppressed).isEqualTo(1);
    assertThat(ledger("opened") - opened).isZero();
    ledgerIsTrue();

    core.clock.move(Duration.ofMinutes(59));
    pass();
    assertThat(incidents("quiet")).isEmpty();
    core.clock.move(Duration.ofMinutes(2));
    pass();
    assertThat(incidents("quiet")).hasSize(1);
    assertThat(incidents("quiet").getFirst().get("status").asText()).isEqualTo("TRIGGERED");
    ledgerIsTrue();
  }

  @Test
  void silenceThatIsEndedByHandWakesWhatItHidUnlessAnotherHidesIt() {
    UUID service = core.service("woken");
    UUID one = silence("team=\"woken\"", Duration.ofHours(1));
    UUID other = silence("alertname=\"Woken\"", Duration.ofHours(2));
    core.post(fires("Woken", service, "'team':'woken'"));
    core.follow();

    expire(one);
    pass();
    assertThat(incidents("woken")).isEmpty();
    expire(other);
    pass();
    assertThat(incidents("woken")).hasSize(1);
    assertThat(hidden("Woken")).isZero();
  }

  /** Core takes both changes at once. */
  @Test
  void whatBeginsAndEndsUnderASilenceOpensNothingAndIsCountedAsSuppressed() {
    UUID service = core.service("passing");
    UUID silence = silence("team=\"passing\"", Duration.ofHours(1));
    long suppressed = ledger("suppressed");
    Event alert = fires("Passing", service, "'team':'passing'");
    core.post(alert);
    core.clock.move(Duration.ofMinutes(1));
    core.post(alert.resolved());
    core.follow();

    assertThat(incidents("passing")).isEmpty();
    assertThat(hidden("Passing")).isZero();
    assertThat(ledger("suppressed")).isEqualTo(suppressed + 1);
    assertThat(
            core.database.count(
                "SELECT hid FROM hiding_count WHERE hider_id = '%s'".formatted(silence)))
        .isOne();
    ledgerIsTrue();
  }

  @Test
  void recoveryIsAppliedWhileHiddenAndNothingOpensAfterwards() {
    UUID service = core.service("recovers");
    UUID silence = silence("team=\"recovers\"", Duration.ofHours(1));
    Event alert = fires("Recovers", service, "'team':'recovers'");
    core.post(alert);
    core.follow();
    core.clock.move(Duration.ofMinutes(1));
    core.post(alert.resolved());
    core.follow();
    assertThat(hidden("Recovers")).isZero();

    expire(silence);
    pass();

    assertThat(incidents("recovers")).isEmpty();
    ledgerIsTrue();
  }

  @Test
  void whatWasPagedIsResolvedUnderASilence() {
    UUID service = core.service("paged");
    Event alert = fires("Paged", service, "'team':'paged'");
    core.post(alert);
    core.follow();
    silence("team=\"paged\"", Duration.ofHours(1));
    pass();
    assertThat(incidents("paged").getFirst().get("status").asText()).isEqualTo("TRIGGERED");

    core.clock.move(Duration.ofMinutes(1));
    core.post(alert.resolved());
    core.follow();

    assertThat(incidents("paged").getFirst().get("status").asText()).isEqualTo("RESOLVED");
  }

  @Test
  void silenceThatEndsWithItsAlertsEndsWhenTheLastHasRecovered() {
    UUID service = core.service("withalerts");
    UUID silence =
        silence("team=\"withalerts\"", core.now(), core.now().plus(Duration.ofDays(1)), true);
    Event alert = fires("WithAlerts", service, "'team':'withalerts'");
    core.post(alert);
    core.follow();
    core.clock.move(Duration.ofMinutes(1));
    pass();
    core.post(alert.resolved());
    core.follow();
    core.clock.move(Duration.ofMinutes(1));
    pass();

    core.post(alert.startedAt(core.now()));
    core.follow();

    assertThat(first("SELECT ends_at FROM silence WHERE id = '" + silence + "'")).isNotNull();
    assertThat(incidents("withalerts")).hasSize(1);
  }

  @Test
  void targetIsInhibitedWhicheverCameFirstUntilTheSourceEnds() {
    UUID service = core.service("inhibited");
    inhibit("alertname=\"NodeDown\"", "alertname=\"Disk\"", 30);
    Event disk = fires("Disk", service, "'node':'a'");
    Event node = fires("NodeDown", service, "'node':'a'");

    core.post(disk);
    core.follow();
    assertThat(incidents("inhibited")).as("it waits").isEmpty();
    core.clock.move(Duration.ofSeconds(10));
    core.post(node);
    core.follow();
    core.follow();
    core.clock.move(Duration.ofMinutes(1));
    pass();
    assertThat(incidents("inhibited")).as("that of the source").hasSize(1);
    assertThat(hidden("Disk")).isEqualTo(1);
    assertThat(first("SELECT reasons FROM hidden_alert WHERE reasons LIKE '%inhibition%'"))
        .contains("inhibition");

    core.post(node.resolved());
    core.follow();
    pass();
    assertThat(incidents("inhibited")).hasSize(2);
    assertThat(hidden("Disk")).isZero();
    ledgerIsTrue();
  }

  @Test
  void targetWithoutASourceOpensAfterItsWait() {
    UUID service = core.service("alone");
    inhibit("alertname=\"RackDown\"", "alertname=\"Alone\"", 30);
    long suppressed = ledger("suppressed");
    core.post(fires("Alone", service, "'node':'a'"));
    core.post(fires("Alone", 1, service, "'node':'critical'"));
    core.follow();
    assertThat(incidents("alone")).as("a SEV1 does not wait").hasSize(1);

    core.clock.move(Duration.ofSeconds(31));
    pass();

    assertThat(incidents("alone")).isNotEmpty();
    assertThat(hidden("Alone")).isZero();
    assertThat(ledger("suppressed")).isEqualTo(suppressed);
    ledgerIsTrue();
  }

  @Test
  void anyOrderOfFiringRepeatSilenceAndRecoveryEndsInTheSameState() {
    Random random = new Random(20_261_125);
    for (int round = 0; round < 12; round++) {
      String name = "Order" + round;
      UUID service = core.service(name.toLowerCase());
      Event alert = fires(name, service, "'team':'" + name + "'");
      List<String> steps = new ArrayList<>(List.of("fire", "repeat", "silence", "end", "recover"));
      Collections.shuffle(steps, random);
      boolean fires = false;
      UUID silence = null;
      for (String step : steps) {
        core.clock.move(Duration.ofMinutes(1));
        switch (step) {
          case "fire", "repeat" -> {
            alert = fires ? alert : alert.startedAt(core.now());
            core.post(alert);
            fires = true;
          }
          case "silence" -> silence = silence("team=\"" + name + "\"", Duration.ofHours(9));
          case "recover" -> {
            core.post(alert.resolved());
            fires = false;
          }
          default -> {
            if (silence != null) {
              expire(silence);
              silence = null;
            }
          }
        }
        core.follow();
        pass();
      }
      List<JsonNode> incidents = incidents(name.toLowerCase());
      boolean open = incidents.stream().anyMatch(i -> !i.get("status").asText().equals("RESOLVED"));
      if (!fires) {
        assertThat(open).as("%s: recovered", steps).isFalse();
      } else if (silence == null) {
        assertThat(open).as("%s: fires unhidden", steps).isTrue();
      }
      ledgerIsTrue();
      if (silence != null) {
        expire(silence);
        pass();
        assertThat(
                incidents(name.toLowerCase()).stream()
                    .anyMatch(i -> !i.get("status").asText().equals("RESOLVED")))
            .as("%s: after the silence", steps)
            .isEqualTo(fires);
      }
    }
  }

  @Test
  void silenceHidesWhatCommitsBesideIt() {
    UUID service = core.service("beside");
    silence(
        "team=\"beside\"", core.now().plusSeconds(60), core.now().plus(Duration.ofHours(1)), false);
    core.post(fires("Beside", service, "'team':'beside'"));
    core.follow();
    assertThat(incidents("beside")).as("it has not begun").hasSize(1);

    core.clock.move(Duration.ofSeconds(61));
    pass();
    Await.until("it to be hidden", () -> hidden("Beside"), n -> n == 1);
    assertThat(incidents("beside").getFirst().get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void silencesThatEndedLongAgoAreForgottenAndOthersAreNot() {
    UUID recent = silence("team=\"forgotten\"", Duration.ofHours(1));
    expire(recent);
    UUID old = silence("team=\"forgotten\"", Duration.ofHours(1));
    expire(old);
    core.database.execute(
        "UPDATE silence SET starts_at = now() - interval '3 years', ends_at = now() - interval '2"
            + " years' WHERE id = '"
            + old
            + "'");

    core.sweep("suppressions-past");

    assertThat(core.database.query("SELECT id FROM silence WHERE matchers LIKE '%forgotten%'"))
        .containsExactly(recent.toString());
    ledgerIsTrue();
  }
}
