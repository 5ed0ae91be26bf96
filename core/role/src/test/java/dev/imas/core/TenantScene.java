package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant that has one of everything, each named after the tenant. */
public final class TenantScene {

  /** The kinds that a request can refer to. */
  public enum Kind {
    INCIDENT,
    SHORT_ID,
    COMMENT,
    ALERT,
    ALERT_NAME,
    LABEL,
    SERVICE,
    SERVICE_NAME,
    TEAM,
    CONTACT,
    USER_CONTACT,
    PROVIDER,
    TRACKER,
    DRILL,
    SCOPE,
    OBLIGATION,
    PRIVACY_REQUEST,
    RUNBOOK,
    ITEM,
    DRILL_SCHEDULE,
    HEARTBEAT,
    STORM,
    STORM_CHILD,
    INCIDENT_LINK,
    EVENT_WEBHOOK,
    POSTED_EVENT,
    SOURCE,
    SOURCE_KEY,
    RULE_SET,
    SIMULATION,
    RECEIPT,
    RECENT_BODY,
    DELIVERY,
    DEAD_LETTER,
    TIMER,
    TOKEN,
    USER,
    SCHEDULE,
    OVERRIDE,
    ABSENCE,
    HOLIDAY_CALENDAR,
    SILENCE,
    INHIBIT_RULE,
    TIME_INTERVAL,
    MAINTENANCE_WINDOW,
    TAG,
    ENVIRONMENT,
    REPOSITORY,
    DEPLOYMENT,
    DEPLOYMENT_WINDOW,
    MEETING,
    BOARD,
    BOARD_ITEM,
    FREEZE,
    ERROR_BUDGET,
    GATE_DECISION,
    INCIDENT_FIELD,
    LOOKUP_TABLE,
    SWAP,
    CALENDAR_FEED,
    ESCALATION_POLICY,
    SERVICE_ACCOUNT,
    GRANT,
    VIEW,
    STATUS_COMPONENT,
    STATUS_MAINTENANCE,
    STATUS_SUBSCRIBER,
    PUBLISHED,
    SESSION
  }

  /** No other tenant of a test has this many. */
  private static final int RULE_SETS = 9;

  final UUID tenant;

  /** A mark in every name. */
  final String mark;

  /** By scope: read, write, admin. */
  final Map<String, String> tokens = new TreeMap<>();

  private final RunningCore core;
  private final Map<Kind, List<String>> spellings = new EnumMap<>(Kind.class);

  private TenantScene(RunningCore core, UUID tenant, String mark, String admin) {
    this.core = core;
    this.tenant = tenant;
    this.mark = mark;
    tokens.put("admin", admin);
  }

  /** The tenant that core starts with. */
  public static TenantScene first(RunningCore core, String mark) {
    return new TenantScene(core, core.tenant, mark, core.token).furnish(RULE_SETS);
  }

  static TenantScene another(RunningCore core, String mark) {
    String admin = core.tokenOfAnotherTenant(mark, "read,write,admin");
    String tenant =
        core.database.query("SELECT tenant_id FROM tenant WHERE name = '" + mark + "'").get(0);
    core.database.execute(
        """
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', '%2$s-triage');
        INSERT INTO service (tenant_id, id, name, owner_team_id, is_triage)
        VALUES ('%1$s', '%1$s', '%2$s-triage', '%1$s', true)\
        """
            .formatted(tenant, mark));
    return new TenantScene(core, UUID.fromString(tenant), mark, admin).furnish(1);
  }

  /** All names of this tenant's object of that kind. */
  List<String> spellings(Kind kind) {
    return Objects.requireNonNull(spellings.get(kind), kind.name());
  }

  public String own(Kind kind) {
    return spellings(kind).get(0);
  }

  private TenantScene furnish(int ruleSets) {
    String team = make("/teams", "{'name':'%s-team'}", Kind.TEAM, "team");
    String service =
        make(
            "/services",
            "{'name':'%s-service','owner_team':'" + team + "'}",
            Kind.SERVICE,
            "service");
    spellings.put(Kind.SERVICE_NAME, List.of(mark + "-service"));
    String shop = "{'name':'%s-shop','owner_team':'" + team + "','depends_on':['%s-service']}";
    ask("POST", "/services", shop);
    String contact =
        make(
            "/teams/" + team + "/contacts",
            "{'name':'%s-contact','channel':'console','is_active':false}",
            Kind.CONTACT,
            "contact");
    ask("PUT", "/fallback", "{'contacts':['" + contact + "']}");
    make(
        "/providers",
        "{'name':'%s-provider','type':'ntfy','config':{'server_url':'https://%s.example','default_topic':'ops'}}",
        Kind.PROVIDER,
        "provider");
    addTracker();
    make(
        "/scopes",
        "{'name':'%s-scope','mandatory_notify_email':['%s-scope@example.org']}",
        Kind.SCOPE,
        "scope");
    make(
        "/tags",
        "{'name':'%s-tag','description':'%s-tag of all','color':'#336791'}",
        Kind.TAG,
        "tag");
    make(
        "/environments",
        "{'name':'%s-environment','tier':'production','patterns':['%s-*']}",
        Kind.ENVIRONMENT,
        "environment");
    make(
        "/repositories",
        "{'full_name':'%s-repository','service':'%s-service'}",
        Kind.REPOSITORY,
        "repository");
    make(
        "/deployments",
        "{'key':'%s-deployment','environment':'%s-environment','repository':'%s-repository'}",
        Kind.DEPLOYMENT,
        null);
    make(
        "/deployment-windows",
        "{'title':'%s-window','environment':'%s-environment','services':['%s-service'],'starts_at':'2098-01-01T00:00',"
            + "'ends_at':'2098-01-01T02:00','time_zone':'UTC','rollback_plan':'%s-plan','checklist':['%s-check']}",
        Kind.DEPLOYMENT_WINDOW,
        null);
    make(
        "/freezes",
        "{'name':'%s-freeze','starts_at':'2020-01-01T00:00','ends_at':'2020-12-31T00:00','time_zone':'UTC',"
            + "'recurrence':'FREQ=YEARLY','environments':['%s-environment']}",
        Kind.FREEZE,
        "freeze");
    make(
        "/error-budgets",
        "{'name':'%s-budget','service':'%s-service','target':99.9}",
        Kind.ERROR_BUDGET,
        "budget");
    make(
        "/gate",
        "{'service':'%s-service','environment':'%s-environment'}",
        Kind.GATE_DECISION,
        null);
    make(
        "/incident-fields",
        "{'key':'%s-field','label':'%s-field','type':'text'}",
        Kind.INCIDENT_FIELD,
        "field");
    ask("PUT", "/dora/settings", "{'deployments_per_week':3}");
    ask("PUT", "/metrics/settings", "{'by_person':true,'version':1}");
    ask("PUT", "/causes", "{'causes':[{'key':'%s-cause','label':'%s-cause'}],'version':1}");
    make(
        "/lookup-tables",
        "{'name':'%s-table','key_column':'host','rows':[{'host':'%s-host','team':'%s-dba'}]}",
        Kind.LOOKUP_TABLE,
        "table");
    String webhook =
        make(
            "/webhooks/outgoing/register",
            "{'name':'%s-webhook','url':'http://%s.example/hook','events':['incident.created']}",
            Kind.EVENT_WEBHOOK,
            "webhook");
    spellings.put(
        Kind.POSTED_EVENT,
        List.of(
            ask("POST", "/webhooks/outgoing/" + webhook + "/test?wait=0", "").get("id").asText()));
    String source = make("/sources", "{'name':'%s-source','type':'ANY'}", Kind.SOURCE, "source");
    make("/sources/" + source + "/keys", "{}", Kind.SOURCE_KEY, null);
    for (int i = 1; i <= ruleSets; i++) {
      ask(
          "POST",
          "/rule-sets",
          "{'comment':'%s-rules','rules':[{'name':'%s-rule','service':'%s-service'}]}");
    }
    ask("POST", "/rule-sets/" + ruleSets + "/activate", "");
    spellings.put(Kind.RULE_SET, List.of(Integer.toString(ruleSets)));
    simulate();
    for (String scope : List.of("read", "write")) {
      JsonNode token =
          ask("POST", "/tokens", "{'name':'%s-" + scope + "','scopes':['" + scope + "']}");
      tokens.put(scope, token.get("token").asText());
      spellings.put(Kind.TOKEN, List.of(token.get("id").asText()));
    }
    make("/service-accounts", "{'name':'%s-account'}", Kind.SERVICE_ACCOUNT, "account");
    make(
        "/grants",
        "{'grantee':'service_account:%s-account','permission':'incident.resolve','team':'%s-team'}",
        Kind.GRANT,
        null);
    make(
        "/users",
        "{'username':'%s-user','email':'%s@example.org','role':'viewer'}",
        Kind.USER,
        "user");
    make(
        "/meetings",
        "{'title':'%s-meeting','starts_at':'2098-01-01T09:00','duration':'PT1H','time_zone':'UTC','recurrence':'FREQ=DAILY',"
            + "'description':'%s-agenda','team':'%s-team','tags':['%s-sprint'],"
            + "'participants':['%s-user']}",
        Kind.MEETING,
        null);
    ask("POST", "/items", "{'title':'%s-chore','owner':'%s-user'}");
    String board = make("/boards", "{'name':'%s-board','team':'%s-team'}", Kind.BOARD, "board");
    ask("POST", "/boards/" + board + "/sprints", "{'name':'%s-sprint','goal':'%s-goal'}");
    JsonNode planned =
        ask(
            "POST",
            "/boards/" + board + "/items",
            "{'title':'%s-story','owner':'%s-user','epic':'%s-epic','labels':['%s-mark'],'origin':'%s-survey'}");
    spellings.put(Kind.BOARD_ITEM, List.of(planned.get("id").asText()));
    make(
        "/users/" + own(Kind.USER) + "/contacts",
        "{'name':'%s-phone','channel':'email','address':'%s-phone@example.org'}",
        Kind.USER_CONTACT,
        "phone");
    ask("PUT", "/teams/" + team + "/members/" + own(Kind.USER), "{}");
    logIn(own(Kind.USER));
    saveView(own(Kind.USER));
    fire(UUID.fromString(source), UUID.fromString(service));
    addDeadLetter(source);
    addRecentBody(source);
    addSubscription(source);
    addSideEvent(source, service);
    setTimer();
    callSomebody(team);
    hide();
    drill();
    storm(team);
    comment();
    statusPage();
    return this;
  }

  /** Neither matches an alert of the scene. */
  private void hide() {
    make(
        "/silences",
        "{'matchers':['alertname=%s-unseen'],'duration':'PT1H','comment':'%s-comment'}",
        Kind.SILENCE,
        null);
    make(
        "/inhibit-rules",
        "{'name':'%s-inhibition','source_matchers':['alertname=%s-unseen'],'target_matchers':['alertname=%s-unseen']}",
        Kind.INHIBIT_RULE,
        "inhibition");
    make(
        "/time-intervals",
        "{'name':'%s-times','time_intervals':[{'years':['2098']}]}",
        Kind.TIME_INTERVAL,
        "times");
  }

  private void callSomebody(String team) {
    make(
        "/holiday-calendars",
        "{'name':'%s-holidays','days':[{'day':'2098-12-25','name':'%s-day'}]}",
        Kind.HOLIDAY_CALENDAR,
        "holidays");
    String schedule =
        make(
            "/schedules",
            "{'name':'%s-schedule','team':'"
                + team
                + "','time_zone':'UTC','layers':[{'name':'main','start':'2026-01-05T09:00',"
                + "'every':'P1W','slots':[['%s-user']]}]}",
            Kind.SCHEDULE,
            "schedule");
    make(
        "/schedules/" + schedule + "/overrides",
        "{'from':'2098-12-01T00:00:00Z','until':'2099-01-01T00:00:00Z','user':'%s-user'}",
        Kind.OVERRIDE,
        null);
    askForASwap(schedule);
    make(
        "/absences",
        "{'user':'%s-user','from':'2098-01-01T00:00:00Z','until':'2099-01-01T00:00:00Z'}",
        Kind.ABSENCE,
        null);
    make("/calendar-feeds", "{'user':'%s-user'}", Kind.CALENDAR_FEED, null);
    make(
        "/escalation-policies",
        "{'name':'%s-policy','team':'%s-team','steps':[{'after':'PT1H','notify':[{'type':'user','user':'%s-user'},"
            + "{'type':'channel','contact':'%s-contact'}]}]}",
        Kind.ESCALATION_POLICY,
        "policy");
  }

  private void simulate() {
    String id = UuidV7.at(core.clock.millis()).toString();
    core.database.execute(
        """
        INSERT INTO simulation (tenant_id, id, from_at, to_at, state, created_by)
        VALUES ('%s', '%s', '2098-12-01Z', '2098-12-08Z', 'done', 'test')\
        """
            .formatted(tenant, id));
    spellings.put(Kind.SIMULATION, List.of(id));
  }

  private void askForASwap(String schedule) {
    String id = UuidV7.at(core.clock.millis()).toString();
    core.database.execute(
        """
        INSERT INTO shift_swap (tenant_id, id, schedule_id, version, giver_id, taker_id, level, from_at, until_at, state,
                                made_at, made_by)
        VALUES ('%1$s', '%2$s', '%3$s', 1, '%4$s', '%4$s', 1, '2098-12-01Z', '2098-12-08Z', 'open', now(), 'test')\
        """
            .formatted(tenant, id, schedule, own(Kind.USER)));
    spellings.put(Kind.SWAP, List.of(id));
  }

  private void comment() {
    JsonNode line =
        ask(
            "POST",
            "/incidents/" + own(Kind.INCIDENT) + "/comments",
            "{'message':'%s-said, @%s-user'}");
    spellings.put(Kind.COMMENT, List.of(line.at("/comment/id").asText()));
  }

  private void statusPage() {
    core.database.execute(
        """
        INSERT INTO status_page (tenant_id, is_public, slug, name, description)
        VALUES ('%s', true, '%s', '%s-page', '%s-description')\
        """
            .formatted(tenant, mark.toLowerCase(Locale.ROOT), mark, mark));
    make(
        "/status-page/components",
        "{'name':'%s-component','service':'%s-service','scope':'%s-scope'}",
        Kind.STATUS_COMPONENT,
        "component");
    make(
        "/status-page/maintenance",
        "{'title':'%s-maintenance','starts_at':'2098-01-01T00:00:00Z',"
            + "'ends_at':'2098-01-02T00:00:00Z','components':['%s-component']}",
        Kind.STATUS_MAINTENANCE,
        null);
    String subscriber = UuidV7.at(core.clock.millis()).toString();
    core.database.execute(
        "INSERT INTO status_subscriber (tenant_id, id, email, language, confirmed_at, expires_at)"
            + " VALUES ('%s', '%s', '%s@example.org', 'en', now(), now())"
                .formatted(tenant, subscriber, mark));
    spellings.put(Kind.STATUS_SUBSCRIBER, List.of(subscriber));
    make(
        "/status-page/incidents",
        "{'title':'%s-published','message':'%s-said','components':['%s-component'],'incident':'"
            + own(Kind.INCIDENT)
            + "'}",
        Kind.PUBLISHED,
        null);
  }

  private void drill() {
    JsonNode drill = ask("POST", "/drills", "{'service':'%s-service','policy':'%s-policy'}");
    spellings.put(Kind.DRILL, List.of(drill.get("id").asText()));
    String schedule =
        make(
            "/drill-schedules",
            "{'name':'%s-drills','service':'%s-service','policy':'%s-policy','owner':'%s-user',"
                + "'days':['monday'],'at':'10:00','time_zone':'UTC'}",
            Kind.DRILL_SCHEDULE,
            "drills");
    make(
        "/heartbeats",
        "{'name':'%s-heartbeat','service':'%s-service','interval':'PT1H'}",
        Kind.HEARTBEAT,
        "heartbeat");
    make(
        "/maintenance-windows",
        "{'name':'%s-work','comment':'%s-why','services':['%s-service'],'starts_at':'2098-01-01T02:00',"
            + "'time_zone':'UTC','duration':'PT1H'}",
        Kind.MAINTENANCE_WINDOW,
        "work");
    core.database.execute(
        "UPDATE drill SET schedule_id = '%s' WHERE id = '%s'"
            .formatted(schedule, drill.get("id").asText()));
  }

  private void storm(String team) {
    String umbrella =
        make("/incidents", "{'title':'%s-umbrella','service':'%s-service'}", Kind.STORM, null);
    String child =
        make("/incidents", "{'title':'%s-held','service':'%s-service'}", Kind.STORM_CHILD, null);
    core.database.execute(
        """
        -- In the order in which core locks them, which works on them meanwhile.
        SELECT FROM incident WHERE id IN ('%2$s', '%4$s') ORDER BY id FOR UPDATE;
        INSERT INTO storm (tenant_id, umbrella_id, team_id, threshold, loudest, began_at)
        VALUES ('%1$s', '%2$s', '%3$s', 20, 1, now());
        INSERT INTO storm_child (tenant_id, incident_id, umbrella_id, held_at) VALUES ('%1$s', '%4$s', '%2$s', now())\
        """
            .formatted(tenant, umbrella, team, child));
    String link = "{'kind':'caused_by','incident':'" + umbrella + "'}";
    make("/incidents/" + own(Kind.INCIDENT) + "/links", link, Kind.INCIDENT_LINK, null);
  }

  private void fire(UUID source, UUID service) {
    Event event = Event.firing(mark + "-alert", 1, service, core.now());
    UUID receipt = core.ingest.post(tenant, source, core.now(), List.of(event));
    core.follow();
    JsonNode incident = ask("GET", "/incidents", "").at("/items/0");
    String id = incident.get("id").asText();
    ask("POST", "/incidents/" + id + "/comments", "{'content':'%s-comment'}");
    ask("PUT", "/incidents/" + id + "/scopes/" + own(Kind.SCOPE), "");
    ask("POST", "/incidents/" + id + "/updates", "{'status':'identified','message':'%s-update'}");
    ask("POST", "/incidents/" + id + "/tags", "{'tag_name':'%s-tag'}");
    core.database.execute(
        """
        INSERT INTO incident_field_value (tenant_id, incident_id, field_id, position, value_key, text_value, opened_at)
        SELECT i.tenant_id, i.id, '%s', 0, '%s-value', '%s-value', i.created_at FROM incident i WHERE i.id = '%s'\
        """
            .formatted(own(Kind.INCIDENT_FIELD), mark, mark, id));
    make(
        "/runbooks",
        "{'name':'%s-runbook','service':'%s-service','alert_pattern':'%s-pattern','steps':[{'title':'%s-step'}]}",
        Kind.RUNBOOK,
        null);
    core.database.execute(
        """
        INSERT INTO incident_runbook (tenant_id, incident_id, runbook_id, runbook_version, why, attached_by, attached_at, version)
        VALUES ('%s', '%s', '%s', 1, '', 'test', now(), 1)\
        """
            .formatted(tenant, id, own(Kind.RUNBOOK)));
    JsonNode duty = ask("POST", "/incidents/" + id + "/obligations", "{'regime':'dora-19'}");
    spellings.put(Kind.OBLIGATION, List.of(duty.get("id").asText()));
    JsonNode request =
        ask("POST", "/privacy/requests", "{'kind':'access','email':'%s@example.org'}");
    spellings.put(Kind.PRIVACY_REQUEST, List.of(request.get("id").asText()));
    JsonNode item =
        ask(
            "POST",
            "/incidents/" + id + "/items",
            "{'title':'%s-task','owner_team':'%s-team','due_at':'2099-01-01T00:00:00Z'}");
    spellings.put(Kind.ITEM, List.of(item.get("id").asText()));
    addPostMortem(id);
    String shortId = incident.get("short_id").asText();
    spellings.put(Kind.INCIDENT, List.of(id, shortId));
    spellings.put(Kind.SHORT_ID, List.of(shortId));
    spellings.put(
        Kind.ALERT,
        List.of(event.fingerprint().toString().replace("-", ""), event.fingerprint().toString()));
    spellings.put(Kind.ALERT_NAME, List.of(mark + "-alert"));
    spellings.put(Kind.LABEL, List.of("alertname=" + mark + "-alert"));
    spellings.put(Kind.RECEIPT, List.of(receipt.toString()));
    spellings.put(
        Kind.DELIVERY,
        List.of(ask("GET", "/deliveries?incident=" + id, "").at("/items/0/id").asText()));
    core.database.execute(
        "INSERT INTO delivery_attempt (tenant_id, delivery_id, attempt, outcome, duration_ms,"
            + " provider_id)"
            + " VALUES ('%s', '%s', 1, 'retry', 1, '%s')"
                .formatted(tenant, own(Kind.DELIVERY), own(Kind.PROVIDER)));
  }

  /** A place to which tasks are exported. */
  private void addTracker() {
    UUID id = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO provider (tenant_id, id, name, type, channel, config, priority, concurrency)
        VALUES ('%s', '%s', '%s-tracker', 'tracker', 'tracker', '{}', 1, 4)
        """
            .formatted(tenant, id, mark));
    spellings.put(Kind.TRACKER, List.of(id.toString(), mark + "-tracker"));
  }

  /** In review, with a published version before. */
  private void addPostMortem(String incident) {
    core.database.execute(
        """
        INSERT INTO post_mortem (tenant_id, id, incident_id, state, number, duty_cause, due_at, zone, owner_id, published_number,
                                 cited, state_at, state_by, created_at, created_by, updated_at)
        VALUES ('%1$s', '%2$s', '%3$s', 'review', 2, 'sev1', '2099-01-01', 'UTC', '%4$s', 1, '{1}', now(), 'test', now(), 'test',
                now());
        INSERT INTO post_mortem_section (tenant_id, post_mortem_id, section, text, revision, edited_at, edited_by)
        VALUES ('%1$s', '%2$s', 'summary', '%5$s-summary', 1, now(), 'test');
        INSERT INTO post_mortem_version (tenant_id, post_mortem_id, number, content, sha256, published_at, published_by)
        VALUES ('%1$s', '%2$s', 1, '{"format":"imas-post-mortem-1","incident":"INC-00000","title":"%5$s-title",'
                || '"severity":"SEV1_CRITICAL","number":1,"published_at":"2026-01-08T10:00:00Z","published_by":"test",'
                || '"sections":[],"timeline":[]}', '', now(), 'test')\
        """
            .formatted(tenant, UuidV7.at(core.clock.millis()), incident, own(Kind.USER), mark));
  }

  private void addDeadLetter(String source) {
    String id = UuidV7.at(core.clock.millis()).toString();
    core.database.execute(
        "INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, reason,"
            + " received_at, body, body_size)"
            + " VALUES ('%s', '%s', '%s', 'element', true, 'custom', '%s-reason', now(), 'abc', 3)"
                .formatted(tenant, id, source, mark));
    spellings.put(Kind.DEAD_LETTER, List.of(id));
  }

  private void addRecentBody(String source) {
    UUID receipt = UuidV7.at(core.clock.millis());
    KeptBody.insert(core, tenant, UUID.fromString(source), receipt, mark + "-body");
    spellings.put(Kind.RECENT_BODY, List.of(receipt.toString()));
  }

  private void addSubscription(String source) {
    core.database.execute(
        """
        INSERT INTO sns_subscription (tenant_id, source_id, topic, message_id, told_at, state, confirm_url, changed_at)
        VALUES ('%1$s', '%2$s', '%3$s-topic', 'm', now(), 'held', 'https://%3$s.example', now());
        INSERT INTO sns_certificate (tenant_id, url, asked_at, due_at) VALUES ('%1$s', 'https://%3$s.example', now(), now())\
        """
            .formatted(tenant, source, mark));
  }

  private void addSideEvent(String source, String service) {
    core.database.execute(
        """
        INSERT INTO side_event (tenant_id, id, source_id, receipt, received_at, happened_at, n, kind, dialect, title, author,
                                note, link, labels)
        VALUES ('%s', '%s', '%s', uuidv7(), now(), now(), 1, 2, 'custom', '%s-change', '', '', '', '{"service":"%s"}')\
        """
            .formatted(tenant, UuidV7.at(core.clock.millis()), source, mark, service));
  }

  private void logIn(String user) {
    String id = UuidV7.at(core.clock.millis()).toString();
    core.database.execute(
        """
        INSERT INTO user_session (tenant_id, id, user_id, epoch, seed_enc, turned_at, created_at, expires_at)
        VALUES ('%s', '%s', '%s', 1, 'abc', now(), now(), now() + interval '1 day')\
        """
            .formatted(tenant, id, user));
    spellings.put(Kind.SESSION, List.of(id));
  }

  private void saveView(String user) {
    String id = UuidV7.at(core.clock.millis()).toString();
    core.database.execute(
        """
        INSERT INTO saved_view (tenant_id, id, user_id, name, page, query, is_shared)
        VALUES ('%s', '%s', '%s', '%s-view', 'incidents', 'status=TRIGGERED', true)\
        """
            .formatted(tenant, id, user, mark));
    spellings.put(Kind.VIEW, List.of(id));
  }

  private void setTimer() {
    core.database.execute(
        """
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, recurs, elapses)
        VALUES ('%s', 'of-a-test', '%s', now() + interval '1 day', now() + interval '1 day', 'every PT24H', true)\
        """
            .formatted(tenant, mark));
    spellings.put(Kind.TIMER, List.of("of-a-test:" + mark));
  }

  /**
   * @param name of the object, without the mark; null when it has none
   */
  private String make(String path, String json, Kind kind, @Nullable String name) {
    String id = ask("POST", path, json).get("id").asText();
    spellings.put(kind, name == null ? List.of(id) : List.of(id, mark + "-" + name));
    return id;
  }

  /**
   * @param json with single quotes, and the mark in place of each %s
   */
  private JsonNode ask(String method, String path, String json) {
    String body = json.isEmpty() ? null : json.replace('\'', '"').replace("%s", mark);
    Reply reply =
        core.send(
            Objects.requireNonNull(tokens.get("admin")),
            method,
            "/api/v1" + path,
            body,
            path.startsWith("/incidents/") || path.endsWith("/activate")
                ? new String[0]
                : new String[] {"if-match", "\"1\""});
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.json()).isBetween(200, 299);
    return reply.json();
  }
}
