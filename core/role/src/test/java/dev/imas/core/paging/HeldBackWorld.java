package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A tenant of its own: Ann is on call for the shop and is reached by mail, a policy tells her once,
 * and the desk is the tenant's fallback. No notifier runs.
 */
final class HeldBackWorld implements AutoCloseable {

  private static final int AUTO_RESOLVE = 1 << 7;

  /** Than reminders of any severity last. */
  private static final Duration LONGER = Duration.ofDays(3);

  private static int worlds;

  private final RunningCore core;
  private final Set<Feature> features;
  private final String token;
  private final UUID tenant;
  private final UUID source = UUID.randomUUID();
  private final UUID team = UUID.randomUUID();
  private final UUID shop = UUID.randomUUID();
  private final UUID ann = UUID.randomUUID();
  private int severity;
  private UUID service = shop;
  private final List<String> rule = new ArrayList<>();
  private final String zone;
  private int version;
  private int mark;

  HeldBackWorld(RunningCore core, Feature one, Feature other) {
    this.core = core;
    this.features = EnumSet.of(one, other);
    this.severity = Feature.severity(features);
    String name = "world " + ++worlds;
    this.token = core.tokenOfAnotherTenant(name, "admin");
    this.tenant =
        UUID.fromString(
            core.database
                .query("SELECT tenant_id FROM tenant WHERE name = '" + name + "'")
                .getFirst());
    int ahead = 12 - core.now().atZone(ZoneOffset.UTC).getHour();
    this.zone = "Etc/GMT" + (ahead >= 0 ? "-" + ahead : "+" + -ahead);
    UUID desk = UUID.randomUUID();
    UUID policy = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO source (tenant_id, id, name, type) VALUES ('%1$s', '%2$s', 'any', 'ANY');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%3$s', 'Shop'), ('%1$s', '%6$s', 'Desk');
        INSERT INTO service (tenant_id, id, name, owner_team_id, is_triage)
        VALUES ('%1$s', '%4$s', 'shop', '%3$s', false), ('%1$s', gen_random_uuid(), 'triage', '%6$s', true);
        INSERT INTO user_account (tenant_id, id, username, email, role, time_zone)
        VALUES ('%1$s', '%5$s', 'ann', 'ann@example.org', 'responder', '%8$s');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', gen_random_uuid(), '%5$s', 'ann/email', 'email', 'ann@example.org', now());
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        VALUES ('%1$s', '%6$s', '%6$s', 'desk', 'webhook', 'https://example.org/desk');
        INSERT INTO fallback_contact (tenant_id, position, contact_id) VALUES ('%1$s', 0, '%6$s');
        INSERT INTO escalation_policy (tenant_id, id, name, is_default, created_at, updated_at)
        VALUES ('%1$s', '%7$s', 'Ladder', true, now(), now());
        INSERT INTO escalation_policy_version (tenant_id, policy_id, version, definition, made_at, made_by)
        VALUES ('%1$s', '%7$s', 1, '{"name":"Ladder","severities":[],"is_default":true,"rounds":1,"repeat_after":"PT30M",
                "steps":[{"after":"PT0S","notify":[{"type":"user","user":"%5$s"}]}]}', now(), 'test')\
        """
            .formatted(tenant, source, team, shop, ann, desk, policy, zone));
  }

  // What features need.

  void rule(String says) {
    rule.add(says);
  }

  /** So many other alerts, each an incident of its own, about which the person is called. */
  void others(int many, int severe) {
    for (int i = 0; i < many; i++) {
      posted(
          Event.firing("other" + i, severe, shop, core.now())
              .labelled("{\"alertname\":\"other%d\"}".formatted(i)));
    }
  }

  /** The second incident of the team is a storm: the third and this one are held. */
  void storm() {
    put(
        "/api/v1/storm-policy",
        "{\"is_active\":true,\"threshold\":2,\"ends_below\":2,\"ends_after\":\"PT2M\"}");
    Await.until(
        "core to know of the policy",
        () -> {
          posted(
              Event.firing("s" + UUID.randomUUID(), severity, shop, core.now())
                  .labelled("{\"alertname\":\"storm\"}"));
          return core.database.count(
              "SELECT count(*) FROM storm WHERE tenant_id = '" + tenant + "'");
        },
        storms -> storms > 0);
  }

  void silence() {
    core.database.query(
        ("SELECT id FROM put_silence('%s', NULL, gen_random_uuid(), '[\"team=\\\"shop\\\"\"]',"
                + " '%s', '%s', false, 'ana', 'test', 'because', '%s', 100)")
            .formatted(tenant, core.now(), core.now().plus(Duration.ofDays(30)), core.now()));
    hides();
    outlastsTheReminders();
  }

  /** Where reminders are the other feature, they would have ended before it is shown again. */
  private void outlastsTheReminders() {
    if (features.contains(Feature.REMINDER)) {
      escalationEnds();
      mark();
      passes(LONGER);
      hides();
      reminded();
      assertThat(called()).as("while it is hidden%n%s", story()).isEmpty();
    }
  }

  void expireSilences() {
    core.database.query(
        ("SELECT expire_silence(tenant_id, id, '%s') FROM silence WHERE tenant_id = '%s'"
                + " AND window_id IS NULL")
            .formatted(core.now(), tenant));
    hides();
  }

  void inhibition() {
    core.database.execute(
        ("INSERT INTO inhibit_rule (tenant_id, id, name, source_matchers, target_matchers,"
                + " equal_labels, wait_seconds, created_at, updated_at) VALUES ('%s',"
                + " gen_random_uuid(), 'net', '[\"team=\\\"net\\\"\"]', '[\"team=\\\"shop\\\"\"]',"
                + " '{}', 0, now(), now())")
            .formatted(tenant));
    core.database.query("SELECT next_hiding_epoch('%s')".formatted(tenant));
  }

  void inhibited() {
    inhibitor(true);
    outlastsTheReminders();
  }

  void inhibitor(boolean fires) {
    Event net =
        Event.firing("Net", 4, shop, core.now())
            .labelled("{\"alertname\":\"Net\",\"team\":\"net\"}");
    posted(fires ? net : net.resolved());
    hides();
  }

  void window() {
    ZonedDateTime there = core.now().atZone(ZoneId.of(zone));
    made(
        "/api/v1/maintenance-windows",
        """
        {"name":"Move","comment":"it moves","services":["shop"],"starts_at":"%s","time_zone":"%s","duration":"%s"}\
        """
            .formatted(
                there.plusMinutes(1).truncatedTo(ChronoUnit.SECONDS).toLocalDateTime(),
                zone,
                features.contains(Feature.REMINDER) ? LONGER.plusHours(1) : Duration.ofMinutes(2)));
    passes(Duration.ofSeconds(90));
    core.sweep("maintenance-windows");
    hides();
    outlastsTheReminders();
  }

  void windowEnds() {
    passes(features.contains(Feature.REMINDER) ? Duration.ofHours(2) : Duration.ofMinutes(4));
    hides();
  }

  void interval() {
    ZonedDateTime there = core.now().atZone(ZoneId.of(zone));
    String today =
        """
        {"location":"%s","times":[{"start_time":"%s","end_time":"%s"}]}\
        """;
    String begins = time(there.plusMinutes(2));
    if (!features.contains(Feature.REMINDER)) {
      pause(today.formatted(zone, begins, time(there.plusMinutes(5))));
      return;
    }
    List<String> days = new ArrayList<>();
    for (int day = 1; day <= LONGER.toDays(); day++) {
      days.add("\"" + there.plusDays(day).getDayOfMonth() + "\"");
    }
    pause(
        today.formatted(zone, begins, "24:00")
            + ",{\"location\":\"%s\",\"days_of_month\":%s}".formatted(zone, days));
  }

  private void pause(String intervals) {
    made("/api/v1/time-intervals", "{\"name\":\"Pause\",\"time_intervals\":[" + intervals + "]}");
  }

  void muted() {
    passes(Duration.ofMinutes(3));
    hides();
    outlastsTheReminders();
  }

  void intervalEnds() {
    // The last day of it, from noon.
    passes(features.contains(Feature.REMINDER) ? Duration.ofHours(13) : Duration.ofMinutes(4));
    hides();
  }

  private static String time(ZonedDateTime at) {
    return at.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  void quietHours() {
    core.database.execute(
        """
        INSERT INTO notification_preference (tenant_id, user_id, quiet_from, quiet_until, quiet_days)
        VALUES ('%s', '%s', '11:00', '14:00', '{1,2,3,4,5,6,7}')\
        """
            .formatted(tenant, ann));
  }

  void digests() {
    core.sweep("held-messages");
  }

  void scope() {
    made("/api/v1/scopes", "{\"name\":\"Legal\",\"mandatory_notify_email\":[\"dpo@example.org\"]}");
    rule("\"impact_scopes\":[\"Legal\"]");
  }

  void onlyAConsole() {
    core.database.execute(
        """
        DELETE FROM escalation_policy_version WHERE tenant_id = '%1$s';
        DELETE FROM escalation_policy WHERE tenant_id = '%1$s';
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        VALUES ('%1$s', gen_random_uuid(), '%2$s', 'Console', 'console', '')\
        """
            .formatted(tenant, team));
  }

  /** No policy fits, and the team has no channels. */
  void noPolicy() {
    core.database.execute(
        """
        DELETE FROM escalation_policy_version WHERE tenant_id = '%1$s';
        DELETE FROM escalation_policy WHERE tenant_id = '%1$s'\
        """
            .formatted(tenant));
  }

  /** Ann is on call for the team. */
  void onCall() {
    core.database.execute(
        """
        INSERT INTO team_on_call (tenant_id, team_id, current_id, updated_at) VALUES ('%s', '%s', '%s', now())\
        """
            .formatted(tenant, team, ann));
  }

  /** Nobody of the shop's team can be called, and no policy fits. */
  void nobody(HeldBackPairsIT.Nobody why) {
    noPolicy();
    switch (why) {
      case A_TEAM_WITHOUT_ANYBODY -> {}
      case ITS_ONLY_CONTACT_IS_SWITCHED_OFF -> contact("webhook", 4, false);
      case ITS_CONTACT_IS_A_CONSOLE -> contact("console", 4, true);
      case ITS_CONTACT_WANTS_SEV1_ONLY -> contact("webhook", 1, true);
      case THE_SERVICE_IS_UNKNOWN ->
          service =
              UUID.fromString(
                  core.database
                      .query(
                          "SELECT id FROM service WHERE is_triage AND tenant_id = '" + tenant + "'")
                      .getFirst());
      case PEOPLE_ON_CALL_HAVE_NO_CHANNEL -> {
        core.database.execute("DELETE FROM user_contact WHERE tenant_id = '" + tenant + "'");
        onCall();
      }
    }
  }

  private void contact(String channel, int minSeverity, boolean isActive) {
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity, is_active)
        VALUES ('%s', gen_random_uuid(), '%s', 'own', '%s', 'https://example.org/own', %d, %s)\
        """
            .formatted(tenant, team, channel, minSeverity, isActive));
  }

  /** The umbrella of the storm, and with it the storm. */
  void resolvesTheUmbrella() {
    for (String id :
        core.database.query(
            "SELECT id FROM incident WHERE origin = 'storm' AND status <> 'RESOLVED' AND tenant_id"
                + " = '"
                + tenant
                + "'")) {
      Reply reply =
          core.send(
              token, "POST", "/api/v1/incidents/" + id + "/resolve", "{\"note\":\"it is over\"}");
      assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    }
    timers("storm-release");
  }

  // The alert.

  private void rules() {
    if (version == 0) {
      String all = rule.isEmpty() ? "" : "," + String.join(",", rule);
      Reply stored =
          core.send(
              token,
              "POST",
              "/api/v1/rule-sets",
              "{\"rules\":[{\"name\":\"all\",\"group_by\":[]" + all + "}]}");
      assertThat(stored.status()).as(stored.http().body()).isEqualTo(201);
      version = stored.json().get("version").asInt();
    }
  }

  private Event alert(String name) {
    return Event.firing(tenant + name, severity, service, core.now())
        .inGroup("shop")
        .labelled("{\"alertname\":\"%s\",\"team\":\"shop\"}".formatted(name));
  }

  void fires() {
    rules();
    posted(alert("Shop"));
  }

  void fires(int as) {
    severity = as;
    fires();
  }

  void recovers() {
    posted(alert("Shop").resolved());
  }

  /** Another alert of the same group. */
  void joins() {
    posted(alert("Second"));
  }

  private void posted(Event alert) {
    core.ingest.post(
        tenant,
        source,
        core.now(),
        List.of(alert),
        event ->
            new Routing(
                event.service(),
                Severity.of(event.severity()),
                event.groupKey(),
                version,
                version == 0 ? -1 : 0,
                (short) AUTO_RESOLVE));
    core.follow();
    core.clock.move(Duration.ofSeconds(1));
  }

  private String incident() {
    List<String> ids =
        core.database.query(
            "SELECT id FROM incident WHERE group_key = 'shop' AND tenant_id = '"
                + tenant
                + "' ORDER BY id DESC");
    assertThat(ids).as("its incident").isNotEmpty();
    return ids.getFirst();
  }

  // What passes.

  void passes(Duration time) {
    core.clock.move(time);
  }

  void hides() {
    core.sweep("hiding");
    core.follow();
    core.sweep("hidden-incidents");
  }

  void acts(String action) {
    if (action.equals("unacknowledge")) {
      mark();
    }
    Reply reply = core.send(token, "POST", "/api/v1/incidents/" + incident() + "/" + action, "{}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** Whoever was called before does not count any more. */
  private void mark() {
    mark =
        (int)
            core.database.count(
                "SELECT coalesce(max(seq), 0) FROM timeline WHERE incident_id = '"
                    + incident()
                    + "'");
  }

  /** What is due of these by now, or soon. */
  void timers(String... kinds) {
    String mine =
        " WHERE tenant_id = '%s' AND kind IN ('%s')".formatted(tenant, String.join("','", kinds));
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now()" + mine + " AND claim IS NULL");
    Await.until(
        "timers to fire",
        () -> {
          core.nudge();
          return core.database.count("SELECT count(*) FROM timer" + mine + " AND try_at <= now()");
        },
        left -> left == 0);
  }

  void growthIsDue() {
    core.database.execute(
        "UPDATE incident_growth SET due_at = now() WHERE tenant_id = '" + tenant + "'");
    core.sweep("incident-growth");
  }

  /** The last step of the last round has passed, and its fallback was told. */
  void escalationEnds() {
    timers("escalation");
    settles();
  }

  void reminderIsDue() {
    accepts();
    mark();
    passes(Duration.ofHours(2));
    reminded();
  }

  /** The reminder that it has is due. */
  private void reminded() {
    core.database.execute(
        "UPDATE incident_reminder SET due_at = '%s' WHERE tenant_id = '%s'"
            .formatted(core.now(), tenant));
    core.sweep("incident-reminders");
  }

  private void accepts() {
    core.database.execute(
        "UPDATE delivery SET status = 'sent', attempts = 1, finished_at = now() WHERE status ="
            + " 'pending' AND tenant_id = '"
            + tenant
            + "'");
    settled();
  }

  /** What waits for Ann, and the message that it was folded into, is refused for good. */
  void refuses() {
    core.database.execute(
        """
        UPDATE delivery SET status = 'dead', attempts = 1, finished_at = now(), last_error = 'HTTP 403'
         WHERE status = 'pending' AND tenant_id = '%s' AND channel = 'email' AND address = 'ann@example.org'\
        """
            .formatted(tenant));
    settled();
  }

  private void settled() {
    Await.until(
        "what is due to be done",
        () -> {
          core.nudge();
          return core.database.count(
              """
              SELECT (SELECT count(*) FROM timer WHERE tenant_id = '%1$s' AND try_at <= now())
                     + (SELECT count(*) FROM delivery_outcome WHERE tenant_id = '%1$s' AND not_before <= now())\
              """
                  .formatted(tenant));
        },
        left -> left == 0);
  }

  /** What has waited for something to be shown looks again. */
  void settles() {
    settled();
    core.database.execute(
        """
        UPDATE timer SET due_at = now(), try_at = now()
         WHERE tenant_id = '%s' AND due_at <= now() + interval '20 seconds' AND claim IS NULL\
        """
            .formatted(tenant));
    settled();
  }

  /** Whoever was called to it by a message that was not given up, since the last mark. */
  List<String> called() {
    return core.database.query(
        """
        WITH RECURSIVE fate AS (
          SELECT d.id AS of, d.id, d.status, d.folded_into FROM delivery d
           WHERE d.tenant_id = '%1$s' AND d.incident_id = '%2$s'
          UNION ALL
          SELECT f.of, n.id, n.status, n.folded_into FROM fate f JOIN delivery n ON n.id = f.folded_into
           WHERE f.status = 'folded')
        SELECT d.event || ' ' || d.channel FROM delivery d JOIN fate f ON f.of = d.id
         WHERE f.status IN ('pending', 'sending', 'sent') AND d.channel <> 'console' AND d.event_seq > %3$d
           AND d.event NOT IN ('incident.scope_added', 'incident.grew', 'incident.acknowledged', 'incident.mitigated',
                               'incident.resolved', 'incident.handed_over')\
        """
            .formatted(tenant, incident(), mark));
  }

  /** Nothing of it becomes due while other worlds move the clock. */
  @Override
  public void close() {
    core.database.execute(
        """
        UPDATE incident SET status = 'RESOLVED', resolved_at = created_at
         WHERE tenant_id = '%1$s' AND status <> 'RESOLVED';
        UPDATE delivery SET status = 'cancelled' WHERE tenant_id = '%1$s' AND status = 'pending';
        DELETE FROM incident_reminder WHERE tenant_id = '%1$s';
        DELETE FROM incident_growth WHERE tenant_id = '%1$s';
        DELETE FROM incident_recheck WHERE tenant_id = '%1$s';
        DELETE FROM delivery_outcome WHERE tenant_id = '%1$s';
        DELETE FROM timer WHERE tenant_id = '%1$s' AND claim IS NULL;
        UPDATE silence SET ends_at = least(ends_at, '%2$s') WHERE tenant_id = '%1$s'\
        """
            .formatted(tenant, core.now()));
  }

  /** For whoever reads that it failed. */
  String story() {
    return String.join(
            "\n",
            core.database.query(
                "SELECT seq || ' ' || type || ' ' || message FROM timeline WHERE incident_id = '"
                    + incident()
                    + "' ORDER BY seq"))
        + "\n"
        + String.join(
            "\n",
            core.database.query(
                "SELECT event_seq || ' ' || event || ' ' || channel || ' ' || status || ' ' ||"
                    + " coalesce(last_error, '') FROM delivery WHERE incident_id = '"
                    + incident()
                    + "' ORDER BY event_seq"));
  }

  private void made(String path, String json) {
    Reply reply = core.send(token, "POST", path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
  }

  private void put(String path, String json) {
    String etag = core.send(token, "GET", path, null).header("etag");
    Reply reply = core.send(token, "PUT", path, json, "if-match", String.valueOf(etag));
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }
}
