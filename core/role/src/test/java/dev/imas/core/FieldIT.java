package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** C69 and C160: fields of incidents over the API, set by people and asked of them. */
class FieldIT {

  private static final String FIELDS = "/api/v1/incident-fields";

  private static RunningCore core;
  private static ApiDocument document;
  private static String ann;
  private static int made;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    document = new ApiDocument();
    core.user("ann", "operator");
    ann = core.ownToken("ann", "phone", "operator");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  /** What one test requires is not asked of the next. */
  @AfterEach
  void archiveAll() {
    for (JsonNode field : core.get(FIELDS + "?limit=100").json().get("items")) {
      assertThat(send("DELETE", FIELDS + "/" + field.get("key").asText(), "").status())
          .isEqualTo(204);
    }
  }

  @Test
  void valuesOfEachTypeAreSetTogetherAndShownByName() {
    core.service("checkout");
    field("{'key':'whom','label':'Whom to ask','type':'user'}");
    field("{'key':'part','label':'Broken part','type':'service'}");
    field("{'key':'hit','label':'Customers hit','type':'number'}");
    field(
        "{'key':'areas','label':'Regions','type':'multi_select','options':[{'id':'eu','label':'Europe'},"
            + "{'id':'us','label':'America'}]}");
    field("{'key':'since','label':'Since','type':'date'}");
    String incident = incident("each type");

    JsonNode now =
        patch(
            incident,
            "{'fields':{'whom':'ANN','part':'checkout','hit':120.0,'areas':['us','eu'],'since':'2026-01-31'}}");

    assertThat(texts(now))
        .containsExactly(
            "Broken part: checkout",
            "Customers hit: 120",
            "Regions: America, Europe",
            "Since: 2026-01-31",
            "Whom to ask: ann");
    assertThat(value(now, "areas").get("value").toString()).isEqualTo("[\"us\",\"eu\"]");
    assertThat(value(now, "whom").get("value").asText()).isEqualTo(userId("ann"));
    assertThat(messages(now))
        .contains(
            "Customers hit changed from nothing to 120",
            "Regions changed from nothing to America, Europe");

    JsonNode changed = patch(incident, "{'fields':{'hit':130,'since':null,'whom':'ann'}}");
    assertThat(texts(changed)).contains("Customers hit: 130").doesNotContain("Since: 2026-01-31");
    assertThat(messages(changed))
        .endsWith(
            "Customers hit changed from 120 to 130", "Since changed from 2026-01-31 to nothing");
    assertThat(
            line(changed, "Customers hit changed from 120 to 130")
                .at("/metadata/author_id")
                .asText())
        .isEqualTo(userId("ann"));
    int version = changed.get("version").asInt();
    assertThat(patch(incident, "{'fields':{'hit':130.0}}").get("version").asInt())
        .as("the same value changes nothing")
        .isEqualTo(version);
  }

  @Test
  void everyFaultNamesItsFieldAndWhatToSend() {
    field(
        "{'key':'zone','label':'Region','type':'select','options':[{'id':'eu','label':'Europe'}]}");
    field("{'key':'hit','label':'Customers hit','type':'number'}");
    String incident = incident("faulty");

    Reply refused =
        tryPatch(incident, "{'title':'other','fields':{'zone':'moon','hit':'many','nope':1}}");

    assertProblem(refused, 422);
    assertThat(refused.json().at("/details").toString())
        .contains(
            "/fields/zone: Region must be one of eu",
            "/fields/hit: Customers hit must be a number",
            "/fields/nope: there is no such field; the fields are hit, zone");
    assertThat(get(incident).get("title").asText()).as("all or nothing").isEqualTo("faulty");
    assertProblem(tryPatch(incident, "{'fields':5}"), 422);
  }

  @Test
  void aPersonIsAskedWhenTheyOpenOneAndAMachineIsNot() {
    field("{'key':'tier','label':'Tier','type':'text','required_at':'create'}");
    String body = "{'title':'asked " + ++made + "'}";
    Reply refused = sendAs(ann, "POST", "/api/v1/incidents", body);
    assertProblem(refused, 422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo("/fields/tier");

    Reply opened =
        sendAs(ann, "POST", "/api/v1/incidents", body.replace("}", ",'fields':{'tier':'gold'}}"));
    document.check("POST", "/incidents", opened);
    assertThat(opened.status()).isEqualTo(201);
    assertThat(texts(opened.json())).containsExactly("Tier: gold");
    assertThat(opened.json().get("missing_fields")).isEmpty();

    Reply program = send("POST", "/api/v1/incidents", "{'title':'by a program " + ++made + "'}");
    assertThat(program.status()).as("a token of nobody").isEqualTo(201);
    assertThat(program.json().at("/missing_fields/0/key").asText()).isEqualTo("tier");

    UUID service = core.service("machine " + ++made);
    core.clock.move(Duration.ofSeconds(1)); // The list is by time.
    core.post(Event.firing("tiered", 1, service, core.now()));
    core.follow();
    JsonNode machines = core.get("/api/v1/incidents?missing_fields=true&limit=1").json();
    assertThat(machines.at("/items/0/title").asText()).contains("tiered");
  }

  @Test
  void theSameRequestIsTheSameWithItsFields() {
    field("{'key':'tier','label':'Tier','type':'text'}");
    String body = "{'title':'once " + ++made + "','fields':{'tier':'gold'}}";
    String key = UUID.randomUUID().toString();
    Reply first = sendAs(ann, "POST", "/api/v1/incidents", body, "idempotency-key", key);
    Reply second = sendAs(ann, "POST", "/api/v1/incidents", body, "idempotency-key", key);
    assertThat(second.header("idempotent-replayed")).isEqualTo("true");
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertProblem(
        sendAs(
            ann,
            "POST",
            "/api/v1/incidents",
            body.replace("gold", "silver"),
            "idempotency-key",
            key),
        422);
  }

  @Test
  void aPersonIsAskedWhenTheyResolveUnlessTheySayLater() {
    field("{'key':'why','label':'Why','type':'text','required_at':'resolve'}");
    field("{'key':'hit','label':'Hit','type':'number','required_at':'create'}");
    String first = incident("asked at the end");
    String resolve = "/api/v1/incidents/" + first + "/resolve";

    Reply refused = sendAs(ann, "POST", resolve, "{'message':'done'}");
    assertProblem(refused, 422);
    assertThat(refused.json().at("/details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("/fields/hit", "/fields/why");
    assertThat(refused.json().toString()).contains("or fields_later true to be asked later");
    assertThat(get(first).get("status").asText()).isEqualTo("TRIGGERED");

    Reply resolved =
        sendAs(ann, "POST", resolve, "{'message':'done','fields':{'why':'a disk','hit':3}}");
    document.check("POST", "/incidents/{id}/resolve", resolved);
    assertThat(resolved.json().get("status").asText()).isEqualTo("RESOLVED");
    assertThat(resolved.json().get("missing_fields")).isEmpty();

    String second = incident("asked later");
    JsonNode later =
        sendAs(ann, "POST", "/api/v1/incidents/" + second + "/resolve", "{'fields_later':true}")
            .json();
    assertThat(keys(later.get("missing_fields"))).containsExactly("hit", "why");
    assertThat(listed("missing_fields=true")).contains(second).doesNotContain(first);

    patch(second, "{'fields':{'why':'a cable'}}");
    assertThat(keys(get(second).get("missing_fields"))).containsExactly("hit");
    patch(second, "{'fields':{'hit':0}}");
    assertThat(listed("missing_fields=true")).doesNotContain(second);
  }

  @Test
  void aReopenedIncidentIsAskedAgainAtItsEnd() {
    field("{'key':'why','label':'Why','type':'text','required_at':'resolve'}");
    String incident = incident("again");
    send("POST", "/api/v1/incidents/" + incident + "/resolve", "{}");
    assertThat(keys(get(incident).get("missing_fields"))).as("a program").containsExactly("why");
    send("POST", "/api/v1/incidents/" + incident + "/reopen", "{'message':'not over'}");
    assertThat(get(incident).get("missing_fields")).isEmpty();
    assertProblem(sendAs(ann, "POST", "/api/v1/incidents/" + incident + "/resolve", "{}"), 422);
  }

  @Test
  void ofManyEachIsAskedByItself() {
    field("{'key':'why','label':'Why','type':'text','required_at':'resolve'}");
    String with = incident("with");
    String without = incident("without");
    patch(with, "{'fields':{'why':'known'}}");
    String ids = "'ids':['" + with + "','" + without + "']";

    JsonNode results =
        sendAs(ann, "POST", "/api/v1/incidents/actions", "{'action':'resolve'," + ids + "}").json();
    assertThat(results.at("/items/0/status").asInt()).isEqualTo(200);
    assertThat(results.at("/items/1/status").asInt()).isEqualTo(422);
    assertThat(
            sendAs(
                    ann,
                    "POST",
                    "/api/v1/incidents/actions",
                    "{'action':'resolve','fields_later':true," + ids + "}")
                .json()
                .at("/items/1/status")
                .asInt())
        .isEqualTo(200);
    assertProblem(
        sendAs(
            ann,
            "POST",
            "/api/v1/incidents/actions",
            "{'action':'acknowledge','fields_later':true," + ids + "}"),
        422);
  }

  @Test
  void incidentsAreFoundByTheirValues() {
    field(
        "{'key':'region','label':'Region','type':'multi_select','options':[{'id':'eu','label':'Europe'},"
            + "{'id':'us','label':'America'}]}");
    field("{'key':'hit','label':'Hit','type':'number'}");
    field("{'key':'who','label':'Who','type':'user'}");
    String both = incident("found by both");
    core.clock.move(Duration.ofSeconds(1)); // They are listed by when they were opened.
    String one = incident("found by one");
    patch(both, "{'fields':{'region':['eu','us'],'hit':5.50,'who':'ann'}}");
    patch(one, "{'fields':{'region':['eu'],'hit':6}}");

    assertThat(listed("field=region:eu")).containsExactly(one, both);
    assertThat(listed("field=region:us")).containsExactly(both);
    assertThat(listed("field=hit:5.5")).containsExactly(both);
    assertThat(listed("field=who:ann&field=region:eu")).containsExactly(both);
    assertThat(listed("field=region:eu&field=hit:6&status=TRIGGERED&sort=severity"))
        .containsExactly(one);
    assertThat(listed("field=region:eu&team=Unknown%20/%20Triage&limit=100")).isNotNull();
    assertThat(listed("field=region:moon")).isEmpty();
    assertThat(listed("field=nope:1")).as("a saved filter does not break").isEmpty();
    assertProblem(core.get("/api/v1/incidents?field=region"), 400);

    JsonNode page = core.get("/api/v1/incidents?field=region:eu&limit=1&total=true").json();
    assertThat(page.at("/items/0/id").asText()).isEqualTo(one);
    assertThat(page.at("/total/count").asInt(page.at("/total").asInt())).isEqualTo(2);
    assertThat(listed("field=region:eu&limit=1&cursor=" + page.get("next").asText()))
        .containsExactly(both);
  }

  @Test
  void anArchivedFieldStaysReadableAndComesBack() {
    field("{'key':'old','label':'Old','type':'text','required_at':'resolve'}");
    String incident = incident("archived");
    patch(incident, "{'fields':{'old':'kept'}}");
    assertThat(send("DELETE", FIELDS + "/old", "").status()).isEqualTo(204);

    assertThat(core.get(FIELDS).json().get("items")).isEmpty();
    assertThat(keys(core.get(FIELDS + "?archived=true&limit=100").json().get("items")))
        .contains("old");
    assertThat(value(get(incident), "old").get("is_archived").asBoolean()).isTrue();
    assertThat(listed("field=old:kept")).containsExactly(incident);
    Reply refused = tryPatch(incident, "{'fields':{'old':'other'}}");
    assertProblem(refused, 422);
    assertThat(refused.json().get("detail").asText()).contains("this field was archived");
    assertThat(sendAs(ann, "POST", "/api/v1/incidents/" + incident + "/resolve", "{}").status())
        .as("nobody is asked for it")
        .isEqualTo(200);

    assertProblem(send("POST", FIELDS, "{'key':'old','label':'Old','type':'number'}"), 422);
    JsonNode back = field("{'key':'old','label':'Older','type':'text'}");
    assertThat(back.get("is_archived").asBoolean()).isFalse();
    assertThat(value(get(incident), "old").get("label").asText()).isEqualTo("Older");
  }

  @Test
  void aFieldKeepsItsKeyAndTypeAndItsOptions() {
    JsonNode field =
        field(
            "{'key':'size','label':'Size','type':'select','options':[{'id':'s','label':'Small'},{'id':'l','label':'Large'}]}");
    String incident = incident("options");
    patch(incident, "{'fields':{'size':'l'}}");
    String one = FIELDS + "/size";
    assertProblem(put(one, field, "{'key':'size','label':'Size','type':'text'}"), 422);
    assertProblem(
        put(
            one,
            field,
            "{'key':'other','label':'Size','type':'select','options':[{'id':'s','label':'S'}]}"),
        422);

    Reply changed =
        put(
            one,
            field,
            "{'key':'size','label':'Size','type':'select','options':[{'id':'s','label':'Tiny'}]}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    document.check("PUT", "/incident-fields/{id}", changed);
    assertThat(changed.json().at("/archived_options/0/id").asText()).isEqualTo("l");
    assertThat(texts(get(incident))).containsExactly("Size: Large");
    assertThat(listed("field=size:l")).containsExactly(incident);
    assertProblem(tryPatch(incident, "{'fields':{'size':'x'}}"), 422);
    assertProblem(put(one, field, "{'key':'size','label':'Size','type':'select'}"), 422);
    assertProblem(send("POST", FIELDS, "{'key':'size','label':'S','type':'text'}"), 409);
    assertProblem(send("POST", FIELDS, "{'key':'Bad key','label':'S','type':'colour'}"), 422);
    assertProblem(send("POST", FIELDS, "{'label':'S','type':'text'}"), 422);
    assertProblem(sendAs(ann, "POST", FIELDS, "{'key':'a','label':'A','type':'text'}"), 403);
  }

  @Test
  void exportsHaveAColumnForEachField() {
    field(
        "{'key':'parts','label':'Parts','type':'multi_select','options':[{'id':'a','label':'A'},{'id':'b','label':'B'}]}");
    field("{'key':'sum','label':'=SUM(1)','type':'text'}");
    String incident = incident("exported");
    patch(incident, "{'fields':{'parts':['b','a'],'sum':'=1+1'}}");

    List<String> lines =
        core.get("/api/v1/metrics/export?format=csv").http().body().lines().toList();
    assertThat(lines.getFirst()).endsWith("origin,cause,field.parts,field.sum");
    assertThat(lines.stream().filter(line -> line.contains(incident)))
        .singleElement()
        .asString()
        .as("no formula")
        .endsWith(",\"b; a\",\"'=1+1\"");
    Reply json = core.get("/api/v1/metrics/export");
    document.check("GET", "/metrics/export", json);
    assertThat(json.http().body()).contains("{\"parts\":\"b; a\",\"sum\":\"=1+1\"}");
  }

  @Test
  void thereAreAtMostThirty() {
    for (int i = 0; i < 30; i++) {
      field("{'key':'many-" + i + "','label':'Many','type':'text'}");
    }
    Reply refused = send("POST", FIELDS, "{'key':'many-30','label':'Many','type':'text'}");
    assertProblem(refused, 422);
    assertThat(refused.json().get("detail").asText()).contains("limit of 30 fields reached");
  }

  private static JsonNode field(String json) {
    Reply reply = send("POST", FIELDS, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    document.check("POST", "/incident-fields", reply);
    return reply.json();
  }

  private static Reply put(String path, JsonNode field, String json) {
    return send("PUT", path, json, "if-match", "\"" + field.get("version").asInt() + "\"");
  }

  private static String incident(String title) {
    Reply reply = send("POST", "/api/v1/incidents", "{'title':'" + title + "'}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static JsonNode get(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident);
    document.check("GET", "/incidents/{id}", reply);
    return reply.json();
  }

  private static Reply tryPatch(String incident, String json) {
    String etag = Objects.requireNonNull(core.get("/api/v1/incidents/" + incident).header("etag"));
    return sendAs(ann, "PATCH", "/api/v1/incidents/" + incident, json, "if-match", etag);
  }

  private static JsonNode patch(String incident, String json) {
    Reply reply = tryPatch(incident, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    document.check("PATCH", "/incidents/{id}", reply);
    return reply.json();
  }

  private static Reply send(String method, String path, String json, String... headers) {
    return sendAs(core.token, method, path, json, headers);
  }

  private static Reply sendAs(
      String token, String method, String path, String json, String... headers) {
    return core.send(token, method, path, json.isEmpty() ? null : json.replace('\'', '"'), headers);
  }

  private static List<String> listed(String query) {
    List<String> ids = new ArrayList<>();
    Reply reply = core.get("/api/v1/incidents?" + query);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    reply.json().get("items").forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  private static List<String> texts(JsonNode incident) {
    List<String> texts = new ArrayList<>();
    incident
        .get("fields")
        .forEach(one -> texts.add(one.get("label").asText() + ": " + one.get("text").asText()));
    return texts;
  }

  private static List<String> keys(JsonNode items) {
    List<String> keys = new ArrayList<>();
    items.forEach(one -> keys.add(one.get("key").asText()));
    return keys;
  }

  private static JsonNode value(JsonNode incident, String key) {
    for (JsonNode value : incident.get("fields")) {
      if (value.get("key").asText().equals(key)) {
        return value;
      }
    }
    throw new AssertionError(key);
  }

  private static List<String> messages(JsonNode incident) {
    List<String> messages = new ArrayList<>();
    incident.get("timeline").forEach(line -> messages.add(line.get("message").asText()));
    return messages;
  }

  private static JsonNode line(JsonNode incident, String message) {
    for (JsonNode line : incident.get("timeline")) {
      if (line.get("message").asText().equals(message)) {
        return line;
      }
    }
    throw new AssertionError(message);
  }

  private static String userId(String name) {
    return core.database
        .query("SELECT id FROM user_account WHERE username = '" + name + "'")
        .getFirst();
  }
}
