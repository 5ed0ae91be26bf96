package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * G24, G154: the database does not answer any more, and the gate does, if the tenant said what. The
 * network accepts everything and brings nothing back.
 */
class GateInOutageIT {

  private static final String BASE = "/api/v1";
  private static final String QUESTION =
      "{\"service\":\"shop\",\"environment\":\"prod\",\"run\":{\"id\":\"run-1\"}}";

  private final RunningCore core =
      RunningCore.startOverNetwork(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "1s"));
  private final CheckedApi api = new CheckedApi(core);

  @AfterEach
  void stop() {
    core.close();
  }

  private void choose(String word, int version) {
    assertThat(
            core.send(
                    core.token,
                    "PUT",
                    BASE + "/gate/policy",
                    "{\"when_unavailable\":%s}".formatted(word),
                    "if-match",
                    "\"" + version + "\"")
                .status())
        .isEqualTo(200);
  }

  private Reply ask() {
    return core.post(BASE + "/gate", QUESTION);
  }

  private JsonNode answered() {
    Reply reply = api.check("POST", "/gate", ask());
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void policyAnswersAndTheDatabaseDecidesAgainOnceItIsBack() {
    core.service("shop");
    choose("\"deny\"", 1);
    JsonNode before = answered();
    assertThat(before.get("decision").asText()).isEqualTo("allow");
    assertThat(before.get("stored").asBoolean()).isTrue();

    core.network().freeze();
    JsonNode denied = answered();
    assertThat(denied.get("decision").asText()).isEqualTo("deny");
    assertThat(denied.get("stored").asBoolean()).isFalse();
    assertThat(denied.at("/reasons/0/code").asText()).isEqualTo("gate_timeout");
    assertThat(denied.get("retry_after").asInt()).isEqualTo(15);
    assertThat(denied.at("/service/name").asText()).isEqualTo("shop");
    assertThat(denied.at("/service/id").isNull()).isTrue();
    assertThat(core.send("imas_none_of_ours", "POST", BASE + "/gate", QUESTION).status())
        .as("a token that nobody knows")
        .isNotEqualTo(200);

    core.network().thaw();
    Reply again =
        Await.until(
            "the gate to look again",
            Duration.ofSeconds(10),
            this::ask,
            reply -> reply.status() == 200 && reply.json().get("stored").asBoolean());
    assertThat(again.json().get("decision").asText()).isEqualTo("allow");
    assertThat(core.database.count("SELECT count(*) FROM gate_decision WHERE decision = 2"))
        .as("what was not read is not kept")
        .isZero();
  }

  @Test
  void whoeverSaidNothingGetsNoAnswer() {
    core.service("shop");
    answered();
    core.network().freeze();
    Reply refused = ask();
    assertThat(refused.status()).as("the pipeline decides").isEqualTo(503);
  }
}
