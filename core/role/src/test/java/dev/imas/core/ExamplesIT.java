package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The examples of the document work as they show. */
class ExamplesIT {

  private static final String CONTENT = "/content/application~1json";

  /**
   * In an order in which each has what it needs: the set-up of a tenant, then its first incident.
   */
  private static final List<String> IN_ORDER =
      List.of(
          "POST /teams",
          "PUT /teams/{id}",
          "POST /teams/{team}/contacts",
          "PUT /teams/{team}/contacts/{id}",
          "PUT /fallback",
          "POST /services",
          "PUT /services/{id}",
          "POST /providers",
          "PUT /providers/{id}",
          "POST /sources",
          "PUT /sources/{id}",
          "POST /sources/{id}/keys",
          "POST /users",
          "PUT /users/{id}",
          "POST /users/{user}/contacts",
          "PUT /users/{user}/contacts/{id}",
          "PUT /users/{id}/notification-rules",
          "PUT /notification-matrix",
          "PUT /delivery-policy",
          "PUT /verification-settings",
          "PUT /teams/{team}/members/{user}",
          "POST /rule-sets",
          "POST /service-accounts",
          "PUT /service-accounts/{id}",
          "POST /tokens",
          "POST /grants",
          "POST /holiday-calendars",
          "PUT /holiday-calendars/{id}",
          "POST /schedules",
          "PUT /schedules/{id}",
          "POST /schedules/{id}/preview",
          "POST /schedules/{id}/rotate",
          "POST /schedules/{schedule}/swaps",
          "POST /schedules/{schedule}/overrides",
          "POST /schedules/{schedule}/overrides/import",
          "POST /absences",
          "PUT /teams/{team}/stand-ins",
          "PUT /on-call/default",
          "POST /calendar-feeds",
          "POST /escalation-policies",
          "PUT /escalation-policies/{id}",
          "POST /escalation-policies/{id}/dry-run",
          "POST /escalation-policies/dry-run",
          "POST /silences",
          "POST /silences/preview",
          "POST /inhibit-rules",
          "PUT /inhibit-rules/{id}",
          "POST /time-intervals",
          "PUT /time-intervals/{id}",
          "POST /webhooks/outgoing/register",
          "PUT /webhooks/outgoing/{id}",
          "POST /drills",
          "POST /incidents",
          "PATCH /incidents/{id}",
          "POST /incidents/{id}/acknowledge",
          "POST /incidents/{id}/unacknowledge",
          "POST /incidents/{id}/mitigate",
          "POST /incidents/{id}/comments",
          "POST /incidents/{id}/resolve",
          "POST /incidents/{id}/reopen",
          "POST /incidents/actions",
          "POST /deliveries/replay",
          "POST /dead-letters/replay");

  private final ApiDocument document = new ApiDocument();

  private JsonNode operation(String name) {
    String[] parts = name.split(" ");
    return document.root.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
  }

  private List<String> operations() {
    return document.operations().stream().map(o -> o.substring(0, o.lastIndexOf(' '))).toList();
  }

  @Test
  void everyRequestBodyHasAnExampleThatFits() {
    List<String> faults = new ArrayList<>();
    List<String> withBodies = new ArrayList<>();
    for (String name : operations()) {
      JsonNode body = operation(name).path("requestBody").at(CONTENT);
      if (!body.isMissingNode()) {
        withBodies.add(name);
        faults.addAll(faults(name, body.get("schema"), body.path("example")));
      }
    }
    assertThat(faults).isEmpty();
    assertThat(withBodies).containsAll(IN_ORDER);
  }

  /** Those that a feature's file leaves out are made of the examples of its schemas. */
  @Test
  void everyAnswerHasAnExampleThatFits() {
    List<String> faults = new ArrayList<>();
    int shown = 0;
    for (String name : operations()) {
      for (var answer : operation(name).get("responses").properties()) {
        JsonNode content = answer.getValue().at(CONTENT);
        if (!content.isMissingNode()) {
          shown++;
          faults.addAll(
              faults(name + " " + answer.getKey(), content.get("schema"), content.path("example")));
        }
      }
    }
    JsonNode problem = document.root.at("/components/responses/Problem/content").iterator().next();
    faults.addAll(faults("problem", problem.get("schema"), problem.path("example")));
    assertThat(faults).isEmpty();
    assertThat(shown).isGreaterThan(300);
  }

  private List<String> faults(String where, JsonNode schema, JsonNode example) {
    if (example.isMissingNode()) {
      return List.of(where + " has no example");
    }
    return document.faults(schema, example).stream().map(f -> where + ": " + f).toList();
  }

  @Test
  void examplesOfBodiesAreTakenOneAfterTheOther() {
    try (RunningCore core = RunningCore.start()) {
      takeAll(core, example -> example);
    }
  }

  /** Letters that turn the order of what follows, or that nobody sees: see ShownText. */
  @Test
  void whatPeopleReadIsStoredWithoutLettersThatShowAnotherText() {
    try (RunningCore core = RunningCore.start()) {
      takeAll(core, ExamplesIT::misleading);
      List<String> found = new ArrayList<>();
      for (String column :
          core.database.query(
              "SELECT table_name || '.' || column_name FROM information_schema.columns"
                  + " WHERE table_schema = 'imas' AND data_type IN ('text', 'jsonb', 'ARRAY')")) {
        String[] at = column.split("\\.");
        long rows =
            core.database.count(
                "SELECT count(*) FROM %s WHERE \"%s\"::text ~ '\u202e|\u200b|\\\\u20(2e|0b)'"
                    .formatted(at[0], at[1]));
        if (rows > 0) {
          found.add(column);
        }
      }
      assertThat(found).isEmpty();

      String shown = "שלום العربية 👩\u200d👩\u200d👧 می\u200cخواهم";
      Reply made = core.post("/api/v1/tags", "{\"name\":\"" + shown + "\"}");
      assertThat(made.json().path("name").asText()).as("%s", made.json()).isEqualTo(shown);
    }
  }

  private static final Set<String> SHOWN =
      Set.of(
          "name",
          "title",
          "description",
          "comment",
          "message",
          "summary",
          "reason",
          "note",
          "why",
          "first_name",
          "last_name");

  /** What labels are matched with is compared as it was posted. */
  private static final Set<String> COMPARED =
      Set.of("matchers", "labels", "match", "equal", "config");

  /** The same body, with such letters in all texts that people read. */
  private static JsonNode misleading(JsonNode example) {
    JsonNode copy = example.deepCopy();
    mislead(copy);
    return copy;
  }

  private static void mislead(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
        String text = member.getValue().textValue();
        if (text != null && SHOWN.contains(member.getKey()) && !text.isEmpty()) {
          object.put(member.getKey(), text.charAt(0) + "\u202e" + text.substring(1) + "\u200b");
        } else if (!COMPARED.contains(member.getKey())) {
          mislead(member.getValue());
        }
      }
    } else if (node.isArray()) {
      node.forEach(ExamplesIT::mislead);
    }
  }

  private void takeAll(RunningCore core, UnaryOperator<JsonNode> writing) {
    for (String user : List.of("alice", "bob")) {
      core.database.execute(
          "INSERT INTO user_account (tenant_id, id, username, email, role)"
              + " VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
                  .formatted(core.tenant, user, user));
    }
    String incident = "";
    for (String name : IN_ORDER) {
      String[] parts = name.split(" ");
      JsonNode example =
          writing.apply(operation(name).path("requestBody").at(CONTENT + "/example"));
      Reply done =
          core.send(
              core.token,
              parts[0],
              "/api/v1" + path(parts[1], incident),
              example.toString(),
              ifMatch(operation(name)));
      assertThat(done.status()).as("%s: %s", name, done.json()).isIn(200, 201);
      document.check(parts[0], parts[1], done);
      if (name.equals("POST /incidents")) {
        incident = done.json().get("short_id").asText();
      }
    }
  }

  /** Where it is required, what was just made is changed. */
  private static String[] ifMatch(JsonNode operation) {
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("$ref").asText().endsWith("/if-match")) {
        return new String[] {"if-match", "\"1\""};
      }
    }
    return new String[0];
  }

  private static String path(String path, String incident) {
    return path.replace("/teams/{id}", "/teams/Payments")
        .replace("{team}/contacts/{id}", "Payments/contacts/On%20call")
        .replace("{user}/contacts/{id}", "ada/contacts/Phone")
        .replace("{team}", "Payments")
        .replace("/users/{id}", "/users/ada")
        .replace("{user}", "ada")
        .replace("/services/{id}", "/services/checkout-api")
        .replace("/providers/{id}", "/providers/ntfy%20on%20our%20own%20server")
        .replace("/webhooks/outgoing/{id}", "/webhooks/outgoing/Status%20page")
        .replace("/service-accounts/{id}", "/service-accounts/deployer")
        .replace("/sources/{id}", "/sources/Prometheus%20eu-1")
        .replace("/escalation-policies/{id}", "/escalation-policies/Payments%20at%20night")
        .replace("/schedules/{id}", "/schedules/Payments,%20primary")
        .replace("/holiday-calendars/{id}", "/holiday-calendars/France")
        .replace("/inhibit-rules/{id}", "/inhibit-rules/A%20dead%20node%20hides%20its%20services")
        .replace("/time-intervals/{id}", "/time-intervals/Nights%20and%20weekends")
        .replace("{schedule}", "Payments,%20primary")
        .replace("/incidents/{id}", "/incidents/" + incident);
  }
}
