package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** G7, G8: muting follows what really happens, and so does a window that a pipeline starts. */
class WindowMutingIT {

  private static final String BASE = "/api/v1";
  private static final String PATH = "/deployment-windows";
  private static final Duration SETTLE = Duration.ofMinutes(5);

  /** With -Dimas.window.histories=2000 it takes minutes. */
  private static final int HISTORIES = Integer.getInteger("imas.window.histories", 10);

  private LoginScene scene;
  private RunningCore core;
  private CheckedApi api;
  private String planner;
  private int told;

  @BeforeEach
  void start() {
    scene = LoginScene.start(Map.of());
    core = scene.core;
    api = new CheckedApi(core);
    scene.user("pam", "tenant_admin");
    scene.user("lea", "tenant_admin");
    planner = scene.access("pam");
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private Reply as(String token, String path, String json) {
    return core.send(token, "POST", BASE + path, json.replace('\'', '"'));
  }

  private Reply act(String id, String what, String json) {
    return api.check(
        "POST", PATH + "/{id}/" + what, as(core.token, PATH + "/" + id + "/" + what, json));
  }

  private LocalDateTime local(Duration fromNow) {
    return LocalDateTime.ofInstant(core.now().plus(fromNow), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Of the service with that name, which is there. */
  private JsonNode plan(String service, Duration from, Duration until, String more) {
    Reply made =
        api.check(
            "POST",
            PATH,
            as(
                planner,
                PATH,
                ("{'title':'Release of"
                     + " %1$s','environment':'prod','services':['%1$s'],'starts_at':'%2$s','ends_at':'%3$s','time_zone':'UTC','rollback_plan':'the"
                     + " one before'%4$s}")
                    .formatted(service, local(from), local(until), more)));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made.json();
  }

  private void approve(String id) {
    String request = act(id, "submit", "{}").json().at("/request/id").asText();
    assertThat(
            as(
                    scene.access("lea"),
                    PATH + "/" + id + "/vote",
                    "{'request':'" + request + "','approve':true}")
                .status())
        .isEqualTo(200);
  }

  private JsonNode read(String id) {
    return api.check("GET", PATH + "/{id}", core.get(BASE + PATH + "/" + id)).json();
  }

  private void deploy(String key, String service, String state) {
    Reply reply =
        as(
            core.token,
            "/deployments",
            "{'key':'%s','service':'%s','environment':'prod','state':'%s','at':'%s','actor':'bot'}"
                .formatted(key, service, state, core.now()));
    assertThat(reply.status()).as("%s", reply.http().body()).isIn(200, 201);
  }

  private int incidents(String service) {
    return core.get(BASE + "/incidents?service=" + service).json().get("items").size();
  }

  private void fire(String service, UUID id) {
    core.post(Event.firing(service + " " + ++told, 3, id, core.now()));
    core.follow();
  }

  @Test
  void alertsAreMutedFromTheRealStartAndPageWhenItFails() {
    UUID service = core.service("shop");
    String id =
        plan("shop", Duration.ofMinutes(1), Duration.ofHours(2), ",'mutes':true")
            .get("id")
            .asText();
    approve(id);
    core.clock.move(Duration.ofMinutes(10));
    fire("shop", service);
    assertThat(incidents("shop")).as("its time has come, and nobody has started it").isEqualTo(1);
    assertThat(read(id).get("muting").isNull()).isTrue();

    JsonNode started = act(id, "start", "{}").json();
    fire("shop", service);
    assertThat(incidents("shop")).isEqualTo(1);
    JsonNode muting = read(id).get("muting");
    assertThat(muting.get("mutes_now").asInt()).isGreaterThanOrEqualTo(1);
    assertThat(muting.get("until")).isEqualTo(started.get("until"));
    String silence = muting.get("silence").asText();
    JsonNode shown = core.get(BASE + "/silences/" + silence).json();
    assertThat(shown.get("deployment_window").asText()).isEqualTo(id);
    Reply changed =
        core.send(
            core.token,
            "PUT",
            BASE + "/silences/" + silence,
            "{\"matchers\":[\"a=b\"],\"comment\":\"x\",\"ends_at\":\"%s\"}"
                .formatted(core.now().plus(Duration.ofDays(1))));
    assertProblem(changed, 409);
    assertThat(changed.json().get("detail").asText()).contains("deployment window");

    act(id, "finish", "{'outcome':'failed'}");
    core.sweep("hiding");
    core.follow();
    assertThat(incidents("shop")).as("what fires on pages").isEqualTo(2);
    assertThat(read(id).at("/muting/mutes_now").asInt()).isZero();
    assertThat(read(id).at("/muting/muted_in_all").asInt()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void onlyWindowsInProductionMute() {
    core.service("staged");
    Reply refused =
        as(
            planner,
            PATH,
            ("{'title':'x','environment':'staging','services':['staged'],'starts_at':'%s','ends_at':'%s','time_zone':'UTC',"
                 + "'mutes':true}")
                .formatted(local(Duration.ofMinutes(1)), local(Duration.ofHours(1))));
    assertProblem(refused, 422);
    assertThat(refused.http().body()).contains("/mutes");
  }

  @Test
  void pipelineStartsAndEndsItsWindow() {
    UUID service = core.service("cart");
    String id =
        plan("cart", Duration.ofMinutes(5), Duration.ofHours(1), ",'mutes':true")
            .get("id")
            .asText();
    approve(id);
    deploy("cart-1", "cart", "running");
    core.sweep("window-deployments");
    JsonNode started = read(id);
    assertThat(started.get("status").asText()).isEqualTo("in_progress");
    assertThat(started.get("started_by").asText()).isEqualTo("bot");
    assertThat(started.get("lacked").asText()).isEmpty();
    fire("cart", service);
    assertThat(incidents("cart")).isZero();

    core.clock.move(Duration.ofMinutes(10));
    deploy("cart-1", "cart", "failure");
    core.sweep("window-deployments");
    core.sweep("hiding");
    core.follow();
    assertThat(incidents("cart")).as("its deployment failed").isEqualTo(1);
    assertThat(read(id).get("status").asText())
        .as("it may be tried again")
        .isEqualTo("in_progress");

    deploy("cart-2", "cart", "success");
    core.sweep("window-deployments");
    JsonNode ended = read(id);
    assertThat(ended.get("status").asText()).isEqualTo("completed");
    assertThat(ended.get("ended_by").asText()).isEqualTo("bot");
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_id = '%s' AND actor_kind = 'system' ORDER BY 1"
                    .formatted(id)))
        .containsExactly("deployment_window.finish", "deployment_window.start");
  }

  @Test
  void whatAPipelineStartsUnapprovedIsToldAndMutesNothing() {
    UUID service = core.service("rash");
    scene.user("fred", "responder");
    String id =
        plan("rash", Duration.ofMinutes(5), Duration.ofHours(1), ",'mutes':true")
            .get("id")
            .asText();
    deploy("rash-1", "rash", "running");
    core.sweep("window-deployments");
    JsonNode started = read(id);
    assertThat(started.get("status").asText()).isEqualTo("in_progress");
    assertThat(started.get("lacked").asText()).contains("needs an approval");
    assertThat(started.get("muting").isNull()).isTrue();
    fire("rash", service);
    assertThat(incidents("rash")).isEqualTo(1);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM delivery WHERE about_id = '%s' AND about_key = 'ungated'"
                    .formatted(id)))
        .as("the console, since nobody else can be told")
        .isGreaterThanOrEqualTo(1);
  }

  /** What the test knows of a window by its own book-keeping. */
  private static final class History {
    final String service;
    final UUID serviceId;
    final String id;
    final boolean mutes;
    final boolean isApproved;
    final Instant from;
    Instant until;
    final Instant latest;
    @Nullable Instant start;
    @Nullable Instant mutedUntil;
    boolean isOver;

    History(
        String service,
        UUID serviceId,
        String id,
        boolean mutes,
        boolean isApproved,
        Instant from,
        Instant until) {
      this.service = service;
      this.serviceId = serviceId;
      this.id = id;
      this.mutes = mutes;
      this.isApproved = isApproved;
      this.from = from;
      this.until = until;
      this.latest = until.plus(Duration.between(from, until).dividedBy(2));
    }

    boolean mutesAt(Instant now) {
      return mutes
          && start != null
          && !now.isBefore(start)
          && mutedUntil != null
          && now.isBefore(mutedUntil);
    }
  }

  /**
   * Windows that are approved or not, started early, late, by a pipeline or never, extended,
   * completed, failed, rolled back or forgotten, while alerts of their services fire in every
   * phase: none is muted outside of what really happened.
   */
  @Test
  void noAlertIsMutedOutsideOfTheWork() {
    Random random = new Random(20261130);
    // So many approvals are not asked for here: the policy is one of its two values for all.
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < HISTORIES; i++) {
      String name = "history-" + i;
      UUID service = core.service(name);
      Duration from = Duration.ofMinutes(1 + random.nextInt(30));
      Duration until = from.plusMinutes(20 + random.nextInt(60));
      boolean mutes = random.nextInt(8) > 0;
      boolean isApproved = random.nextInt(4) > 0;
      JsonNode made = plan(name, from, until, mutes ? ",'mutes':true" : "");
      String id = made.get("id").asText();
      if (isApproved) {
        approve(id);
      }
      histories.add(
          new History(
              name,
              service,
              id,
              mutes,
              isApproved,
              Instant.parse(made.get("from").asText()),
              Instant.parse(made.get("until").asText())));
    }
    Set<String> hidden = new HashSet<>();
    Map<String, Boolean> expected = new HashMap<>();
    int muted = 0;
    for (int step = 0; step < 28; step++) {
      core.clock.move(Duration.ofSeconds(240 + random.nextInt(180)));
      for (History one : histories) {
        move(one, random, step);
      }
      core.sweep("window-deployments");
      List<Event> events = new ArrayList<>();
      for (History one : histories) {
        String alert = one.service + "/" + step;
        boolean isMuted = one.mutesAt(core.now());
        muted += isMuted ? 1 : 0;
        expected.put(alert, isMuted);
        events.add(Event.firing(alert, 1 + random.nextInt(4), one.serviceId, core.now()));
      }
      for (int at = 0; at < events.size(); at += 100) {
        core.post(events.subList(at, Math.min(events.size(), at + 100)).toArray(Event[]::new));
      }
      core.follow();
      hidden.clear();
      hidden.addAll(
          core.database.query(
              "SELECT a.name FROM hidden_alert h JOIN alert_state a USING (tenant_id, fingerprint)"
                  + " WHERE a.name LIKE '%/"
                  + step
                  + "'"));
      for (History one : histories) {
        String alert = one.service + "/" + step;
        assertThat(hidden.contains(alert))
            .as("%s at %s: %s", alert, core.now(), read(one.id))
            .isEqualTo(expected.get(alert));
      }
    }
    assertThat(muted).as("alerts that were muted").isGreaterThan(HISTORIES / 2);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM silence s WHERE s.deployment_window_id IS NULL OR NOT EXISTS"
                    + " (SELECT FROM deployment_window w WHERE w.event_id ="
                    + " s.deployment_window_id)"))
        .as("silences without a window")
        .isZero();
  }

  private void move(History one, Random random, int step) {
    Instant now = core.now();
    int dice = random.nextInt(10);
    if (one.isOver) {
      return;
    }
    if (one.start == null) {
      if (dice < 2) {
        Reply started = act(one.id, "start", "{}");
        if (started.status() == 200) {
          begun(one, now);
          assertThat(one.isApproved).isTrue();
        }
      } else if (dice == 2 && isNear(one, now)) {
        deploy(one.id + "-" + step, one.service, "running");
        if (one.isApproved && now.isBefore(one.until)) {
          begun(one, now);
        } else {
          one.start = now;
        }
      } else if (dice == 3 && random.nextInt(4) == 0) {
        one.isOver = act(one.id, "cancel", "{}").status() == 200;
      }
      return;
    }
    switch (dice) {
      case 0, 1 -> {
        String outcome = List.of("completed", "failed", "rolled_back").get(random.nextInt(3));
        if (act(one.id, "finish", "{'outcome':'" + outcome + "'}").status() == 200) {
          one.isOver = true;
          shorten(one, outcome.equals("completed") ? now.plus(SETTLE) : now);
        }
      }
      case 2 -> {
        Instant until = one.until.plus(Duration.ofMinutes(1 + random.nextInt(15)));
        if (!until.isAfter(one.latest)
            && act(one.id, "extend", "{'until':'" + until + "'}").status() == 200) {
          if (one.mutedUntil != null && one.mutedUntil.isAfter(now)) {
            one.mutedUntil = until;
          }
          one.until = until;
        }
      }
      case 3 -> {
        if (isNear(one, now)) {
          deploy(one.id + "-" + step, one.service, "failure");
          shorten(one, now);
        }
      }
      default -> {}
    }
  }

  private static boolean isNear(History one, Instant now) {
    return !now.isBefore(one.from.minus(Duration.ofMinutes(15)))
        && now.isBefore(one.until.plus(Duration.ofMinutes(15)))
        && now.isBefore(one.latest);
  }

  private static void begun(History one, Instant now) {
    one.start = now;
    one.mutedUntil = one.until;
  }

  private static void shorten(History one, Instant until) {
    Instant muted = one.mutedUntil;
    if (muted != null && until.isBefore(muted)) {
      one.mutedUntil = until;
    }
  }
}
