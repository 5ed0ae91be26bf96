package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NTF-15: templates of a tenant over the API, with versions, preview and limits. */
class MessageTemplatesIT {

  private static final String PATH = "/message-templates/{language}/{kind}/{form}";
  private static final String TITLE = "/message-templates/en/incident/title";

  private final RunningCore core = RunningCore.start();
  private final CheckedApi api = new CheckedApi(core);

  @AfterEach
  void stop() {
    core.close();
  }

  private Reply get(String path, String operation) {
    return api.check("GET", operation, core.get("/api/v1" + path));
  }

  private Reply put(String path, String source, int version) {
    return send("PUT", path, Json.write(Map.of("source", source)), version);
  }

  private Reply send(String method, String path, String json, int version) {
    return core.send(core.token, method, "/api/v1" + path, json, "if-match", "\"" + version + "\"");
  }

  private JsonNode preview(String path, Map<String, ?> body) {
    Reply reply = core.send(core.token, "POST", "/api/v1" + path + "/preview", Json.write(body));
    return api.check("POST", PATH + "/preview", reply).json();
  }

  private JsonNode audit(String action) {
    return core.get("/api/v1/audit?action=" + action).json().get("items");
  }

  @Test
  void eachChangeIsAVersionThatCanBeReadAndUsedAgain() {
    JsonNode shipped = get(TITLE, PATH).json();
    assertThat(shipped.get("origin").asText()).isEqualTo("shipped");
    assertThat(shipped.get("version").asInt()).isZero();
    assertThat(shipped.get("source").asText()).contains("{{severity}}");

    Reply first = api.check("PUT", PATH, put(TITLE, "one {{title}}", 0));
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("etag")).isEqualTo("\"1\"");
    assertThat(put(TITLE, "two {{title}}", 0).status()).isEqualTo(412);
    assertThat(put(TITLE, "two {{title}}", 1).json().get("version").asInt()).isEqualTo(2);

    Reply back =
        api.check("POST", PATH + "/revert", send("POST", TITLE + "/revert", "{\"version\":1}", 2));
    assertThat(back.json().get("source").asText()).isEqualTo("one {{title}}");
    assertThat(back.json().get("version").asInt()).isEqualTo(3);
    assertProblem(send("POST", TITLE + "/revert", "{\"version\":9}", 3), 422);

    assertThat(core.send(core.token, "DELETE", "/api/v1" + TITLE, null).status()).isEqualTo(204);
    JsonNode after = get(TITLE, PATH).json();
    assertThat(after.get("origin").asText()).isEqualTo("shipped");
    assertThat(after.get("version").asInt()).isEqualTo(4);
    assertProblem(core.send(core.token, "DELETE", "/api/v1" + TITLE, null), 404);

    JsonNode versions = get(TITLE + "/versions", PATH + "/versions").json().get("items");
    assertThat(versions.findValuesAsText("version")).containsExactly("4", "3", "2", "1");
    assertThat(versions.get(0).get("source").isNull()).isTrue();
    assertThat(versions.get(2).get("source").asText()).isEqualTo("two {{title}}");
    assertThat(audit("message_template.update")).hasSize(3);
    assertThat(audit("message_template.delete")).hasSize(1);
  }

  @Test
  void theListNamesKindsFormsLanguagesAndOnesOwn() {
    put("/message-templates/de/incident.resolved/sms", "Vorbei: {{title}}", 0);
    JsonNode list = get("/message-templates", "/message-templates").json();
    assertThat(list.get("languages").toString()).isEqualTo("[\"en\",\"fr\"]");
    assertThat(list.get("kinds").findValuesAsText("name"))
        .contains("incident", "incident.resolved", "contact.verification", "notice");
    assertThat(list.get("forms").findValuesAsText("name"))
        .containsExactly("title", "text", "facts", "mail_subject", "mail_text", "mail_html", "sms");
    assertThat(list.get("own")).hasSize(1);
    assertThat(list.at("/own/0/language").asText()).isEqualTo("de");
    assertThat(
            get("/message-templates/variables", "/message-templates/variables")
                .json()
                .get("items")
                .findValuesAsText("name"))
        .contains("title", "runbook_url", "label_list", "facts");
  }

  @Test
  void whatIsWrongInATemplateIsNamedWithItsMend() {
    Reply typo = put(TITLE, "{{titel}}", 0);
    assertProblem(typo, 422);
    assertThat(typo.json().toString()).contains("/source", "'titel'", "did you mean title?");
    assertThat(put(TITLE, "{{{title}}}", 0).json().toString()).contains("every value is escaped");
    assertThat(put(TITLE, "{{> other}}", 0).json().toString()).contains("cannot use another one");
    assertProblem(put(TITLE, "x".repeat(1_001), 0), 422);
    assertProblem(put(TITLE, " ", 0), 422);
    assertProblem(put("/message-templates/en/incident/colour", "x", 0), 404);
    assertProblem(put("/message-templates/en/nothing/title", "x", 0), 404);
    assertProblem(put("/message-templates/English/incident/title", "x", 0), 404);
    assertProblem(core.send(core.token, "PUT", "/api/v1" + TITLE, "{\"source\":\"x\"}"), 428);
    assertThat(get(TITLE, PATH).json().get("version").asInt()).isZero();
  }

  @Test
  void aDraftIsTriedOnASampleAndOnAnIncidentAndNothingIsStored() {
    JsonNode sample = preview(TITLE, Map.of("source", "{{service}}: {{title}}"));
    assertThat(sample.get("text").asText())
        .isEqualTo("Orders: DatabaseDown: orders-db does not answer");
    assertThat(sample.get("length").asInt()).isEqualTo(sample.get("text").asText().length());
    assertThat(
            preview("/message-templates/fr/contact.verification/sms", Map.of())
                .get("text")
                .asText())
        .isEqualTo("Votre code IMAS est 012345. Ne le donnez à personne.");
    JsonNode blank = preview(TITLE, Map.of("source", "{{#is_test}}x{{/is_test}}"));
    assertThat(blank.get("text").asText()).startsWith("🟠 SEV2 INC-SAMPLE");
    assertThat(blank.get("faults").get(0).asText()).contains("it says nothing");

    String id =
        core.post("/api/v1/incidents", "{\"title\":\"Paper jam <b>\",\"severity\":\"SEV1\"}")
            .json()
            .get("id")
            .asText();
    assertThat(
            preview(
                    "/message-templates/en/incident/mail_html",
                    Map.of("source", "<p>{{severity}} {{title}}</p>", "incident", id))
                .get("text")
                .asText())
        .isEqualTo("<p>SEV1 Paper jam &lt;b&gt;</p>");
    assertProblem(
        core.send(
            core.token, "POST", "/api/v1" + TITLE + "/preview", "{\"incident\":\"INC-NONE\"}"),
        422);
    assertThat(get(TITLE, PATH).json().get("version").asInt()).isZero();
  }

  @Test
  void theLanguageOfTheTenantIsEnglishUntilItIsSet() {
    assertThat(get("/message-language", "/message-language").json().get("language").asText())
        .isEqualTo("en");
    Reply set =
        api.check(
            "PUT",
            "/message-language",
            send("PUT", "/message-language", "{\"language\":\"fr\"}", 1));
    assertThat(set.json().get("version").asInt()).isEqualTo(2);
    assertProblem(send("PUT", "/message-language", "{\"language\":\"fr\"}", 1), 412);
    assertProblem(send("PUT", "/message-language", "{\"language\":\"French\"}", 2), 422);
    assertThat(audit("message_language.update")).hasSize(1);
  }

  /** The old ones are of use for a while, and do not fill the database. */
  @Test
  void fiftyVersionsAreKept() {
    for (int i = 0; i < 53; i++) {
      put(TITLE, "v" + i + " {{title}}", i);
    }
    JsonNode versions = get(TITLE + "/versions", PATH + "/versions").json().get("items");
    assertThat(versions).hasSize(50);
    assertThat(versions.get(49).get("version").asInt()).isEqualTo(4);
  }
}
