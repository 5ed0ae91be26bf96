package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Kind;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Configuration as code: documents are applied, exported, pruned and refused as a whole. */
class ConfigurationIT {

  /** One of everything, with what is not as usual. */
  static final String EVERYTHING =
      """
      [{'kind':'rule_set','comment':'first','rules':[
         {'name':'calm','matchers':['env="staging"'],'severity':'SEV4','continue':true},
         {'name':'cmdb','enrich':{'table':'cmdb','key':['host'],'set':{'team':'team'}},'continue':true},
         {'name':'shop','matchers':['namespace=~"shop-.*"'],'service':'Checkout','group_by':['cluster'],
          'severity_mapping':{'severity':{'page':'SEV1'}}},
         {'name':'no tests','drop':'nobody works on it','when':{'all':[{'exists':'test'},
          {'time':{'zone':'Europe/Paris','from':'08:00','to':'18:00','weekdays':['monday']}},
          {'cel':'num(labels.load) < 3.0'}]}}]},
       {'kind':'service','key':'checkout','name':'Checkout','aliases':['shop','cart'],'owner_team':'payments',
        'tier':'TIER_1_CRITICAL','escalation_policy':'nights','runbook_url':'https://wiki.example.org/checkout'},
       {'kind':'runbook','key':'failover','name':'Fail over','slug':'checkout-fail-over','service':'checkout',
        'alert_pattern':'(?i)primary','severity_filter':['P2','SEV1'],'steps':[
         {'title':'Look','command':'lag {{service_name}}','expected_duration_minutes':5,'description':null},
         {'title':'Fail over','is_critical':true,'requires_confirmation':true,'rollback_instructions':'switch back'}],
        'quick_actions':[{'id':'board','label':'Board','type':'link','url':'https://g.example.org/d'}],
        'external_docs':[{'title':'How','url':'https://wiki.example.org/how'}]},
       {'kind':'escalation_policy','key':'nights','name':'Payments at night','team':'payments','rounds':2,
        'severities':['P2','SEV1'],'repeat_after':'PT900S','resume_after':'PT2H','steps':[
         {'notify':[{'type':'oncall'},{'type':'user','user':'ada'}]},
         {'after':'PT300S','notify':[{'type':'schedule','schedule':'primary','round_robin':true},
                                     {'type':'channel','contact':'payments/Hook'}],
          'channels':['sms','email'],
          'when':{'severities':['SEV1'],'labels':['env="prod"'],
                  'hours':{'time_zone':'Europe/Paris','windows':[{'start':'18:00:00','length':'PT840M'}]}}},
         {'after':'PT10M','notify':[{'type':'email','email':'cto@example.org'},{'type':'leads','team':'payments'},
                                    {'type':'scope','scope':'breach'},{'type':'scope'}]}]},
       {'kind':'impact_scope','key':'breach','name':'Breach','mandatory_notify_email':[' ciso@example.org'],
        'team':'payments','labels':['env = "prod"'],'legal_clock_hours':24},
       {'kind':'schedule','key':'primary','name':'Payments, primary','team':'payments','time_zone':'Europe/Paris','layers':[
         {'name':'week','start':'2026-01-05T09:00:00','every':'P7D','slots':['ada',['bob','ada']]},
         {'name':'nights','level':2,'time_zone':'Asia/Kolkata','start':'2026-01-05T18:00','every':'P1D',
          'slots':[['bob']],'hours':[{'days':['tuesday','monday'],'start':'18:00','length':'PT14H'}],
          'holidays':{'calendar':'france','turn':'rests'},
          'until':'2027-01-05T18:00:00+01:00'}]},
       {'kind':'team','key':'payments','name':'Payments','description':'Cards','email':'payments@example.org',
        'members':[{'user':'bob','role':'lead'},{'user':'ada'}],
        'contacts':[{'name':'Hook','channel':'webhook','address':'http://hooks.example.org/1','secret':{'$secret':'sign'},'min_severity':'P2'},
                    {'name':'Mail','channel':'email','address':'payments@example.org','is_active':false}],
        'stand_ins':{'manager':'bob'}},
       {'kind':'user','key':'ada','username':'ada','email':'ada@example.org','first_name':'Ada','role':'responder',
        'phone':'+33123456789','time_zone':'Europe/Paris','locale':'fr-FR',
        'contacts':[{'name':'Phone','channel':'sms','address':'+33123456789'},
                    {'name':'Mail','channel':'email','address':'ada@example.org','verified':true}],
        'notification_rules':[{'urgency':'low','after':'PT60S','contact':'mail'},
                              {'urgency':'high','after':'PT0S','contact':'Phone'}],
        'quiet_hours':{'from':'22:00:00','until':'07:00','days':['sunday','monday']}},
       {'kind':'user','key':'bob','username':'Bob','email':'bob@example.org','role':'tenant_admin','contacts':[]},
       {'kind':'source','key':'prometheus','name':'prometheus eu-1','type':'PROMETHEUS','default_severity':'P2',
        'config':{'ignored_labels':['replica']},'signing_secret':{'$secret':'a signing secret'}},
       {'kind':'provider','key':'ntfy','name':'ntfy of ours','type':'ntfy','priority':50,
        'config':{'server_url':'https://ntfy.example.org','default_topic':'ops','access_token':{'$secret':'tk_AgQdq7mVBoFD37zQVN29Rh'}}},
       {'kind':'notification_matrix','rows':[
         {'severity':'SEV1','chat':'at_once','email':'at_once','sms':'at_once'},
         {'severity':'SEV2','chat':'within PT300S','email':'at_once','sms':'never'},
         {'severity':'P3','chat':'grouped','email':'daily','sms':'never'},
         {'severity':'SEV4','chat':'grouped','email':'weekly','sms':'never'}]},
       {'kind':'fallback','contacts':['payments/mail','payments/hook']},
       {'kind':'default_on_call','user':'bob'},
       {'kind':'holiday_calendar','key':'france','name':'France','days':[
         {'day':'2026-12-25','name':'Noël'},{'day':'2026-07-14'}]},
       {'kind':'inhibit_rule','key':'node','name':'Node','source_matchers':['alertname = NodeDown'],
        'target_matchers':['severity=~info','a!=b'],'equal':['node','cluster'],'wait':'PT60S'},
       {'kind':'time_interval','key':'nights','name':'Nights','time_intervals':[
         {'weekdays':['MONDAY:friday'],'months':['1:3'],'days_of_month':['01:7','-1:-1'],
          'times':[{'start_time':'22:00','end_time':'24:00'}],'location':'Europe/Paris'},{'years':['2026:2026']}]},
       {'kind':'maintenance_window','key':'patching','name':'Patching','comment':'CHG-1','matchers':['env = prod'],
        'services':['CHECKOUT'],'starts_at':'2026-01-03T02:00:00','time_zone':'Europe/Paris','duration':'PT120M',
        'recurrence':'FREQ=MONTHLY;BYDAY=1SA','except':['2027-01-02T02:00']},
       {'kind':'event_webhook','key':'status','name':'Status page','secret':{'$secret':'a secret of sixteen'},
        'url':'https://status.example.org/hooks/imas?key=5f1c','events':['incident.resolved','INCIDENT.created'],
        'severities':['P2','SEV1'],'teams':['payments'],'services':['Checkout']},
       {'kind':'lookup_table','key':'cmdb','name':'CMDB','key_column':'host',
        'rows':[{'host':'web-1','team':'web','tier':''},{'team':'dba','host':'db-1','tier':'1'}]},
       {'kind':'environment','key':'canary','name':'Canary','tier':'testing','patterns':['canary-*']},
       {'kind':'repository','key':'shop','full_name':'acme/shop','forge':'github','service':'CHECKOUT',
        'commit_link':'https://github.com/acme/shop/commit/{sha}'},
       {'kind':'freeze','key':'peak','name':'Peak','starts_at':'2026-12-24T00:00','ends_at':'2026-12-27T00:00:00',
        'time_zone':'Europe/Paris','services':['CHECKOUT'],'except_repositories':['acme/shop']},
       {'kind':'board','key':'board','name':'Payments board','team':'payments','in_progress_limit':3},
       {'kind':'error_budget','key':'works','name':'Checkout works','service':'CHECKOUT','target':99},
       {'kind':'tag','key':'db','name':'Databases','color':'#33a791','auto_apply_pattern':'(?i)postgres'},
       {'kind':'status_component','key':'shop','name':'Shop','group':'Europe','service':'checkout','scope':'breach','position':3,
        'probe':{'url':'https://shop.example.org/health','every':'PT90S','expected_status':204}},
       {'kind':'message_template','key':'page-fr','language':'fr','message':'incident.triggered','form':'sms',
        'source':'{{service}} : {{title}}'},
       {'kind':'service_account','key':'deployer','name':'deployer','description':'Deploys'},
       {'kind':'drill_schedule','key':'drill','name':'Weekly','service':'CHECKOUT','policy':'nights','severity':'P2',
        'days':['TUESDAY','monday'],'at':'10:00:00','time_zone':'Europe/Paris','owner':'ada','factor':60},
       {'kind':'drill_schedule','key':'silent','name':'Monthly','service':'checkout','day_of_month':31,'at':'09:30',
        'time_zone':'UTC','is_active':false},
       {'kind':'heartbeat','key':'backup','name':'Nightly backup','service':'CHECKOUT','severity':'P1','interval':'P1D','grace':'PT60M'},
       {'kind':'heartbeat','key':'watchdog','name':'Watchdog','service':'checkout','beats_by':'alert','source':'prometheus eu-1',
        'interval':'PT300S','matchers':['env = "prod"'],'is_active':false},
       {'kind':'delivery_policy','time_zone':'Europe/Paris','group_every':'PT1800S','digest_at':'18:30:00'},
       {'kind':'flapping_policy','returns':6,'within':'PT5400S','hold_down':'PT20M'},
       {'kind':'dora_settings','deployments_per_week':3,'change_fail_rate':null},
       {'kind':'gate_policy','blocks_open_sev2':true,'when_unavailable':'deny'},
       {'kind':'storm_policy','is_active':true,'threshold':30,'ends_after':'PT600S'},
       {'kind':'service_levels','calendars':[{'name':'Office','time_zone':'Europe/Paris',
         'hours':[{'days':['monday','friday'],'start':'09:00','end':'17:00'}]}],
        'response':[{'tier':'TIER_2','within':'PT1800S'}],
        'resolution':[{'severity':'P1','within':'PT2H','calendar':'Office'}]},
       {'kind':'incident_field','key':'customer-tier','label':'Customer tier','type':'select','required_at':'resolve',
        'options':[{'id':'gold','label':'Gold'},{'id':'silver','label':'Silver'}]},
       {'kind':'metrics_settings','by_person':true,'open_severe_incidents':9,'median_time_to_acknowledge_seconds':600},
       {'kind':'causes','key':'causes','causes':[{'key':'network','label':'Network','causes':[{'key':'dns','label':'DNS'}]},
        {'key':'change','label':'A change'}]},
       {'kind':'workflow','key':'tasks','item_kind':'task','statuses':[
         {'id':'open','name':'Open','category':'todo'},{'id':'review','name':'In review','category':'doing'},
         {'id':'done','name':'Done','category':'done'},{'id':'dropped','name':'Dropped','category':'dropped'}],
        'transitions':[{'from':'open','to':'review','guards':['due_set','owner_set']},
          {'from':'review','to':'done'},{'from':'open','to':'dropped'}]},
       {'kind':'message_language','language':'fr'},
       {'kind':'verification_settings','phone_prefixes':['+33','32']},
       {'kind':'room_settings','most_open':20,'archive_after':'PT60M','services_without':['checkout']},
       {'kind':'status_page','is_public':true,'slug':'example-org','name':'Example','description':'What we offer'},
       {'kind':'log_in_settings','totp_required_from':'operator'}]\
      """
          .replace('\'', '"')
          .replace("env=\"staging\"", "env=\\\"staging\\\"")
          .replace("env=\"prod\"", "env=\\\"prod\\\"")
          .replace("env = \"prod\"", "env = \\\"prod\\\"")
          .replace("namespace=~\"shop-.*\"", "namespace=~\\\"shop-.*\\\"");

  private final RunningCore core = RunningCore.start();

  @AfterEach
  void stop() {
    core.close();
  }

  private static ArrayNode documents(String json) {
    return (ArrayNode) Json.read(json.replace('\'', '"'), JsonNode.class);
  }

  private Reply post(JsonNode documents, String more) {
    return core.post(
        "/api/v1/configuration", "{\"documents\":" + documents + more.replace('\'', '"') + "}");
  }

  private JsonNode applied(JsonNode documents, String more) {
    Reply reply = post(documents, more);
    assertThat(reply.status()).as("%s", reply.json().toPrettyString()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode applied(String documents) {
    return applied(documents(documents), "");
  }

  private ArrayNode exported() {
    Reply reply = core.get("/api/v1/configuration");
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return (ArrayNode) reply.json().get("documents");
  }

  private static List<String> texts(JsonNode list, String member) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.path(member).asText()));
    return texts;
  }

  private static JsonNode document(JsonNode documents, String key) {
    for (JsonNode one : documents) {
      if (one.path("key").asText().equals(key)) {
        return one;
      }
    }
    throw new AssertionError("no document " + key + " in " + documents);
  }

  private String changes(JsonNode applied) {
    return applied.get("changes").toPrettyString();
  }

  private long rows(String table) {
    return core.database.count("SELECT count(*) FROM " + table);
  }

  @Test
  void everythingIsMadeWhateverTheOrderAndApplyingItAgainChangesNothing() {
    ArrayNode everything = documents(EVERYTHING);

    JsonNode made = applied(everything, "");
    assertThat(made.at("/counts/create").asInt()).isEqualTo(31);
    assertThat(made.at("/counts/update").asInt()).isEqualTo(17);
    long audited = rows("audit_entry");

    List<JsonNode> shuffled = new ArrayList<>();
    everything.forEach(shuffled::add);
    Collections.shuffle(shuffled, new Random(7));
    ArrayNode again = Json.MAPPER.createArrayNode();
    again.addAll(shuffled);
    JsonNode second = applied(again, ",'prune':true");

    assertThat(changes(second)).isEqualTo("[ ]");
    assertThat(second.at("/counts/unchanged").asInt()).isEqualTo(48);
    assertThat(rows("audit_entry")).isEqualTo(audited);
  }

  @Test
  void whatIsExportedIsWhatAnApplyReadsAndChangesNothing() {
    applied(documents(EVERYTHING), "");

    ArrayNode exported = exported();
    assertThat(texts(exported, "kind"))
        .as("every kind there is")
        .containsAll(Stream.of(Kind.values()).map(Kind::wireName).toList());
    JsonNode first = applied(exported, "");

    assertThat(first.at("/counts/create").asInt()).as(changes(first)).isZero();
    assertThat(first.at("/counts/update").asInt()).as(changes(first)).isZero();
    assertThat(first.at("/counts/delete").asInt()).isZero();
    assertThat(changes(applied(exported, ",'prune':true"))).isEqualTo("[ ]");
    assertThat(exported()).isEqualTo(exported);
    assertThat(exported.toString())
        .doesNotContain("sign\"", "signing secret", "tk_AgQ", "a secret of sixteen", "5f1c");
    assertThat(document(exported, "checkout").get("owner_team").asText()).isEqualTo("payments");
  }

  @Test
  void whatTheApiMadeIsExportedAndItsSecretsAndWhatIsVerifiedStay() {
    applied(documents(EVERYTHING), "");
    core.database.execute("UPDATE user_contact SET verified_at = now() WHERE name = 'Phone'");
    core.database.execute("DELETE FROM managed_object");
    String secrets =
        "SELECT encode(secret_enc, 'hex') FROM team_contact WHERE secret_enc IS NOT NULL";
    List<String> before = core.database.query(secrets);

    ArrayNode exported = exported();
    JsonNode phone = document(exported, "ada").at("/contacts/1");
    assertThat(phone.get("verified").asBoolean()).as("%s", document(exported, "ada")).isTrue();
    ((ObjectNode) phone).put("name", "Mobile").put("verified", false);
    ((ObjectNode) document(exported, "ada")).withArray("notification_rules").removeAll();
    JsonNode result = applied(exported, "");

    assertThat(result.at("/counts/update").asInt()).as(changes(result)).isEqualTo(1);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM user_contact WHERE name = 'Mobile' AND verified_at IS NOT"
                    + " NULL"))
        .as("a new name for the same address")
        .isEqualTo(1);
    assertThat(core.database.query(secrets)).isEqualTo(before);

    ((ObjectNode) phone).put("address", "+33999999999").put("verified", true);
    applied(exported, "");
    assertThat(
            core.database.count(
                "SELECT count(*) FROM user_contact WHERE name = 'Mobile' AND verified_at IS NULL"))
        .as("a file cannot say that an address is verified")
        .isEqualTo(1);
  }

  @Test
  void drillsOfAnOwnerWhoIsGoneAreExportedWithoutOne() {
    String there =
        "[{'kind':'team','key':'t','name':'T'},{'kind':'service','key':'v','name':'V','owner_team':'t'},"
            + "{'kind':'user','key':'eve','username':'eve','email':'eve@example.org','role':'viewer'},"
            + "{'kind':'drill_schedule','key':'d','name':'D','service':'v','owner':'eve',"
            + "'days':['friday'],'at':'10:00','time_zone':'UTC'}]";
    applied(there);
    assertThat(document(exported(), "d").get("owner").asText()).isEqualTo("eve");
    assertThat(core.send(core.token, "DELETE", "/api/v1/users/eve", null).status()).isEqualTo(204);

    ArrayNode exported = exported();

    assertThat(document(exported, "d").has("owner")).isFalse();
    JsonNode again = applied(exported, "");
    assertThat(again.at("/counts/update").asInt()).as(changes(again)).isZero();
    assertThat(again.at("/counts/create").asInt()).isZero();
  }

  @Test
  void howAComponentIsNoFileSaysOrSetsBack() {
    String there = "[{'kind':'status_component','key':'c','name':'C'}]";
    applied(there);
    JsonNode component = core.get("/api/v1/status-page/components/C").json();
    core.send(
        core.token,
        "PUT",
        "/api/v1/status-page/components/C",
        "{\"name\":\"C\",\"state\":\"degraded\"}",
        "if-match",
        "\"" + component.get("version").asInt() + "\"");

    assertThat(changes(applied(there))).isEqualTo("[ ]");
    applied("[{'kind':'status_component','key':'c','name':'C','group':'G'}]");
    JsonNode after = core.get("/api/v1/status-page/components/C").json();
    assertThat(after.get("state").asText()).isEqualTo("degraded");
    assertThat(after.get("group").asText()).isEqualTo("G");
    assertThat(document(exported(), "c").has("state")).isFalse();
    Reply refused =
        post(
            documents("[{'kind':'status_component','key':'c','name':'C','state':'operational'}]"),
            "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().toString()).contains("/state is not known here");
  }

  @Test
  void dryRunShowsWhatWouldChangeAndWritesNothing() {
    applied(documents(EVERYTHING), "");
    ArrayNode wanted = documents(EVERYTHING);
    ((ObjectNode) document(wanted, "checkout")).put("tier", "TIER_2").put("name", "Cash desk");
    ((ObjectNode) document(wanted, "checkout")).withArray("aliases").add("Checkout");
    ((ObjectNode) document(wanted, "prometheus"))
        .set("signing_secret", Json.MAPPER.createObjectNode().put("$secret", "the next one"));
    ((ObjectNode) wanted.get(0).at("/rules/2")).put("service", "Cash desk");
    long audited = rows("audit_entry");

    JsonNode dry = applied(wanted, ",'dry_run':true");

    assertThat(dry.get("dry_run").asBoolean()).isTrue();
    assertThat(texts(dry.get("changes"), "key"))
        .containsExactly("checkout", "prometheus", "rule_set");
    assertThat(dry.at("/changes/0/parts").toString())
        .isEqualTo(
            "[{\"path\":\"name\",\"before\":\"Checkout\",\"after\":\"Cash desk\"},"
                + "{\"path\":\"aliases/3\",\"before\":null,\"after\":\"Checkout\"},"
                + "{\"path\":\"tier\",\"before\":\"TIER_1_CRITICAL\",\"after\":\"TIER_2\"}]");
    assertThat(dry.toString()).doesNotContain("the next one").contains("\"stored\":true");
    assertThat(rows("audit_entry")).isEqualTo(audited);
    assertThat(core.get("/api/v1/services/Checkout").json().get("tier").asText())
        .isEqualTo("TIER_1_CRITICAL");

    JsonNode done = applied(wanted, "");
    assertThat(done.get("changes")).isEqualTo(dry.get("changes"));
    assertThat(core.get("/api/v1/services/Cash%20desk").json().get("tier").asText())
        .isEqualTo("TIER_2");
  }

  @Test
  void oneWrongDocumentRefusesAllAndEachFaultNamesDocumentFieldAndMend() {
    Reply refused =
        post(
            documents(
                "[{'kind':'team','key':'good','name':'Good'},"
                    + "{'kind':'service','key':'s','name':'S','owner_team':'nobody'},"
                    + "{'kind':'user','key':'eve','username':'eve','email':'eve@example.org','role':'viewer',"
                    + "'notification_rules':[{'urgency':'high','after':'PT0S','contact':'Pager'}]},"
                    + "{'kind':'nonsense','key':'x'}]"),
            "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().toString()).contains("/documents/3/kind", "must be one of provider");

    Reply next =
        post(
            documents(
                "[{'kind':'team','key':'good','name':'Good'},"
                    + "{'kind':'service','key':'s','name':'S','owner_team':'nobody','tier':'best'}]"),
            "");
    assertThat(next.status()).isEqualTo(422);
    assertThat(next.json().toString())
        .contains("/documents/1/owner_team", "service s: /owner_team names 'nobody'", "no team");

    Reply last =
        post(
            documents(
                "[{'kind':'team','key':'good','name':'Good','contacts':[{'name':'x','channel':'pigeon'}]},"
                    + "{'kind':'team','key':'other','name':'Other','mail':'x'},"
                    + "{'kind':'service','key':'s','name':'S','owner_team':'good','tier':'best'}]"),
            "");
    assertThat(last.status()).isEqualTo(422);
    assertThat(last.json().toString())
        .contains(
            "/documents/0/contacts/0/channel",
            "team good: /contacts/0/channel must be one of",
            "team other: /mail is not known here");
    assertThat(rows("team WHERE name IN ('Good', 'Other')")).isZero();
    assertThat(rows("managed_object")).isZero();
  }

  @Test
  void secretInAFileIsRefused() {
    Reply refused =
        post(
            documents(
                "[{'kind':'source','key':'p','name':'p','type':'PROMETHEUS','signing_secret':'open'}]"),
            "");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().toString())
        .contains("/documents/0/signing_secret", "from_env", "source p")
        .doesNotContain("\"open\"");
  }

  @Test
  void pruneDeletesWhatTheSetKeptAndNothingElse() {
    core.post("/api/v1/teams", "{\"name\":\"By hand\"}");
    applied(documents("[{'kind':'team','key':'theirs','name':'Theirs'}]"), ",'set':'other'");
    applied(
        "[{'kind':'team','key':'a','name':'A'},{'kind':'team','key':'b','name':'B'},"
            + "{'kind':'service','key':'s','name':'S','owner_team':'b'},"
            + "{'kind':'fallback','contacts':[]}]");
    String rest = "[{'kind':'team','key':'a','name':'A'}]";

    JsonNode kept = applied(rest);
    assertThat(texts(kept.get("left"), "key")).containsExactly("fallback", "s", "b");
    JsonNode pruned = applied(documents(rest), ",'prune':true");

    assertThat(texts(pruned.get("changes"), "action"))
        .containsExactly("release", "delete", "delete");
    assertThat(texts(pruned.get("changes"), "key")).containsExactly("fallback", "s", "b");
    assertThat(rows("team WHERE name IN ('A', 'Theirs', 'By hand')")).isEqualTo(3);
    assertThat(rows("team WHERE name = 'B'")).isZero();
    assertThat(rows("audit_entry WHERE action = 'team.delete'")).isEqualTo(1);
  }

  @Test
  void nameMayChangeAndTheKeyMayToo() {
    applied("[{'kind':'team','key':'a','name':'Alpha'}]");
    String id = core.get("/api/v1/teams/Alpha").json().get("id").asText();

    applied(documents("[{'kind':'team','key':'a','name':'Beta'}]"), ",'prune':true");
    JsonNode rekeyed =
        applied(documents("[{'kind':'team','key':'beta','name':'Beta'}]"), ",'prune':true");

    assertThat(texts(rekeyed.get("changes"), "action")).containsExactly("take_over");
    assertThat(rekeyed.at("/changes/0/why").asText()).isEqualTo("its key was a");
    assertThat(core.get("/api/v1/teams/Beta").json().get("id").asText()).isEqualTo(id);
    assertThat(core.database.query("SELECT key FROM managed_object")).containsExactly("beta");
  }

  @Test
  void anotherSetIsLeftAlone() {
    applied(documents("[{'kind':'team','key':'a','name':'Alpha'}]"), ",'set':'one'");

    Reply byKey = post(documents("[{'kind':'team','key':'a','name':'Other'}]"), ",'set':'two'");
    Reply byName = post(documents("[{'kind':'team','key':'b','name':'alpha'}]"), ",'set':'two'");

    assertThat(byKey.status()).isEqualTo(422);
    assertThat(byKey.json().toString()).contains("is kept by the set 'one'");
    assertThat(byName.status()).isEqualTo(422);
    assertThat(byName.json().toString()).contains("the set 'one' keeps");
  }

  @Test
  void neitherWhoIsOnCallNorTheLastAdministratorIsPruned() {
    String team = "{'kind':'team','key':'t','name':'T'},";
    String admin =
        "{'kind':'user','key':'root','username':'root','email':'root@example.org','role':'tenant_admin'}";
    String eve =
        "{'kind':'user','key':'eve','username':'eve','email':'eve@example.org','role':'responder'}";
    applied("[" + team + admin + "," + eve + "]");
    core.post(
        "/api/v1/schedules",
        "{\"name\":\"by hand\",\"team\":\"T\",\"time_zone\":\"UTC\",\"layers\":[{\"name\":\"x\","
            + "\"start\":\"2026-01-05T09:00\",\"every\":\"P1D\",\"slots\":[[\"eve\"]]}]}");

    Reply withoutEve = post(documents("[" + team + admin + "]"), ",'prune':true");
    Reply withoutAdmin = post(documents("[" + team + eve + "]"), ",'prune':true");

    assertThat(withoutEve.status()).isEqualTo(409);
    assertThat(withoutEve.json().get("detail").asText())
        .contains("user eve has no document and cannot be deleted", "schedule by hand");
    assertThat(withoutAdmin.status()).isEqualTo(409);
    assertThat(withoutAdmin.json().get("detail").asText())
        .contains("user root", "last active administrator");
    assertThat(rows("user_account WHERE deleted_at IS NULL")).isEqualTo(2);
  }

  @Test
  void whatAFileDoesNotSayOfPeopleAndContactsStays() {
    applied(documents(EVERYTHING), "");

    JsonNode result =
        applied(
            "[{'kind':'user','key':'ada','username':'ada','email':'ada@example.org'},"
                + "{'kind':'team','key':'payments','name':'Payments','email':'payments@example.org'}]");

    assertThat(changes(result)).doesNotContain("contacts", "members", "role", "rules");
    assertThat(rows("user_contact")).isEqualTo(2);
    assertThat(rows("notification_rule")).isEqualTo(2);
    assertThat(rows("team_member")).isEqualTo(2);
    assertThat(core.get("/api/v1/users/ada").json().get("role").asText()).isEqualTo("responder");
  }

  @Test
  void leastThatADocumentMaySayMeansWhatTheApiTakesItFor() {
    String least =
        "[{'kind':'team','key':'t','name':'T'},"
            + "{'kind':'user','key':'u','username':'u','email':'u@example.org','role':'viewer'},"
            + "{'kind':'schedule','key':'s','name':'S','team':'t','time_zone':'UTC','layers':"
            + "[{'name':'x','start':'2026-01-05T09:00','every':'P1D','slots':['u']}]},"
            + "{'kind':'escalation_policy','key':'p','name':'P','steps':[{'notify':[{'type':'oncall'}]}]},"
            + "{'kind':'service','key':'v','name':'V','owner_team':'t'},"
            + "{'kind':'source','key':'o','name':'O','type':'PROMETHEUS'},"
            + "{'kind':'provider','key':'n','name':'N','type':'ntfy','config':"
            + "{'server_url':'https://x.example','default_topic':'x'}},"
            + "{'kind':'drill_schedule','key':'d','name':'D','service':'v','days':['friday'],"
            + "'at':'10:00','time_zone':'UTC'},{'kind':'rule_set','rules':[{'name':'r'}]}]";

    assertThat(applied(least).at("/counts/create").asInt()).isEqualTo(8);
    assertThat(changes(applied(least))).isEqualTo("[ ]");
  }

  @Test
  void onlyAdministratorsApplyAndReadConfiguration() {
    String responder = core.tokenWith("responder", "read,write");

    assertThat(core.send(responder, "GET", "/api/v1/configuration", null).status()).isEqualTo(403);
    assertThat(core.send(responder, "POST", "/api/v1/configuration", "{\"documents\":[]}").status())
        .isEqualTo(403);
  }

  @Test
  void applyThatWaitsForALockGivesUpSoon() throws Exception {
    applied("[{'kind':'team','key':'a','name':'Alpha'}]");
    try (var held = core.database.connect()) {
      held.setAutoCommit(false);
      held.createStatement().execute("SELECT 1 FROM team WHERE name = 'Alpha' FOR UPDATE");

      Reply refused = post(documents("[{'kind':'team','key':'a','name':'Beta'}]"), "");

      assertThat(refused.status()).isEqualTo(503);
      held.rollback();
    }
    assertThat(rows("team WHERE name = 'Alpha'")).isEqualTo(1);
  }
}
