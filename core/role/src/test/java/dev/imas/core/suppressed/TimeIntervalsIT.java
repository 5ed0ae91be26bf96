package dev.imas.core.suppressed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules hide their alerts while time intervals are in force, or while they are not. */
class TimeIntervalsIT {

  private static final int AUTO_RESOLVE = 1 << 7;

  private final RunningCore core = RunningCore.start();

  /** A zone in which it is twelve o'clock and some minutes. */
  private final String zone;

  private final Instant noon;
  private final UUID shop;

  TimeIntervalsIT() {
    core.holdHousekeeping();
    int ahead = 12 - core.now().atOffset(ZoneOffset.UTC).getHour();
    zone = "Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead);
    noon = core.now().truncatedTo(ChronoUnit.HOURS);
    shop = core.service("shop");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private String at(String... hours) {
    StringBuilder times = new StringBuilder();
    for (String one : hours) {
      String[] ends = one.split("-", 2);
      times
          .append(times.isEmpty() ? "" : ",")
          .append("{'start_time':'%s','end_time':'%s'}".formatted(ends[0], ends[1]));
    }
    return "[{'times':[" + times + "],'location':'" + zone + "'}]";
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private JsonNode interval(String name, String parts) {
    Reply made =
        core.post(
            "/api/v1/time-intervals",
            json("{'name':'%s','time_intervals':%s}".formatted(name, parts)));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json();
  }

  private void change(String name, String parts) {
    Reply there = core.get("/api/v1/time-intervals/" + name);
    Reply changed =
        core.send(
            core.token,
            "PUT",
            "/api/v1/time-intervals/" + name,
            json("{'name':'%s','time_intervals':%s}".formatted(name, parts)),
            "If-Match",
            String.valueOf(there.header("ETag")));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private int rules(String says) {
    Reply stored =
        core.post(
            "/api/v1/rule-sets",
            json("{'rules':[{'name':'all','group_by':['alertname']," + says + "}]}"));
    assertThat(stored.status()).as(stored.http().body()).isEqualTo(201);
    return stored.json().get("version").asInt();
  }

  private void fires(String name, int version) {
    post(Event.firing(name, 3, shop, core.now()), version);
  }

  private void post(Event event, int version) {
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.of(event),
        e ->
            new Routing(
                shop, Severity.of(e.severity()), e.groupKey(), version, 0, (short) AUTO_RESOLVE));
    core.follow();
  }

  /** The clock of the zone. */
  private void itIs(int hour, int minute) {
    Instant then = noon.plus(Duration.ofMinutes((hour - 12) * 60L + minute));
    core.clock.move(Duration.between(core.now(), then));
    pass();
  }

  /** What timers do each second. */
  private void pass() {
    core.sweep("hiding");
    core.follow();
    core.sweep("hidden-incidents");
  }

  private JsonNode alert(String name) {
    for (JsonNode alert : core.get("/api/v1/alerts?limit=100").json().get("items")) {
      if (alert.path("name").asText().equals(name)) {
        return alert;
      }
    }
    throw new AssertionError("there is no alert " + name);
  }

  private boolean isHidden(String name) {
    return !alert(name).get("hidden_by").isEmpty();
  }

  private List<String> incidents() {
    return core.database.query(
        "SELECT i.title || CASE WHEN h.incident_id IS NULL THEN '' ELSE ' hidden' END FROM incident"
            + " i LEFT JOIN incident_hidden h ON h.tenant_id = i.tenant_id AND h.incident_id = i.id"
            + " ORDER BY i.title");
  }

  @Test
  void alertsAreHiddenWhileAMuteTimeIsInForceAndOpenWhenItEnds() {
    itIs(13, 0);
    JsonNode pause = interval("Pause", at("13:30-14:00", "14:00-14:30"));
    assertThat(pause.get("is_in_force").asBoolean()).isFalse();
    assertThat(pause.get("changes_at").asText())
        .isEqualTo(noon.plus(Duration.ofMinutes(90)).toString());
    int version = rules("'mute_times':['pause']");
    fires("Before", version);
    fires("Other", 0);
    assertThat(incidents()).containsExactly("Before is bad", "Other is bad");

    itIs(13, 30);
    assertThat(incidents()).containsExactly("Before is bad hidden", "Other is bad");
    itIs(13, 40);
    fires("Within", version);

    JsonNode by = alert("Within").at("/hidden_by/0");
    assertThat(by.get("kind").asText()).isEqualTo("time");
    assertThat(by.get("id")).isEqualTo(pause.get("id"));
    assertThat(by.get("name").asText()).isEqualTo("Pause");
    assertThat(by.get("until").asText()).isEqualTo(noon.plus(Duration.ofMinutes(150)).toString());
    assertThat(core.get("/api/v1/time-intervals/pause").json().get("hides_now").asInt())
        .isEqualTo(2);
    JsonNode explained =
        core.get("/api/v1/alerts/" + alert("Within").get("fingerprint").asText() + "/explain")
            .json();
    assertThat(explained.at("/explanation/opening/mute_times/0").asText()).isEqualTo("pause");
    assertThat(explained.at("/alert/hidden_by/0/kind").asText()).isEqualTo("time");
    assertThat(incidents()).hasSize(2);
    assertThat(core.database.count("SELECT count(*) FROM recount_ledger()")).isZero();

    // One part follows the other: it does not end between them.
    itIs(14, 0);
    assertThat(isHidden("Within")).isTrue();
    itIs(14, 30);
    assertThat(incidents()).containsExactly("Before is bad", "Other is bad", "Within is bad");
    assertThat(core.get("/api/v1/time-intervals/Pause").json().get("hid_in_all").asInt())
        .isEqualTo(2);
  }

  @Test
  void alertsAreHiddenOutsideOfTheirActiveTimes() {
    itIs(13, 0);
    interval("Morning", at("08:00-12:00"));
    interval("Afternoon", at("13:30-14:00"));
    int version = rules("'active_times':['Morning','Afternoon']");
    fires("Early", version);

    assertThat(incidents()).isEmpty();
    assertThat(alert("Early").get("hidden_by")).hasSize(2);
    JsonNode by = alert("Early").at("/hidden_by/0");
    assertThat(by.get("outside").asBoolean()).isTrue();
    assertThat(by.get("until").asText())
        .as("when the first of them begins")
        .isEqualTo(noon.plus(Duration.ofMinutes(90)).toString());

    itIs(13, 30);
    assertThat(incidents()).containsExactly("Early is bad");
    itIs(14, 0);
    assertThat(incidents()).containsExactly("Early is bad hidden");
  }

  @Test
  void whatHappenedWhileCoreWasAwayIsMadeUpFor() {
    itIs(13, 0);
    interval("Pause", at("13:30-14:00"));
    int version = rules("'mute_times':['Pause']");
    fires("Through", version);
    itIs(14, 10);
    assertThat(incidents()).containsExactly("Through is bad");
    itIs(14, 20);

    interval("Later", at("14:30-15:00"));
    int later = rules("'mute_times':['Later']");
    itIs(14, 30);
    fires("Late", later);
    assertThat(isHidden("Late")).isTrue();
    core.restart();
    core.holdHousekeeping();
    itIs(15, 30);
    assertThat(incidents()).containsExactly("Late is bad", "Through is bad");
  }

  @Test
  void changeOfAnIntervalDecidesAnewAndSoDoesItsEnd() {
    itIs(13, 0);
    interval("Pause", at("12:00-14:00"));
    int version = rules("'mute_times':['Pause']");
    fires("Alert", version);
    assertThat(isHidden("Alert")).isTrue();

    change("Pause", "[]");
    pass();
    assertThat(incidents()).containsExactly("Alert is bad");

    change("Pause", "[{}]");
    pass();
    assertThat(incidents()).containsExactly("Alert is bad hidden");

    assertThat(core.send(core.token, "DELETE", "/api/v1/time-intervals/Pause", null).status())
        .isEqualTo(204);
    pass();
    assertThat(incidents()).as("nobody is deaf by a name").containsExactly("Alert is bad");
    fires("Another", version);
    assertThat(isHidden("Another")).isFalse();
  }

  @Test
  void silenceAndTimeAreBothReasonsAndBothMustEnd() {
    itIs(13, 0);
    interval("Pause", at("12:00-13:30"));
    int version = rules("'mute_times':['Pause']");
    Reply silenced =
        core.post(
            "/api/v1/silences",
            json("{'matchers':['alertname=Both'],'duration':'PT1H','comment':'test'}"));
    assertThat(silenced.status()).isEqualTo(201);
    fires("Both", version);
    assertThat(alert("Both").get("hidden_by").findValuesAsText("kind"))
        .containsExactly("time", "silence");

    itIs(13, 30);
    assertThat(isHidden("Both")).isTrue();
    itIs(14, 0);
    assertThat(isHidden("Both")).isFalse();
    assertThat(incidents()).containsExactly("Both is bad");
  }

  @Test
  void recoveryOfAHiddenAlertIsAppliedAndNothingOpens() {
    itIs(13, 0);
    interval("Pause", at("12:00-13:30"));
    int version = rules("'mute_times':['Pause']");
    Event event = Event.firing("Gone", 1, shop, core.now());
    post(event, version);
    assertThat(isHidden("Gone")).as("a rule that says so hides SEV1, too").isTrue();
    itIs(13, 10);
    post(event.resolved(), version);
    itIs(13, 30);
    assertThat(incidents()).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM hidden_alert")).isZero();
  }

  @Test
  void flipsOfIntervalsChangeNoEpochAndForgetNoTables() {
    itIs(13, 0);
    interval("Pause", at("13:10-13:20", "13:30-13:40"));
    long epoch = core.database.count("SELECT epoch FROM hiding_epoch");
    itIs(13, 10);
    itIs(13, 20);
    itIs(13, 35);
    assertThat(core.database.count("SELECT epoch FROM hiding_epoch")).isEqualTo(epoch);
  }

  @Test
  void intervalsOfAnotherTenantHideNothing() {
    itIs(13, 0);
    core.database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('01900000-0000-7000-8000-0000000000bb', 'other');
        INSERT INTO time_interval (tenant_id, id, name, description, intervals, created_at, updated_at, look_at, changes_at)
        VALUES ('01900000-0000-7000-8000-0000000000bb', '01900000-0000-7000-8000-0000000000cc', 'Pause', '', '[{}]', now(),
                now(), now(), now())\
        """);
    Reply stored =
        core.post("/api/v1/rule-sets", json("{'rules':[{'name':'all','mute_times':['Pause']}]}"));
    assertThat(stored.status()).isEqualTo(422);
    assertThat(stored.http().body()).contains("/rules/0/mute_times/0");
    interval("Own", "[]");
    int version = rules("'mute_times':['Own']");
    core.database.execute(
        "UPDATE rule_set SET rules = replace(rules::text, 'Own',"
            + " '01900000-0000-7000-8000-0000000000cc')::jsonb");
    fires("Alert", version);
    assertThat(isHidden("Alert")).isFalse();
    assertThat(core.get("/api/v1/time-intervals/01900000-0000-7000-8000-0000000000cc").status())
        .isEqualTo(404);
  }
}
