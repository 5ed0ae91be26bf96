package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people are told when alerts join an open incident. No notifier runs, so every message waits
 * as core left it. The tests make marks due in the database, because they cannot move its clock.
 */
class GrowthIT {

  private static final RunningCore core =
      RunningCore.start(
          Map.of(
              "IMAS_CORE_TIMER_POLL", "50ms",
              "IMAS_CORE_EXPIRY_INTERVAL", "100ms"));
  private static int scenes;

  private String group = "";
  private UUID service = new UUID(0, 0);
  private String incident = "";

  @AfterAll
  static void stop() {
    core.close();
  }

  @BeforeEach
  void open() {
    group = "group-" + ++scenes;
    service = core.service(group);
    join("first");
    incident = core.get("/api/v1/incidents?service=" + group).json().at("/items/0/id").asText();
  }

  private Event alert(String name) {
    return Event.firing(group + " " + name, 3, service, core.now()).inGroup(group);
  }

  private void join(String name) {
    core.post(alert(name));
    core.follow();
  }

  private void act(String action) {
    Reply reply =
        core.post("/api/v1/incidents/" + incident + "/" + action, "{\"message\":\"by hand\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private JsonNode detail() {
    return core.get("/api/v1/incidents/" + incident).json();
  }

  private List<String> events() {
    List<String> events = new ArrayList<>();
    core.get("/api/v1/deliveries?incident=" + incident)
        .json()
        .get("items")
        .forEach(d -> events.add(d.get("event").asText()));
    return events;
  }

  private long marks() {
    return core.database.count(
        "SELECT count(*) FROM incident_growth WHERE incident_id = '%s'".formatted(incident));
  }

  private void due(String at) {
    core.database.execute(
        "UPDATE incident_growth SET due_at = %s WHERE incident_id = '%s'".formatted(at, incident));
  }

  private void awaitNoMark() {
    Await.until("the growth to be told", this::marks, n -> n == 0);
  }

  /** Until the time of the sweep has come twice. */
  private void sweepPasses() {
    String before = sweepDue();
    Await.until("the next sweep", GrowthIT::sweepDue, due -> !due.equals(before));
    String next = sweepDue();
    Await.until("the sweep after it", GrowthIT::sweepDue, due -> !due.equals(next));
  }

  private static String sweepDue() {
    return core.database
        .query("SELECT due_at FROM timer WHERE kind = 'incident-growth'")
        .getFirst();
  }

  @Test
  void whatJoinedAndIsOverIsNoNews() {
    join("second");
    core.post(alert("second").resolved());
    core.follow();
    due("now()");
    awaitNoMark();
    assertThat(events()).containsExactly("incident.triggered");
  }

  @Test
  void whatJoinsIsToldOnceAndLaterWithTheFiguresOfThatTime() {
    Instant opened = Instant.parse(detail().get("created_at").asText());
    join("second");
    String due = detail().get("growth_due_at").asText();
    join("third");
    core.post(alert("second").resolved());
    core.follow();
    sweepPasses();
    assertThat(detail().get("growth_due_at").asText()).isEqualTo(due);
    assertThat(Duration.between(opened, Instant.parse(due)))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(events()).containsExactly("incident.triggered");

    due("now()");
    awaitNoMark();

    assertThat(events()).containsExactly("incident.grew", "incident.triggered");
    assertThat(
            core.database.query(
                """
                SELECT payload ->> 'message', payload #>> '{incident,alert_count}', payload #>> '{incident,alert,name}'
                  FROM delivery WHERE event = 'incident.grew' AND incident_id = '%s'\
                """
                    .formatted(incident)))
        .containsExactly("Now 2 of its 3 alerts fire");
    assertThat(detail().get("growth_due_at").isNull()).isTrue();
  }

  @Test
  void whatJoinsAfterThatIsToldAfterAnotherPause() {
    join("second");
    due("now()");
    awaitNoMark();

    join("third");

    Instant due = Instant.parse(detail().get("growth_due_at").asText());
    assertThat(due).isAfter(Instant.now().plus(Duration.ofMinutes(4)));
    due("now()");
    awaitNoMark();
    assertThat(events()).containsExactly("incident.grew", "incident.grew", "incident.triggered");
  }

  @Test
  void anotherMessageTellsItBefore() {
    join("second");
    assertThat(marks()).isEqualTo(1);

    act("acknowledge");

    assertThat(marks()).isZero();
    assertThat(events()).containsExactly("incident.acknowledged", "incident.triggered");
  }

  /** The raise told them how many fire, and there is nothing to tell of its end. */
  @Test
  void whatIsRaisedAndLoweredTellsTheGrowthOnce() {
    join("second");
    severity("SEV2");
    severity("SEV3");

    assertThat(marks()).isZero();
    sweepPasses();
    assertThat(events()).containsExactly("incident.severity_changed", "incident.triggered");
  }

  private void severity(String to) {
    Reply reply =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + incident,
            "{\"severity\":\"" + to + "\"}",
            "if-match",
            "\"" + detail().get("version").asText() + "\"");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  @Test
  void ofWhatIsOverNobodyHearsThatItGrew() {
    join("second");
    core.post(alert("first").resolved(), alert("second").resolved());
    core.follow();
    assertThat(marks()).isZero();
    core.database.execute(
        "INSERT INTO incident_growth VALUES ('%s', '%s', now())".formatted(core.tenant, incident));

    awaitNoMark();

    assertThat(events()).containsExactly("incident.resolved", "incident.triggered");
  }

  @Test
  void clockThatIsSetBackPutsNothingOff() {
    join("second");

    due("now() + interval '1 hour'");
    awaitNoMark();

    assertThat(events()).contains("incident.grew");
  }

  /** No incident's fault: the same is tried again within seconds. */
  @Test
  void lockThatIsNotFreePutsNoIncidentOff() {
    join("second");
    core.database.execute(
        """
        CREATE FUNCTION busy() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN RAISE EXCEPTION ''not free'' USING ERRCODE = ''55P03''; END';
        CREATE TRIGGER busy BEFORE INSERT ON delivery
          FOR EACH ROW WHEN (NEW.incident_id = '%1$s') EXECUTE FUNCTION busy();
        UPDATE incident_growth SET due_at = now() - interval '1 second' WHERE incident_id = '%1$s'\
        """
            .formatted(incident));
    double failed = failures();
    try {
      Await.until("two tries", GrowthIT::failures, n -> n >= failed + 2);
      assertThat(
              core.database.count(
                  "SELECT count(*) FROM incident_growth WHERE incident_id = '%s' AND due_at < now()"
                      .formatted(incident)))
          .isEqualTo(1);
    } finally {
      core.database.execute("DROP TRIGGER busy ON delivery; DROP FUNCTION busy()");
    }
    awaitNoMark();
    assertThat(events()).contains("incident.grew");
  }

  private static double failures() {
    return core
        .meters
        .find("imas.timer.failures")
        .tag("kind", "incident-growth")
        .counters()
        .stream()
        .mapToDouble(io.micrometer.core.instrument.Counter::count)
        .sum();
  }

  @Test
  void oneThatFailsHoldsUpNoOther() {
    join("second");
    String broken = incident;
    open();
    join("second");
    core.database.execute(
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END';
        CREATE TRIGGER fail BEFORE INSERT ON delivery
          FOR EACH ROW WHEN (NEW.incident_id = '%s') EXECUTE FUNCTION fail();
        UPDATE incident_growth SET due_at = now() WHERE incident_id IN ('%1$s', '%s')\
        """
            .formatted(broken, incident));
    try {
      awaitNoMark();

      assertThat(events()).contains("incident.grew");
      assertThat(
              core.database.count(
                  """
                  SELECT count(*) FROM incident_growth
                   WHERE incident_id = '%s' AND due_at > now() + interval '4 minutes'\
                  """
                      .formatted(broken)))
          .isEqualTo(1);
      Await.until(
          "the failure to be counted",
          () -> core.meters.find("imas.timer.failures").tag("kind", "incident-growth").counters(),
          counters -> !counters.isEmpty());
    } finally {
      core.database.execute("DROP TRIGGER fail ON delivery; DROP FUNCTION fail()");
    }
    incident = broken;
    due("now()");
    awaitNoMark();
    assertThat(events()).contains("incident.grew");
  }
}
