package dev.imas.core.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INC-16: tags over the API, and on incidents by hand, by rules and by patterns. */
class TagIT {

  private static final String TAGS = "/api/v1/tags";

  private static RunningCore core;
  private static int made;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply send(String method, String path, String json, String... headers) {
    return core.send(
        core.token, method, path, json.isEmpty() ? null : json.replace('\'', '"'), headers);
  }

  private static JsonNode tag(String json) {
    Reply reply = send("POST", TAGS, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static String name() {
    return "Tag " + ++made;
  }

  private static String incident() {
    Reply reply = send("POST", "/api/v1/incidents", "{'title':'Trouble " + ++made + "'}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static Reply addTo(String incident, String json) {
    return send("POST", "/api/v1/incidents/" + incident + "/tags", json);
  }

  private static List<String> namesOf(JsonNode list) {
    return list.findValuesAsText("name");
  }

  private static List<String> tagsOf(String incident) {
    return namesOf(core.get("/api/v1/incidents/" + incident + "/tags").json().get("items"));
  }

  @Test
  void oneIsCreatedReadReplacedAndDeletedAndTheAuditKnows() {
    String name = name();
    JsonNode first =
        tag("{'name':'" + name + "','color':'#33a791','auto_apply_pattern':'never in a text'}");
    String path = TAGS + "/" + first.get("id").asText();
    assertThat(first.get("color").asText()).isEqualTo("#33A791");
    assertThat(core.get(TAGS + "/" + name.toUpperCase().replace(" ", "%20")).json())
        .isEqualTo(first);

    String changed = "{'name':'" + name + "','is_active':false}";
    assertThat(send("PUT", path, changed).status()).isEqualTo(428);
    Reply replaced = send("PUT", path, changed, "if-match", "\"1\"");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().get("color").asText()).isEqualTo("#6B7280");
    assertThat(replaced.json().get("auto_apply_pattern").isNull()).isTrue();
    assertThat(send("PUT", path, changed, "if-match", "\"1\"").status()).isEqualTo(412);
    assertThat(namesOf(core.get(TAGS + "?active=false&limit=200").json())).contains(name);
    assertThat(namesOf(core.get(TAGS + "?active=true&limit=200").json())).doesNotContain(name);
    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(core.get(path).status()).isEqualTo(404);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_id = '%s'"
                    .formatted(first.get("id").asText())))
        .containsExactlyInAnyOrder("tag.create", "tag.update", "tag.delete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /name is missing",
        "{'name':'a\\nb'} | /name must be on one line",
        "{'name':'x','color':'red'} | /color must be a color such as #6B7280",
        "{'name':'x','auto_apply_pattern':'(a'} | /auto_apply_pattern is no expression: ",
        "{'name':'x','auto_apply_pattern':'(?i)(abcdefgh){30}'} | is too large once expanded",
        "{'name':'x','colour':'#000000'} | /colour is not known here"
      })
  void whatIsWrongIsNamedWithTheMend(String body, String problem) {
    Reply reply = send("POST", TAGS, body);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(422);
    assertThat(reply.json().toString()).contains(problem);
  }

  @Test
  void aNameIsTakenOnceWhateverItsCase() {
    String name = name();
    tag("{'name':'" + name + "'}");
    Reply again = send("POST", TAGS, "{'name':'" + name.toUpperCase() + "'}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").asText()).contains("choose another name");
  }

  @Test
  void taggingByNameMakesTheTagOnceAndTheTimelineSaysWho() {
    String name = name();
    String incident = incident();

    Reply added = addTo(incident, "{'tag_name':'" + name + "'}");
    assertThat(added.status()).as(added.http().body()).isEqualTo(200);
    assertThat(added.header("etag")).isEqualTo("\"2\"");
    JsonNode link = added.json().at("/tags/0");
    assertThat(link.get("name").asText()).isEqualTo(name);
    assertThat(link.get("color").asText()).isEqualTo("#6B7280");
    assertThat(link.get("is_auto_applied").asBoolean()).isFalse();
    assertThat(link.get("added_by").asText()).isNotEqualTo("system").isNotEmpty();
    assertThat(link.get("added_at").asText()).startsWith("20");

    Reply again = addTo(incident, "{'tags':['" + name.toUpperCase() + "','zz " + name + "']}");
    assertThat(namesOf(again.json().get("tags"))).containsExactly(name, "zz " + name);
    assertThat(addTo(incident, "{'tag_name':'" + name + "'}").header("etag"))
        .as("nothing has changed")
        .isEqualTo(again.header("etag"));
    assertThat(
            core.database.count(
                "SELECT count(*) FROM tag WHERE lower(name) = lower('" + name + "')"))
        .isEqualTo(1);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM audit_entry WHERE action = 'tag.create' AND after ->> 'name'"
                    + " = '"
                    + name
                    + "'"))
        .isEqualTo(1);

    Reply removed =
        send("DELETE", "/api/v1/incidents/" + incident + "/tags/" + name.replace(" ", "%20"), "");
    assertThat(namesOf(removed.json().get("tags"))).containsExactly("zz " + name);
    assertThat(
            core.database.query(
                "SELECT type || ' ' || message FROM timeline WHERE incident_id = '%s' AND type LIKE 'TAG%%' ORDER BY seq"
                    .formatted(incident)))
        .containsExactly(
            "TAG_ADDED Tagged " + name,
            "TAG_ADDED Tagged zz " + name,
            "TAG_REMOVED No longer tagged " + name);
  }

  @Test
  void anIncidentIsOpenedWithTagsAndOneThatIsOpenAlreadyGetsThoseThatItHasNot() {
    String first = name();
    String second = name();
    String title = "Trouble " + ++made;
    String with = "{'title':'" + title + "','tags':['%s','%s']}";
    JsonNode opened = reported(with.formatted(first, first.toUpperCase()));
    assertThat(namesOf(opened.get("tags"))).containsExactly(first);
    assertThat(opened.at("/tags/0/is_auto_applied").asBoolean()).isFalse();
    assertThat(opened.get("timeline").findValuesAsText("message"))
        .containsOnlyOnce("Tagged " + first);

    Reply again = send("POST", "/api/v1/incidents", with.formatted(first, second));
    assertThat(again.status()).isEqualTo(200);
    assertThat(namesOf(again.json().get("tags"))).containsExactly(first, second);

    Reply wrong = send("POST", "/api/v1/incidents", "{'title':'Wrong','tags':['fine','a\\nb']}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().toString()).contains("/tags/1: a tag has a name of one line");
    assertThat(core.get("/api/v1/incidents?search=Wrong").json().get("items")).isEmpty();
  }

  /** To open an incident is not to tag it. */
  @Test
  void whoMayOpenIncidentsAloneMayNotTagThem() {
    JsonNode viewer = send("POST", "/api/v1/tokens", "{'name':'opens','role':'viewer'}").json();
    send(
        "POST",
        "/api/v1/grants",
        "{'grantee':'token:"
            + viewer.get("id").asText()
            + "','permission':'incident.create','reason':'reports'}");
    String token = viewer.get("token").asText();
    String path = "/api/v1/incidents";

    assertThat(core.send(token, "POST", path, "{\"title\":\"Mine\"}").status()).isEqualTo(201);
    assertThat(
            core.send(token, "POST", path, "{\"title\":\"My own\",\"tags\":[\"mine\"]}").status())
        .isEqualTo(403);
    assertThat(core.get(path + "?search=My%20own").json().get("items")).isEmpty();
  }

  @Test
  void oneOfTheTwoWaysToNameTagsIsNeeded() {
    String incident = incident();
    assertThat(addTo(incident, "{}").status()).isEqualTo(422);
    assertThat(addTo(incident, "{'tag_name':'a','tags':['b']}").status()).isEqualTo(422);
    Reply bad = addTo(incident, "{'tags':['fine','not\\nfine']}");
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.json().toString()).contains("/tags/1: a tag has a name of one line");
    assertThat(core.get(TAGS + "/fine").status()).as("all or nothing").isEqualTo(404);
    assertThat(addTo(incident, "{'tag_name':'" + java.util.UUID.randomUUID() + "'}").status())
        .as("an id that no tag has is no name")
        .isEqualTo(404);
  }

  @Test
  void anInactiveTagIsAddedToNothingAndOneInUseStays() {
    String name = name();
    JsonNode tag = tag("{'name':'" + name + "'}");
    String incident = incident();
    addTo(incident, "{'tag_name':'" + name + "'}");
    String path = TAGS + "/" + tag.get("id").asText();

    assertThat(send("DELETE", path, "").status()).isEqualTo(409);
    send("PUT", path, "{'name':'" + name + "','is_active':false}", "if-match", "\"1\"");
    Reply refused = addTo(incident(), "{'tag_name':'" + name + "'}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("is inactive");
    assertThat(tagsOf(incident)).containsExactly(name);
  }

  @Test
  void incidentsAreFoundByTheirTagAlsoAmongThoseOfATeam() {
    String name = name();
    String incident = incident();
    addTo(incident, "{'tag_name':'" + name + "'}");

    String of = "/api/v1/incidents?tag=" + name.replace(' ', '+').toLowerCase();
    assertThat(core.get(of).json().get("items").findValuesAsText("id")).contains(incident);
    assertThat(core.get(of).json().get("items")).hasSize(1);
    assertThat(core.get(of + "&team=Operations").json().get("items")).hasSize(1);
    assertThat(core.get(of + "-not").json().get("items")).isEmpty();
  }

  @Test
  void theMostUsedComeFirst() {
    String most = name();
    String less = name();
    IntStream.range(0, 4).forEach(i -> addTo(incident(), "{'tags':['" + most + "']}"));
    IntStream.range(0, 3).forEach(i -> addTo(incident(), "{'tags':['" + less + "']}"));

    JsonNode items = core.get(TAGS + "/popular").json().get("items");

    assertThat(items.size()).isLessThanOrEqualTo(20);
    assertThat(namesOf(items)).startsWith(most, less);
    assertThat(items.at("/0/incidents").asInt()).isEqualTo(4);
  }

  @Test
  void aPatternFitsTitleServiceOrSeverityOfNewIncidents() {
    String byTitle = name();
    String bySeverity = name();
    String off = name();
    String mark = "leak" + ++made;
    tag("{'name':'" + byTitle + "','auto_apply_pattern':'(?i)" + mark + "-\\\\d+'}");
    tag("{'name':'" + bySeverity + "','auto_apply_pattern':'^SEV1_CRITICAL$'}");
    tag("{'name':'" + off + "','auto_apply_pattern':'" + mark + "','is_active':false}");

    JsonNode first =
        Await.until(
            "the pattern to be known",
            () -> reported("{'title':'Disk " + mark.toUpperCase() + "-" + ++made + "'}"),
            incident -> !incident.get("tags").isEmpty());

    assertThat(namesOf(first.get("tags"))).containsExactly(byTitle);
    assertThat(first.at("/tags/0/added_by").asText()).isEqualTo("system");
    assertThat(first.at("/tags/0/is_auto_applied").asBoolean()).isTrue();
    assertThat(first.get("timeline").toString())
        .contains("Tagged " + byTitle + ", since its pattern fits");
    assertThat(namesOf(reported("{'title':'Other " + ++made + "','severity':'SEV1'}").get("tags")))
        .containsExactly(bySeverity);
    tag("{'name':'" + name() + "','auto_apply_pattern':'^Unknown/Triage$'}");
    JsonNode ofService =
        Await.until(
            "the service to be looked at",
            () -> reported("{'title':'Nameless " + ++made + "'}"),
            incident -> !incident.get("tags").isEmpty());
    assertThat(namesOf(ofService.get("tags"))).hasSize(1);
    // So that the incidents of other tests get no tags by themselves.
    core.database.execute("UPDATE tag SET is_active = false WHERE auto_apply_pattern IS NOT NULL");
  }

  private static JsonNode reported(String json) {
    return send("POST", "/api/v1/incidents", json).json();
  }

  @Test
  void ruleGivesTagsByNameAndTemplateAndMakesThoseThatAreNotThere() {
    String off = name();
    tag("{'name':'" + off + "','is_active':false}");
    String there = name();
    tag("{'name':'" + there + "','color':'#112233'}");
    String made = "ruled-" + ++TagIT.made;
    String incident =
        opened(
            "[{'name':'a','tags':['"
                + there.toLowerCase()
                + "','"
                + off
                + "','{{labels.team}}'],'continue':true},"
                + "{'name':'b','tags':['"
                + made
                + "','{{labels.none}}']}]",
            "{\"team\":\"" + "t".repeat(150) + "\"}");

    assertThat(tagsOf(incident)).containsExactlyInAnyOrder(there, made, "t".repeat(99) + "…");
    JsonNode detail = core.get("/api/v1/incidents/" + incident).json();
    assertThat(detail.at("/tags/0/is_auto_applied").asBoolean()).isTrue();
    assertThat(detail.get("timeline").toString())
        .contains("Tagged " + made + ", since a rule that routed its alert names it");
  }

  @Test
  void textsOfAlertsMakeNoTagsWithoutEnd() {
    core.database.execute(
        "INSERT INTO tag (tenant_id, id, name) SELECT '"
            + core.tenant
            + "', uuidv7(), 'many ' || n FROM generate_series(1, 499 - (SELECT count(*) FROM tag))"
            + " AS n");

    String incident =
        opened(
            "[{'name':'a','tags':['{{labels.a}}','{{labels.b}}','many 1']}]",
            "{\"a\":\"aa-new\",\"b\":\"bb-new\"}");

    assertThat(tagsOf(incident)).containsExactly("aa-new", "many 1");
    String byHand = incident();
    assertThat(addTo(byHand, "{'tag_name':'bb-new'}").status()).isEqualTo(200);
    core.database.execute("DELETE FROM tag WHERE name LIKE 'many %' AND name <> 'many 1'");
  }

  /** TEN-03: neither by id nor by name. */
  @Test
  void tagsOfAnotherTenantAreNotThere() {
    String name = name();
    JsonNode tag = tag("{'name':'" + name + "'}");
    String id = tag.get("id").asText();
    String incident = incident();
    addTo(incident, "{'tag_name':'" + name + "'}");
    String stranger = core.tokenOfAnotherTenant("tags-stranger", "read,write,admin");

    assertThat(core.send(stranger, "GET", TAGS + "/" + id, null).status()).isEqualTo(404);
    assertThat(core.send(stranger, "GET", TAGS, null).json().get("items")).isEmpty();
    assertThat(core.send(stranger, "GET", TAGS + "/popular", null).json().get("items")).isEmpty();
    assertThat(core.send(stranger, "GET", "/api/v1/incidents/" + incident + "/tags", null).status())
        .isEqualTo(404);
    assertThat(
            core.send(stranger, "DELETE", "/api/v1/incidents/" + incident + "/tags/" + id, null)
                .status())
        .isEqualTo(404);
    assertThat(core.send(stranger, "GET", "/api/v1/incidents?tag=" + id, null).json().get("items"))
        .isEmpty();
  }

  private static String opened(String rules, String labels) {
    Reply stored = send("POST", "/api/v1/rule-sets", "{'rules':" + rules + "}");
    assertThat(stored.status()).as(stored.http().body()).isEqualTo(201);
    int version = stored.json().get("version").asInt();
    Event alert = Event.firing("Ruled " + ++made, 2, core.triage, core.now()).labelled(labels);
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.of(alert),
        event ->
            new Routing(core.triage, Severity.SEV2_HIGH, event.groupKey(), version, 0, (short) 0));
    core.follow();
    return core.database
        .query("SELECT id FROM incident WHERE group_key = '" + alert.groupKey() + "'")
        .getFirst();
  }
}
