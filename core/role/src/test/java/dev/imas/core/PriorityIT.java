package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Priority is the severity by another name (INC-06): in bodies, in filters and in answers. */
class PriorityIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void itIsReadAndWrittenWhereTheSeverityIs() {
    String service = core.service("tickets").toString();
    JsonNode made =
        api.post(
                "/incidents",
                "{\"title\":\"by priority\",\"service\":\"%s\",\"priority\":\"P2\"}"
                    .formatted(service))
            .json();
    assertThat(made.get("severity").asText()).isEqualTo("SEV2_HIGH");
    assertThat(made.get("priority").asText()).isEqualTo("P2");

    JsonNode raised = edit(made, "{\"priority\":\"p1\"}", 200).json();
    assertThat(raised.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(count("priority=P1")).isEqualTo(1);
    assertThat(count("priority=P2,P4")).isZero();
    assertThat(
            core.get("/api/v1/incidents/facets?priority=P1").json().at("/facets/0/values/0/count"))
        .hasToString("1");
  }

  @Test
  void bothAtOnceAreRefused() {
    String service = core.service("both").toString();
    Reply both =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"both\",\"service\":\"%s\",\"priority\":\"P2\",\"severity\":\"SEV2\"}"
                .formatted(service));
    assertThat(both.status()).isEqualTo(422);
    assertThat(both.json().at("/details/~1priority/0").asText()).contains("send only one of them");
    assertThat(core.get("/api/v1/incidents?priority=P1&severity=SEV2").status()).isEqualTo(400);
    JsonNode made =
        api.post("/incidents", "{\"title\":\"null\",\"service\":\"" + service + "\"}").json();
    assertThat(edit(made, "{\"priority\":null}", 422).json().at("/details/~1priority/0").asText())
        .contains("must not be null");
    assertThat(edit(made, "{\"priority\":\"P7\"}", 422).json().at("/details/~1priority/0").asText())
        .contains("use SEV1 to SEV4 or P1 to P4");
  }

  private static int count(String filter) {
    return core.get("/api/v1/incidents?" + filter).json().get("items").size();
  }

  private static Reply edit(JsonNode incident, String patch, int status) {
    Reply reply =
        api.check(
            "PATCH",
            "/incidents/{id}",
            core.send(
                core.token,
                "PATCH",
                "/api/v1/incidents/" + incident.get("id").asText(),
                patch,
                "if-match",
                "\"" + incident.get("version").asText() + "\""));
    assertThat(reply.status()).isEqualTo(status);
    return reply;
  }
}
