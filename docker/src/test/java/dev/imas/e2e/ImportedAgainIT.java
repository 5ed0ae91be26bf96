package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.imports.AlertmanagerImport;
import dev.imas.core.imports.ImportResult;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is imported of an Alertmanager after services were applied, and then once more. */
class ImportedAgainIT {

  private final RunningCore core = RunningCore.start();

  @AfterEach
  void stop() {
    core.close();
  }

  private void services() {
    Reply applied =
        core.post(
            "/api/v1/configuration",
            """
            {"set":"s","documents":[
              {"kind":"team","key":"shop","name":"Shop"},
              {"kind":"service","key":"till","name":"Till","owner_team":"shop"},
              {"kind":"service","key":"cart","name":"Cart","owner_team":"shop"}]}\
            """);
    assertThat(applied.http().statusCode()).as(applied.http().body()).isEqualTo(200);
  }

  /** What {@code imas import} makes of a file whose one receiver has this name. */
  private static String imported(String receiver) {
    ImportResult made =
        AlertmanagerImport.of(
            """
            global: {smtp_smarthost: 'mail.example.org:25', smtp_from: 'am@example.org'}
            route: {receiver: %1$s}
            receivers:
              - name: %1$s
                email_configs: [{to: '%1$s@example.org'}]
            """
                .formatted(receiver),
            path -> path);
    return ((ImportResult.Imported) made)
        .documents().stream().map(JsonNode::toString).collect(Collectors.joining(","));
  }

  private JsonNode imports(String receiver, boolean isTried) {
    Reply applied =
        core.post(
            "/api/v1/configuration",
            "{\"set\":\"alertmanager\",\"prune\":true,\"dry_run\":%s,\"documents\":[%s]}"
                .formatted(isTried, imported(receiver)));
    assertThat(applied.http().statusCode()).as(applied.http().body()).isEqualTo(200);
    return applied.json();
  }

  @Test
  void importSaysWhoseAlertsItTakesAndItsNextRunRetiresWhatHadIncidents() {
    services();

    for (boolean isTried : new boolean[] {true, false}) {
      JsonNode answer = imports("ops", isTried);
      assertThat(answer.findValuesAsText("kind")).as("%s", answer).contains("rule_set");
      assertThat(answer.get("changes").toString())
          .as("dry run: %s", isTried)
          .contains("will take the alerts that name the services Cart, Till by the label service");
    }
    assertThat(imports("ops", true).get("changes")).isEmpty();

    String service =
        core.database.query("SELECT name FROM imas.service WHERE name ILIKE '%ops%'").getFirst();
    Reply incident =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"x\",\"service\":\"%s\",\"severity\":\"SEV1\"}".formatted(service));
    assertThat(incident.http().statusCode()).as(incident.http().body()).isEqualTo(201);

    JsonNode planned = imports("databases", true);
    JsonNode next = imports("databases", false);

    assertThat(next.get("counts")).isEqualTo(planned.get("counts"));
    assertThat(next.at("/counts/retire").asInt()).as("%s", next).isPositive();
    assertThat(core.get("/api/v1/services/" + service).json().get("is_active").asBoolean())
        .isFalse();
    assertThat(imports("databases", false).get("changes")).isEmpty();
  }
}
