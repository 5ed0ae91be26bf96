package dev.imas.core.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INC-20, API-10: impact scopes over the API, and on incidents. */
class ScopeIT {

  private static final String SCOPES = "/api/v1/scopes";

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

  private static JsonNode scope(String json) {
    Reply reply = send("POST", SCOPES, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static String name() {
    return "Scope " + ++made;
  }

  private static JsonNode incident(String more) {
    Reply reply =
        send("POST", "/api/v1/incidents", "{'title':'Trouble " + ++made + "'" + more + "}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static List<String> names(JsonNode incident) {
    List<String> names = new ArrayList<>();
    incident.get("impacted_scope_names").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** TEN-08: a tenant starts with the examples, which tell nobody yet and say so. */
  @Test
  void aTenantStartsWithFourScopesThatNotifyNobodyYet() {
    JsonNode items = core.get(SCOPES).json().get("items");

    assertThat(items.findValuesAsText("name"))
        .contains("Financial Impact", "GDPR/Legal", "Public Relations", "Security Breach");
    JsonNode legal = core.get(SCOPES + "/gdpr%2Flegal").json();
    assertThat(legal.get("legal_clock_hours").isNull()).isTrue();
    assertThat(legal.get("regime").asText()).isEqualTo("gdpr-33");
    assertThat(legal.get("mandatory_notify_email")).isEmpty();
    assertThat(legal.get("actions").asText()).isEqualTo("Document what happened within 72 h");
    assertThat(legal.at("/warnings/0/detail").asText()).startsWith("notifies nobody: ");
  }

  @Test
  void oneIsCreatedReadReplacedAndDeletedAndTheAuditKnows() {
    String name = name();
    JsonNode first =
        scope(
            "{'name':'"
                + name
                + "','mandatory_notify_email':['b@example.org','A@example.org'],'team':'Operations','labels':['data"
                + " = \\\"personal\\\"'],'legal_clock_hours':24}");
    String path = SCOPES + "/" + first.get("id").asText();
    assertThat(first.get("mandatory_notify_email").toString())
        .as("in order")
        .isEqualTo("[\"b@example.org\",\"A@example.org\"]");
    assertThat(first.at("/team/name").asText()).isEqualTo("Operations");
    assertThat(first.at("/labels/0").asText()).isEqualTo("data=\"personal\"");
    assertThat(first.has("warnings")).isFalse();

    String changed = "{'name':'" + name + "','mandatory_notify_email':['c@example.org']}";
    Reply without = send("PUT", path, changed);
    assertThat(without.status()).isEqualTo(428);
    Reply replaced = send("PUT", path, changed, "if-match", "\"1\"");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.header("etag")).isEqualTo("\"2\"");
    assertThat(replaced.json().get("mandatory_notify_email").toString())
        .isEqualTo("[\"c@example.org\"]");
    assertThat(replaced.json().get("team").isNull()).isTrue();
    assertThat(send("PUT", path, changed, "if-match", "\"1\"").status()).isEqualTo(412);
    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(core.get(path).status()).isEqualTo(404);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_id = '%s'"
                    .formatted(first.get("id").asText())))
        .containsExactlyInAnyOrder("scope.create", "scope.update", "scope.delete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /name is missing",
        "{'name':'a\\nb'} | /name must be on one line",
        "{'name':'x','mandatory_notify_email':['dpo']} | /mandatory_notify_email/0 is not an"
            + " e-mail address such as dpo@example.org",
        "{'name':'x','mandatory_notify_email':'dpo@x.org'} | must be a list of at most 20 strings",
        "{'name':'x','mandatory_notify_email':['a@x.org','A@x.org']} |"
            + " /mandatory_notify_email/1 is in the list already; remove it",
        "{'name':'x','labels':['personal']} | /labels/0 is no matcher such as data=\"personal\"",
        "{'name':'x','legal_clock_hours':0} | /legal_clock_hours must be a whole number from 1 to",
        "{'name':'x','legal_clock_hours':1.5} | /legal_clock_hours must be a whole number from 1",
        "{'name':'x','regime':'gdpr'} | /regime must be one of gdpr-33, nis2-23,",
        "{'name':'x','regime':'gdpr-33','legal_clock_hours':72} | /legal_clock_hours is not allowed"
            + " beside a regime",
        "{'name':'x','team':'Nobody'} | /team: there is no team 'Nobody'; create it or name"
            + " another",
        "{'name':'x','adresses':[]} | /adresses is not known here"
      })
  void whatIsWrongIsNamedWithTheMend(String body, String problem) {
    Reply reply = send("POST", SCOPES, body);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(422);
    assertThat(reply.json().toString().replace("\\\"", "\"")).contains(problem);
  }

  @Test
  void aNameIsTakenOnceWhateverItsCase() {
    String name = name();
    scope("{'name':'" + name + "'}");
    Reply again = send("POST", SCOPES, "{'name':'" + name.toUpperCase() + "'}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").asText()).contains("choose another name");
  }

  @Test
  void aTeamThatAScopeNamesStays() {
    String team =
        send("POST", "/api/v1/teams", "{'name':'Sec " + ++made + "'}").json().get("id").asText();
    scope("{'name':'" + name() + "','team':'" + team + "'}");
    Reply gone = send("DELETE", "/api/v1/teams/" + team, "");
    assertThat(gone.status()).isEqualTo(409);
    assertThat(gone.json().get("detail").asText()).contains("impact scopes name the team");
  }

  /** API-04: given when it is reported. */
  @Test
  void anIncidentIsReportedWithItsScopesAndShowsTheLegalDeadline() {
    String legal = name();
    scope("{'name':'" + legal + "','legal_clock_hours':72}");
    Instant detected = core.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    JsonNode incident =
        incident(
            ",'impacted_scopes':['"
                + legal
                + "','Public Relations'],'detected_at':'"
                + detected
                + "'");

    assertThat(names(incident)).containsExactly("Public Relations", legal);
    assertThat(incident.at("/impacted_scopes/1/legal_deadline_at").asText())
        .isEqualTo(detected.plus(Duration.ofHours(72)).toString());
    assertThat(incident.at("/impacted_scopes/0/legal_deadline_at").isNull()).isTrue();
    String id = incident.get("id").asText();
    assertThat(
            core.get("/api/v1/incidents?scope=" + legal.replace(' ', '+').toLowerCase())
                .json()
                .get("items")
                .findValuesAsText("short_id"))
        .containsExactly(incident.get("short_id").asText());
    assertThat(
            core.database.query(
                "SELECT message FROM timeline WHERE incident_id = '%s' AND type = 'SCOPE_ADDED' ORDER BY seq"
                    .formatted(id)))
        .containsExactly(
            "Concerns " + legal + " (legal deadline " + detected.plus(Duration.ofHours(72)) + ")",
            "Concerns Public Relations: Prepare what customers are told");
  }

  @Test
  void anUnknownOrInactiveScopeIsRefusedByItsPlace() {
    String off = name();
    scope("{'name':'" + off + "','is_active':false}");
    Reply reply =
        send(
            "POST",
            "/api/v1/incidents",
            "{'title':'Trouble','impacted_scopes':['GDPR/Legal','" + off + "','Nothing']}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().toString())
        .contains(
            "/impacted_scopes/1: the impact scope '" + off + "' is inactive; leave it out",
            "/impacted_scopes/2: there is no impact scope 'Nothing'; create it or name another")
        .doesNotContain("/impacted_scopes/0");
  }

  @Test
  void reportedAgainWithAnotherScopeItGetsThatOneToo() {
    JsonNode first = incident(",'impacted_scopes':['GDPR/Legal']");
    Reply again =
        send(
            "POST",
            "/api/v1/incidents",
            "{'title':'"
                + first.get("title").asText()
                + "','impacted_scopes':['GDPR/Legal','Financial Impact']}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id")).isEqualTo(first.get("id"));
    assertThat(names(again.json())).containsExactly("Financial Impact", "GDPR/Legal");
  }

  /** ING-36: changed later. */
  @Test
  void aScopeIsAddedOnceAndRemovedOnce() {
    JsonNode incident = incident("");
    String path = "/api/v1/incidents/" + incident.get("short_id").asText() + "/scopes/";

    Reply added = send("PUT", path + "gdpr%2FLEGAL", "");
    assertThat(added.status()).as(added.http().body()).isEqualTo(200);
    assertThat(names(added.json())).containsExactly("GDPR/Legal");
    assertThat(added.header("etag")).isEqualTo("\"2\"");
    assertThat(send("PUT", path + "GDPR%2FLegal", "").header("etag"))
        .as("nothing has changed")
        .isEqualTo("\"2\"");
    Reply removed = send("DELETE", path + "GDPR%2FLegal", "");
    assertThat(removed.status()).isEqualTo(200);
    assertThat(names(removed.json())).isEmpty();
    assertThat(send("DELETE", path + "GDPR%2FLegal", "").header("etag")).isEqualTo("\"3\"");
    assertThat(send("PUT", path + "Nothing", "").status()).isEqualTo(404);
    assertThat(
            core.database.query(
                "SELECT type || ' ' || message FROM timeline WHERE incident_id = '%s' AND type LIKE 'SCOPE%%' ORDER BY seq"
                    .formatted(incident.get("id").asText())))
        .containsExactly(
            "SCOPE_ADDED Concerns GDPR/Legal: Document what happened within 72 h (must be reported"
                + " by GDPR Art. 33)",
            "SCOPE_REMOVED No longer concerns GDPR/Legal");
  }

  @Test
  void aScopeThatIncidentsHaveIsMadeInactiveNotDeletedAndIsAddedToNoOther() {
    JsonNode scope = scope("{'name':'" + name() + "'}");
    JsonNode incident = incident(",'impacted_scopes':['" + scope.get("id").asText() + "']");
    String path = SCOPES + "/" + scope.get("id").asText();
    Reply gone = send("DELETE", path, "");
    assertThat(gone.status()).isEqualTo(409);
    assertThat(gone.json().get("detail").asText()).contains("set is_active to false instead");

    String name = scope.get("name").asText();
    send("PUT", path, "{'name':'" + name + "','is_active':false}", "if-match", "\"1\"");
    String other = incident("").get("id").asText();
    Reply refused =
        send("PUT", "/api/v1/incidents/" + other + "/scopes/" + scope.get("id").asText(), "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("is inactive");
    assertThat(names(core.get("/api/v1/incidents/" + incident.get("id").asText()).json()))
        .as("it still says what it concerned")
        .containsExactly(name);
  }

  /** ING-36: rules may add scopes automatically from labels. */
  @Test
  void anAlertWhoseLabelsFitOpensItsIncidentWithTheScope() {
    String name = name();
    String mark = "leak" + made;
    scope("{'name':'" + name + "','labels':['alertname=~\\\"" + mark + ".*\\\"']}");

    List<String> first =
        Await.until(
            "the labels to be known",
            () -> scopesAfter(mark + "-" + ++made),
            names -> !names.isEmpty());

    assertThat(first).containsExactly(name);
    assertThat(scopesAfter("other-" + ++made)).isEmpty();
    assertThat(scopesAfter(mark + "-" + ++made)).containsExactly(name);
  }

  private static List<String> scopesAfter(String alert) {
    core.post(Event.firing(alert, 3, core.triage, core.now()));
    core.follow();
    return core.database.query(
        """
        SELECT s.name FROM incident i
          JOIN incident_scope x ON x.incident_id = i.id JOIN impact_scope s ON s.id = x.scope_id
         WHERE i.title LIKE '%%%1$s%%' OR i.group_key LIKE '%%"%1$s"%%'\
        """
            .formatted(alert));
  }
}
