package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People are called again to alerts that join, where a rule has a {@code group_interval}. */
class GroupIntervalIT {

  private final EscalationScene scene = new EscalationScene();
  private final RunningCore core = scene.core;
  private int version;

  @BeforeEach
  void people() {
    scene.person("ann", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT0S", "ann"));
    rule("\"group_interval\":\"PT2M\"");
  }

  private void rule(String actions) {
    version = scene.rules("[{\"name\":\"all\",\"group_by\":[],%s}]".formatted(actions));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private String fires(String name) {
    scene.routed(version, 0, alert(name));
    return core.database.query("SELECT id FROM incident").getFirst();
  }

  private Event alert(String name) {
    return Event.firing(name, 2, scene.shop, core.now())
        .inGroup("shop")
        .labelled("{\"alertname\":\"%s\",\"team\":\"shop\"}".formatted(name));
  }

  /** The database's clock, by which marks are due, does not move. */
  private void intervalIsOver() {
    core.database.execute("UPDATE incident_growth SET due_at = now()");
    core.sweep("incident-growth");
  }

  private List<String> marks() {
    return core.database.query("SELECT by_rule FROM incident_growth");
  }

  /** Whom what was told, in order, without the opening. */
  private List<String> told() {
    return core.database.query(
        """
        SELECT d.event || ' ' || r.name
          FROM delivery d JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.event <> 'incident.triggered' ORDER BY d.event_seq, r.name\
        """);
  }

  @Test
  void whoeverWasCalledIsCalledAgainAnIntervalAfterTheLastMessage() {
    String incident = fires("a");
    assertThat(marks()).isEmpty();
    fires("b");
    Instant last = time("SELECT max(created_at) FROM delivery");
    assertThat(time("SELECT due_at FROM incident_growth"))
        .isEqualTo(last.plus(Duration.ofMinutes(2)));
    core.sweep("incident-growth");
    assertThat(told()).isEmpty();

    fires("c");
    intervalIsOver();

    assertThat(told()).containsExactly("incident.joined ann/sms");
    assertThat(marks()).isEmpty();
    assertThat(scene.timeline(incident, "ALERT_RECEIVED"))
        .contains("Told again, since alerts have joined: now 3 of its 3 alerts fire");
    assertThat(scene.get(incident, "pages").toString()).contains("incident.joined");
    assertThat(
            core.database.query(
                "SELECT payload ->> 'message' FROM delivery WHERE event = 'incident.joined'"))
        .containsExactly("Told again, since alerts have joined: now 3 of its 3 alerts fire");
  }

  private Instant time(String query) {
    return Instant.parse(
        core.database
            .query(
                "SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM ("
                    + query
                    + ") AS x(t)")
            .getFirst());
  }

  @Test
  void whatFiresAgainBesideOthersIsToldToo() {
    fires("a");
    fires("b");
    intervalIsOver();
    core.clock.move(Duration.ofMinutes(1));
    scene.routed(version, 0, alert("b").resolved());
    core.clock.move(Duration.ofMinutes(1));

    fires("b");
    assertThat(marks()).containsExactly("t");
    intervalIsOver();

    assertThat(told()).containsExactly("incident.joined ann/sms", "incident.joined ann/sms");
  }

  /** A second pod fires and recovers: there is nothing to be called to. */
  @Test
  void whatJoinedAndIsOverIsToldToNobody() {
    fires("a");
    fires("b");
    scene.routed(version, 0, alert("b").resolved());
    intervalIsOver();
    assertThat(told()).isEmpty();
    assertThat(marks()).isEmpty();

    fires("c");
    fires("d");
    scene.routed(version, 0, alert("c").resolved());
    intervalIsOver();
    assertThat(told()).as("one of the two fires").containsExactly("incident.joined ann/sms");
  }

  @Test
  void whatComesAndGoesManyTimesIsStillOneAlert() {
    fires("a");
    for (int i = 0; i < 21; i++) {
      core.clock.move(Duration.ofMinutes(1));
      fires("b");
      scene.routed(version, 0, alert("b").resolved());
    }

    intervalIsOver();

    assertThat(told()).as("nothing that joined fires").isEmpty();
  }

  @Test
  void ofManyThatJoinedItIsNotKeptWhichTheyWere() {
    fires("a");
    for (int i = 0; i < 21; i++) {
      fires("b" + i);
    }
    assertThat(core.database.query("SELECT (joined IS NULL)::text FROM incident_growth"))
        .containsExactly("true");
    intervalIsOver();
    assertThat(told()).hasSize(1);
  }

  @Test
  void itBeginsNoEscalationAnew() {
    String incident = fires("a");
    fires("b");
    intervalIsOver();

    assertThat(scene.get(incident, "escalation").get("runs")).hasSize(1);
    assertThat(scene.state(incident)).isEqualTo("running");
  }

  @Test
  void whoWorksOnItGetsAnUpdateAndNobodyIsCalled() {
    String incident = fires("a");
    scene.acknowledges(incident);
    fires("b");
    assertThat(marks()).containsExactly("t");

    intervalIsOver();

    assertThat(told()).containsExactly("incident.acknowledged ann/sms", "incident.grew ann/sms");
  }

  @Test
  void whatFlapsIsToldByAnUpdate() {
    String incident = fires("a");
    fires("b");
    core.database.execute(
        "INSERT INTO incident_flapping (tenant_id, incident_id, returns, since) VALUES ('%s', '%s', '{}', now())"
            .formatted(core.tenant, incident));

    intervalIsOver();

    assertThat(told()).containsExactly("incident.grew ann/sms");
  }

  @Test
  void whatIsHiddenIsToldToNobodyUntilItIsNotHiddenAnyMore() {
    fires("a");
    scene.accepts();
    fires("b");
    String silence =
        core.database
            .query(
                ("SELECT id FROM put_silence('%s', NULL, gen_random_uuid(),"
                        + " '[\"team=\\\"shop\\\"\"]', '%s', '%s', false, 'ana', 'test', 'because',"
                        + " '%s', 100)")
                    .formatted(
                        core.tenant, core.now(), core.now().plus(Duration.ofDays(1)), core.now()))
            .getFirst();
    looks();
    fires("c");

    intervalIsOver();
    assertThat(told()).isEmpty();
    assertThat(marks()).containsExactly("t");

    core.database.execute(
        "SELECT expire_silence('%s', '%s', '%s')".formatted(core.tenant, silence, core.now()));
    looks();
    intervalIsOver();
    assertThat(told()).containsExactly("incident.joined ann/sms");
  }

  private void looks() {
    core.sweep("hiding");
    core.follow();
    core.sweep("hidden-incidents");
  }

  @Test
  void anotherMessageTellsItAndNothingWaitsAnyMore() {
    String incident = fires("a");
    fires("b");

    scene.acknowledges(incident);

    assertThat(marks()).isEmpty();
  }

  @Test
  void whatIsOverByThenIsNotTold() {
    fires("a");
    fires("b");
    scene.routed(version, 0, alert("a").resolved());
    scene.routed(version, 0, alert("b").resolved());

    assertThat(marks()).isEmpty();
    assertThat(told()).containsExactly("incident.resolved ann/sms");
  }

  @Test
  void whileTheFirstMessageWaitsNobodyIsToldAgain() {
    rule("\"group_wait\":\"PT30S\",\"group_interval\":\"PT2M\"");
    fires("a");

    fires("b");

    assertThat(marks()).isEmpty();
  }

  @Test
  void aRestartForgetsNothing() {
    fires("a");
    fires("b");
    core.restart();

    intervalIsOver();

    assertThat(told()).containsExactly("incident.joined ann/sms");
  }

  @Test
  void withoutTheActionItIsAnUpdateAfterTheUsualPause() {
    rule("\"title\":\"{{name}}\"");
    fires("a");
    fires("b");
    assertThat(marks()).containsExactly("f");

    intervalIsOver();

    assertThat(told()).containsExactly("incident.grew ann/sms");
  }

  @Test
  void clockThatIsSetBackPutsNothingOff() {
    fires("a");
    fires("b");
    core.database.execute("UPDATE incident_growth SET due_at = now() + interval '23 hours'");
    core.sweep("incident-growth");
    assertThat(told()).isEmpty();

    core.database.execute("UPDATE incident_growth SET due_at = now() + interval '25 hours'");
    core.sweep("incident-growth");
    assertThat(told()).containsExactly("incident.joined ann/sms");
  }
}
