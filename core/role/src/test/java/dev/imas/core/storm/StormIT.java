package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many incidents at once: who is told of what, and what becomes of those that nobody is told of.
 */
class StormIT {

  private static final List<String> TRIGGERED = List.of("incident.triggered");

  private final StormScene scene = new StormScene();
  private final RunningCore core = scene.core;

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theFirstOnesAreToldAndAnUmbrellaStandsForTheRest() {
    String umbrella = scene.storm();
    scene.fire(3, "d", "e");

    assertThat(scene.told(scene.incident("a"))).isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("b"))).isEqualTo(TRIGGERED);
    assertThat(scene.told(umbrella)).isEqualTo(TRIGGERED);
    for (String name : List.of("c", "d", "e")) {
      String child = scene.incident(name);
      assertThat(scene.told(child)).isEmpty();
      assertThat(scene.status(child)).isEqualTo("TRIGGERED");
      JsonNode shown = core.get("/api/v1/incidents/" + child).json();
      assertThat(shown.at("/storm/id").asText()).isEqualTo(umbrella);
      assertThat(shown.at("/storm/is_held").asBoolean()).isTrue();
      assertThat(scene.lines(child).getFirst())
          .endsWith(
              "; held by the storm "
                  + shown.at("/storm/short_id").asText()
                  + ", so it pages nobody");
    }
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind = 'group-wait'"))
        .isZero();
    JsonNode storm = scene.storm(umbrella);
    assertThat(storm.get("state").asText()).isEqualTo("running");
    assertThat(storm.get("incidents").toString()).isEqualTo("{\"all\":3,\"open\":3,\"held\":3}");
    assertThat(core.get("/api/v1/storms").json().get("items")).containsExactly(storm);
    assertThat(core.get("/api/v1/storms?open=false").json().get("items")).isEmpty();
    assertThat(
            core.get("/api/v1/incidents/" + scene.incident("c") + "/pages")
                .json()
                .at("/held_by/id"))
        .hasToString("\"" + umbrella + "\"");
  }

  @Test
  void theUmbrellaGetsTheTagsThatCameByThemselvesToAnyThatItHolds() {
    String umbrella = scene.storm();
    scene.fire(3, "d");
    core.post(
        "/api/v1/incidents/" + scene.incident("d") + "/tags", "{\"tags\":[\"by hand\",\"slow\"]}");
    core.post("/api/v1/incidents/" + scene.incident("c") + "/tags", "{\"tag_name\":\"vendor\"}");
    core.database.execute(
        "UPDATE incident_tag SET is_auto_applied = true WHERE tag_id IN (SELECT id FROM tag WHERE"
            + " name <> 'by hand')");

    scene.look(umbrella);

    String of = "/api/v1/incidents/" + umbrella;
    assertThat(core.get(of + "/tags").json().get("items").findValuesAsText("name"))
        .containsExactly("slow", "vendor");
    assertThat(scene.lines(umbrella))
        .contains("Tagged slow, since an incident that it holds has it");
    core.send(core.token, "DELETE", of + "/tags/slow", null);
    scene.look(umbrella);
    assertThat(core.get(of + "/tags").json().get("items").findValuesAsText("name"))
        .as("what a person has taken away does not come back")
        .containsExactly("vendor");
  }

  @Test
  void itsChildrenAreListedInPages() {
    String umbrella = scene.storm();
    scene.fire(3, "d", "e");

    JsonNode first = core.get("/api/v1/storms/" + umbrella + "/incidents?limit=2").json();
    JsonNode last =
        core.get(
                "/api/v1/storms/"
                    + umbrella
                    + "/incidents?held=true&limit=2&cursor="
                    + first.get("next").asText())
            .json();
    assertThat(first.get("items")).hasSize(2);
    assertThat(last.get("items")).hasSize(1);
    assertThat(last.get("next").isNull()).isTrue();
  }

  @Test
  void oneMoreSevereThanAllBeforeIsToldAtOnce() {
    scene.storm();
    scene.fire(1, "d");
    scene.fire(1, "e");

    assertThat(scene.told(scene.incident("d"))).isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("e"))).as("it is not more severe").isEmpty();
  }

  @Test
  void theUmbrellaRisesToTheWorstThatItHolds() {
    scene.fire(1, "a");
    scene.fire(3, "b");
    scene.fire(3, "c");
    scene.fire(2, "d");
    String umbrella = scene.umbrella();

    assertThat(scene.told(scene.incident("d"))).isEmpty();
    Await.until(
        "the rise",
        () -> scene.told(umbrella),
        told -> told.equals(List.of("incident.triggered", "incident.severity_changed")));
  }

  @Test
  void mitigatedUmbrellaThatRisesIsNotMitigated() {
    scene.fire(1, "a");
    scene.fire(3, "b");
    scene.fire(3, "c");
    String umbrella = scene.umbrella();
    act(umbrella, "mitigate");
    scene.fire(2, "d");

    Await.until(
        "the rise",
        () -> scene.told(umbrella),
        told ->
            told.containsAll(List.of("incident.severity_changed", "incident.refired"))
                && scene.status(umbrella).equals("TRIGGERED"));
  }

  @Test
  void whatIsHeldStaysUntoldUntilItIsWorseThanAllThatWasTold() {
    scene.storm();
    String child = scene.incident("c");
    scene.recover("c");
    assertThat(scene.status(child)).as("it resolves as ever").isEqualTo("RESOLVED");
    core.clock.move(StormScene.MINUTE);
    scene.fire(3, "c");
    assertThat(scene.status(child)).isEqualTo("TRIGGERED");
    assertThat(scene.told(child)).isEmpty();

    core.post(scene.alert("c", 3).raised(2));
    core.follow();
    assertThat(scene.told(child)).containsExactly("incident.severity_changed");
    assertThat(core.get("/api/v1/incidents/" + child).json().at("/storm/is_held").asBoolean())
        .isFalse();
  }

  @Test
  void noReminderIsSentOfWhatIsHeld() {
    scene.storm();
    String child = scene.incident("c");
    core.clock.move(StormScene.MINUTE.multipliedBy(11));
    core.sweep("incident-reminders");

    assertThat(scene.told(child)).isEmpty();
    assertThat(scene.told(scene.incident("a"))).contains("incident.reminded");
  }

  @Test
  void itEndsWhenItIsCalmAndHoldsWhatIsLeft() {
    String umbrella = scene.storm();
    scene.ends(umbrella);

    assertThat(scene.storm(umbrella).get("state").asText()).isEqualTo("ended");
    assertThat(scene.lines(umbrella))
        .contains(
            "The storm is over: it was calm for 2 min. It held 1 incident, of which 1 is still open"
                + " and held");
    scene.fire(3, "d");
    assertThat(scene.told(scene.incident("d"))).as("opened after it").isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("c"))).isEmpty();

    scene.recover("c");
    scene.look(umbrella);
    assertThat(scene.status(umbrella)).isEqualTo("RESOLVED");
    assertThat(scene.lines(umbrella))
        .last()
        .isEqualTo("Resolved: the storm is over, and it holds no open incident any more");
  }

  @Test
  void aNewStormHasAnUmbrellaOfItsOwn() {
    String umbrella = scene.storm();
    scene.ends(umbrella);
    scene.fire(3, "d", "e", "f");

    assertThat(scene.umbrella()).isNotEqualTo(umbrella);
    assertThat(scene.told(scene.umbrella())).isEqualTo(TRIGGERED);
    assertThat(core.get("/api/v1/storms?open=true").json().get("items")).hasSize(2);
  }

  @Test
  void whoResolvesTheUmbrellaIsToldOfWhatFires() {
    String umbrella = scene.storm();
    scene.fire(3, "d");
    scene.recover("d");
    core.clock.move(StormScene.MINUTE);
    assertThat(act(umbrella, "resolve").status()).isEqualTo(200);
    scene.released();

    assertThat(scene.told(scene.incident("c"))).isEqualTo(TRIGGERED);
    assertThat(scene.lines(scene.incident("c"))).last().asString().endsWith(": 1 alert fires");
    assertThat(scene.told(scene.incident("d"))).isEmpty();
    scene.fire(3, "d");
    assertThat(scene.told(scene.incident("d"))).as("it is held no longer").hasSize(1);
    assertThat(scene.storm(umbrella).get("state").asText()).isEqualTo("closed");
  }

  @Test
  void someAreReleasedAndThenAll() {
    String umbrella = scene.storm();
    scene.fire(3, "d", "e");
    Reply reply =
        core.post(
            "/api/v1/storms/" + umbrella + "/release",
            "{\"incidents\":[\"" + scene.incident("d") + "\"]}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    scene.released();
    assertThat(scene.told(scene.incident("d"))).isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("e"))).isEmpty();
    assertThat(scene.lines(umbrella)).contains("Releases 1 incident and pages whoever is on call");

    core.post("/api/v1/storms/" + umbrella + "/release", "{}");
    scene.released();
    assertThat(scene.told(scene.incident("c"))).isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("d"))).as("nobody twice").isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("e"))).isEqualTo(TRIGGERED);
    assertThat(scene.storm(umbrella).at("/incidents/held").asInt()).isZero();
    assertThat(scene.status(umbrella)).as("the storm runs").isEqualTo("TRIGGERED");
  }

  @Test
  void whatSomebodyHasTakenOnIsToldToNobodyWhenItIsReleased() {
    String umbrella = scene.storm();
    String child = scene.incident("c");
    act(child, "acknowledge");
    act(umbrella, "resolve");
    scene.released();

    assertThat(scene.told(child)).isEmpty();
    assertThat(scene.lines(child)).last().asString().startsWith("Released from the storm ");
  }

  /** It is no part of a storm that is over, whatever its umbrella still holds. */
  @Test
  void whatComesBackAfterTheStormIsTold() {
    String umbrella = scene.storm();
    scene.fire(3, "d");
    scene.ends(umbrella);
    assertThat(scene.storm(umbrella).get("state").asText()).isEqualTo("ended");
    assertThat(scene.status(umbrella)).isEqualTo("TRIGGERED");
    String child = scene.incident("c");
    assertThat(scene.told(child)).isEmpty();

    scene.recover("c");
    core.clock.move(StormScene.MINUTE);
    scene.fire(3, "c");

    assertThat(scene.incident("c")).isEqualTo(child);
    assertThat(scene.told(child)).containsExactly("incident.reopened");
    assertThat(scene.storm(umbrella).at("/incidents/held").asInt()).isOne();
    assertThat(scene.told(scene.incident("d"))).isEmpty();
  }

  @Test
  void allAreResolvedTogether() {
    String umbrella = scene.storm();
    scene.fire(3, "d");
    Reply reply =
        core.post("/api/v1/storms/" + umbrella + "/resolve", "{\"message\":\"the switch\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    scene.released();

    for (String name : List.of("c", "d")) {
      assertThat(scene.status(scene.incident(name))).isEqualTo("RESOLVED");
      assertThat(scene.lines(scene.incident(name))).last().isEqualTo("the switch");
      assertThat(scene.told(scene.incident(name))).isEmpty();
    }
    assertThat(
            core.database.count(
                "SELECT count(*) FROM incident_recheck WHERE incident_id = '"
                    + scene.incident("c")
                    + "'"))
        .as("it is looked at again, since its alert fires")
        .isOne();
    assertThat(core.post("/api/v1/storms/" + umbrella + "/release", "{}").status()).isEqualTo(409);
  }

  @Test
  void whoeverSwitchesStormsOffEndsThem() {
    String umbrella = scene.storm();
    scene.policy("{\"is_active\":false}");
    scene.fire(3, "d");
    assertThat(scene.told(scene.incident("d"))).isEqualTo(TRIGGERED);
    assertThat(scene.told(scene.incident("c"))).isEmpty();
    scene.look(umbrella);
    assertThat(scene.storm(umbrella).get("state").asText()).isEqualTo("ended");
  }

  @Test
  void bothLanesAtOnceBeginOneStorm() {
    Event[] all = new Event[80];
    for (int i = 0; i < all.length; i++) {
      all[i] = scene.alert("alert" + i, i % 2 == 0 ? 1 : 4);
    }
    core.post(all);
    core.follow();

    assertThat(core.database.count("SELECT count(*) FROM storm")).isOne();
    long held = core.database.count("SELECT count(*) FROM storm_child");
    assertThat(held).isBetween(70L, 78L);
    assertThat(
            core.database.count(
                "SELECT count(DISTINCT d.incident_id) FROM delivery d JOIN incident i ON i.id ="
                    + " d.incident_id WHERE i.origin = 'alert'"))
        .isEqualTo(80 - held);
  }

  @Test
  void whoeverAcknowledgesTheUmbrellaIsToldOfWhatIsWorse() {
    String umbrella = scene.storm();
    act(umbrella, "acknowledge");
    scene.fire(3, "d");
    scene.fire(2, "e");

    assertThat(scene.told(scene.incident("d"))).isEmpty();
    assertThat(scene.told(scene.incident("e"))).isEqualTo(TRIGGERED);
  }

  @Test
  void whatIsHiddenIsReleasedWhenItIsNotHidden() {
    String umbrella = scene.storm();
    String child = scene.incident("c");
    Reply silence =
        core.post(
            "/api/v1/silences",
            "{\"matchers\":[\"alertname=c\"],\"duration\":\"PT1H\",\"comment\":\"work\"}");
    assertThat(silence.status()).as(silence.http().body()).isEqualTo(201);
    core.sweep("hiding");
    core.follow();
    core.sweep("hidden-incidents");
    act(umbrella, "resolve");
    Await.until(
        "another look later",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'storm-release' AND due_at > now()"
                    + " + interval '5 s'"),
        later -> later == 1);
    assertThat(scene.told(child)).isEmpty();

    core.send(core.token, "DELETE", "/api/v1/silences/" + silence.json().get("id").asText(), null);
    core.sweep("hiding");
    core.follow();
    core.sweep("hidden-incidents");
    core.post("/api/v1/timers/storm-release:" + umbrella + "/run", "{}");
    scene.released();
    assertThat(scene.told(child)).isEqualTo(TRIGGERED);
  }

  @Test
  void whomAScopeConcernsIsToldOfTheUmbrellaAndOfWhatIsReleased() {
    Reply scope =
        core.post(
            "/api/v1/scopes",
            "{\"name\":\"Customers\",\"labels\":[\"alertname=~\\\"c|d\\\"\"],"
                + "\"mandatory_notify_email\":[\"ciso@example.org\"]}");
    assertThat(scope.status()).as(scope.http().body()).isEqualTo(201);
    String umbrella = scene.storm();
    scene.fire(3, "d");

    assertThat(scene.told(umbrella)).contains("incident.scope_added");
    assertThat(scene.told(scene.incident("c"))).isEmpty();
    assertThat(scene.told(scene.incident("d"))).isEmpty();
    act(umbrella, "resolve");
    scene.released();
    assertThat(scene.told(scene.incident("c"))).contains("incident.scope_added");
  }

  @Test
  void aPersonWhoRaisesWhatIsHeldIsHeard() {
    scene.storm();
    String child = scene.incident("c");
    Reply patched =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + child,
            "{\"severity\":\"SEV2_HIGH\"}",
            "if-match",
            "\"" + core.get("/api/v1/incidents/" + child).json().get("version") + "\"");
    assertThat(patched.status()).as(patched.http().body()).isEqualTo(200);

    assertThat(scene.told(child)).hasSize(1);
    assertThat(core.get("/api/v1/incidents/" + child).json().at("/storm/is_held").asBoolean())
        .isFalse();
  }

  @Test
  void faultsAreSaid() {
    String umbrella = scene.storm();
    Reply other =
        core.post(
            "/api/v1/storms/" + umbrella + "/release",
            "{\"incidents\":[\"" + scene.incident("a") + "\"]}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("pointer").asText()).isEqualTo("/incidents/0");
    assertThat(core.get("/api/v1/storms/" + scene.incident("a")).status()).isEqualTo(404);
    assertThat(pointer("{\"threshold\":1}")).isEqualTo("/threshold");
    assertThat(pointer("{\"threshold\":3,\"ends_below\":4}")).isEqualTo("/ends_below");
    assertThat(pointer("{\"ends_after\":\"PT1S\"}")).isEqualTo("/ends_after");
  }

  private String pointer(String policy) {
    int version = core.get("/api/v1/storm-policy").json().get("version").asInt();
    Reply put =
        core.send(
            core.token, "PUT", "/api/v1/storm-policy", policy, "if-match", "\"" + version + "\"");
    assertThat(put.status()).isEqualTo(422);
    return put.json().get("pointer").asText();
  }

  private Reply act(String incident, String action) {
    return core.post("/api/v1/incidents/" + incident + "/" + action, "{\"message\":\"m\"}");
  }
}
