package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an operator sees of the subscriptions of Amazon SNS to a source. */
class SnsSubscriptionIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String source(String name) {
    return api.send("/sources", "{\"name\":\"" + name + "\",\"type\":\"ANY\"}")
        .json()
        .get("id")
        .asText();
  }

  private static Reply changed(String path, String json) {
    return core.send(core.token, "PUT", path, json, "if-match", "\"1\"");
  }

  private static JsonNode shown(String source) {
    return api.check(
            "GET",
            "/sources/{id}/subscriptions",
            core.get("/api/v1/sources/" + source + "/subscriptions"))
        .json();
  }

  private static void subscription(String source, String topic, String state, String more) {
    core.database.execute(
        """
        INSERT INTO sns_subscription (tenant_id, source_id, topic, message_id, told_at, state, confirm_url, changed_at, attempts,
                                      error)
        VALUES ('%s', '%s', '%s', 'm1', now(), '%s', 'https://sns.eu-west-1.amazonaws.com/?Token=t', now(), %s)\
        """
            .formatted(core.tenant, source, topic, state, more));
  }

  @Test
  void subscriptionsAndCertificatesAreShownWithTheirLastErrors() {
    String source = source("seen");
    assertThat(shown(source).get("items")).isEmpty();
    subscription(source, TOPIC, "held", "0, NULL");
    subscription(source, TOPIC + "2", "pending", "3, 'HTTP 503'");
    core.database.execute(
        """
        INSERT INTO sns_certificate (tenant_id, url, asked_at, due_at, attempts, error)
        VALUES ('%s', 'https://sns.eu-west-1.amazonaws.com/a.pem', now(), now(), 2, 'HTTP 404')\
        """
            .formatted(core.tenant));

    JsonNode shown = shown(source);

    assertThat(shown.at("/items/0/state").asText()).isEqualTo("held");
    assertThat(shown.at("/items/0/confirm_url").asText()).contains("Token");
    assertThat(shown.at("/items/1/error").asText()).isEqualTo("HTTP 503");
    assertThat(shown.at("/items/1/attempts").asInt()).isEqualTo(3);
    assertThat(shown.at("/items/1").has("confirm_url")).as("a notifier opens it").isFalse();
    assertThat(shown.at("/certificates/0/is_there").asBoolean()).isFalse();
    assertThat(shown.at("/certificates/0/error").asText()).isEqualTo("HTTP 404");
    assertThat(shown(source("another")).get("items")).isEmpty();
    assertThat(core.send(core.token, "DELETE", "/api/v1/sources/" + source, null).status())
        .isEqualTo(204);
    assertThat(core.database.count("SELECT count(*) FROM sns_subscription")).isZero();
  }

  @Test
  void onlySourcesOfItsTypeNameTopics() {
    Reply refused =
        core.post(
            "/api/v1/sources",
            "{\"name\":\"any\",\"type\":\"ANY\",\"config\":{\"sns\":{\"topics\":[\""
                + TOPIC
                + "\"]}}}");
    assertProblem(refused, 422);
    assertThat(refused.json().get("details").get("/config/sns").toString())
        .contains("is for sources of type AWS_SNS alone");
  }

  /** SNS signs by itself, and cannot sign with a secret: such a source would take nothing. */
  @Test
  void aSigningSecretBesideTopicsIsRefusedByItsName() {
    String config = "\"config\":{\"sns\":{\"topics\":[\"" + TOPIC + "\"]}}";
    Reply both =
        core.post(
            "/api/v1/sources",
            "{\"name\":\"both\",\"type\":\"AWS_SNS\",\"signing_secret\":\"s\"," + config + "}");
    assertProblem(both, 422);
    assertThat(both.json().get("details").get("/signing_secret").toString())
        .contains("must not be set where config.sns is");

    JsonNode secret =
        api.send("/sources", "{\"name\":\"secret\",\"type\":\"AWS_SNS\",\"signing_secret\":\"s\"}")
            .json();
    String path = "/api/v1/sources/" + secret.get("id").asText();
    String kept = "{\"name\":\"secret\",\"type\":\"AWS_SNS\"," + config;
    Reply stored = changed(path, kept + "}");
    assertProblem(stored, 422);
    assertThat(stored.json().get("details").get("/signing_secret").toString())
        .contains("The stored signing_secret must not be set");
    Reply removed = changed(path, kept + ",\"signing_secret\":null}");
    assertThat(removed.status()).as("%s", removed.json()).isEqualTo(200);
  }
}
