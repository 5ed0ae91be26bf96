package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** G34: what deliveries should be is a tenant's own. */
class DoraSettingsIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply put(String json, int version) {
    return api.check(
        "PUT",
        "/dora/settings",
        core.send(
            core.token,
            "PUT",
            "/api/v1/dora/settings",
            json.replace('\'', '"'),
            "if-match",
            "\"" + version + "\""));
  }

  private static List<String> targets() {
    List<String> targets = new ArrayList<>();
    for (JsonNode one : api.check("GET", "/dora", core.get("/api/v1/dora")).json().get("targets")) {
      targets.add(one.get("metric").asText() + " " + one.get("value").asDouble());
    }
    return targets;
  }

  @Test
  void nullIsNoTargetAndWhatIsLeftOutIsAsUsual() {
    assertThat(targets())
        .containsExactly(
            "frequency 5.0", "lead_time 604800.0", "change_fail_rate 0.15", "recovery_time 3600.0");
    Reply set = put("{'deployments_per_week':0.5,'change_fail_rate':null}", 1);
    assertThat(set.status()).as("%s", set.http().body()).isEqualTo(200);
    assertThat(targets())
        .containsExactly("frequency 0.5", "lead_time 604800.0", "recovery_time 3600.0");
    assertThat(put("{}", 1).status()).as("another version").isEqualTo(412);
    for (String wrong :
        List.of(
            "{'deployments_per_week':0}",
            "{'deployments_per_week':'5'}",
            "{'deployments_per_week':0.001}",
            "{'change_fail_rate':15}",
            "{'lead_time_seconds':1.5}",
            "{'recovery_time_seconds':59}")) {
      assertProblem(put(wrong, 2), 422);
    }
    assertThat(put("{}", 2).status()).isEqualTo(200);
    assertThat(targets()).hasSize(4);
  }
}
