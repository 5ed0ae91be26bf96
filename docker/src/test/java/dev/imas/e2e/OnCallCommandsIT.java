package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is on call and has no browser at hand: incidents, acknowledgement, who else is on call. */
class OnCallCommandsIT {

  private final RunningCore core = RunningCore.start();

  @AfterEach
  void stop() {
    core.close();
  }

  private record Said(int code, List<String> lines) {}

  private Said imas(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(StartedOnce.imas());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("IMAS_URL", "http://127.0.0.1:" + core.port(), "IMAS_TOKEN", core.token));
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text.lines().filter(OnCallCommandsIT::isOfImas).toList());
  }

  /** The JVM has a word of its own on its class cache and on native libraries. */
  private static boolean isOfImas(String line) {
    return !line.startsWith("WARNING") && !line.startsWith("[");
  }

  private String opened(String title, String severity) {
    return core.post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"severity\":\"%s\",\"service_name\":\"ledger\"}"
                .formatted(title, severity))
        .json()
        .get("short_id")
        .asText();
  }

  @Test
  void incidentsAreListedAndAcknowledgedAndTeamsSayWhoIsOnCall() throws Exception {
    assertThat(imas("incidents").lines).containsExactly("No incident is open.");
    core.post(
        "/api/v1/users",
        "{\"username\":\"ann\",\"email\":\"ann@example.org\",\"role\":\"responder\"}");
    core.post("/api/v1/teams", "{\"name\":\"Treasury & Co\"}");
    core.send(
        core.token,
        "PUT",
        "/api/v1/teams/Treasury%20%26%20Co/stand-ins",
        "{\"current_on_call\":\"ann\"}");
    core.post("/api/v1/services", "{\"name\":\"ledger\",\"owner_team\":\"Treasury & Co\"}");
    String low = opened("Reports are late", "SEV3");
    String high = opened("Payments \\u001b[31mfail", "SEV1");

    List<String> listed = imas("incidents", "--team", "Treasury & Co").lines;
    assertThat(listed).hasSize(2);
    assertThat(listed.getFirst())
        .startsWith("SEV1  TRIGGERED")
        .contains(high, " min ", "ledger", "Payments")
        .doesNotContain("\u001b");
    assertThat(listed.getLast()).startsWith("SEV3").contains(low, "Reports are late");

    Said done = imas("ack", high, "INC-NONE1", "-m", "on it");
    assertThat(done.code).isEqualTo(1);
    assertThat(done.lines).contains(high + " is acknowledged.").hasSize(2);
    assertThat(core.get("/api/v1/incidents/" + high).json().path("status").asText())
        .isEqualTo("ACKNOWLEDGED");
    assertThat(imas("incidents").lines.getFirst()).startsWith("SEV1  ACKNOWLEDGED");

    assertThat(imas("oncall", "Treasury & Co").lines)
        .singleElement()
        .satisfies(line -> assertThat(line).contains("Treasury & Co", "ann (stand-in)"));
    assertThat(imas("oncall").lines).anyMatch(line -> line.contains("ann (stand-in)"));
    assertThat(imas("oncall", "Nobody's").code).isEqualTo(1);
  }

  @Test
  void aTurnIsHandedOverTimersAreListedAndAnAdministratorIsCreated() throws Exception {
    for (String user : List.of("ann", "bea")) {
      core.post(
          "/api/v1/users",
          "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"responder\"}"
              .formatted(user));
    }
    core.post("/api/v1/teams", "{\"name\":\"Treasury\"}");
    core.post(
        "/api/v1/schedules",
        "{\"name\":\"Treasury, primary\",\"team\":\"Treasury\",\"time_zone\":\"UTC\","
            + "\"layers\":[{\"name\":\"main\",\"start\":\"2026-01-05T09:00\",\"every\":\"P1W\","
            + "\"slots\":[[\"ann\"],[\"bea\"]]}]}");
    String before = onCall();

    assertThat(imas("rotate", "Treasury, primary").lines)
        .containsExactly("Treasury, primary: the turn of main has passed on.");
    assertThat(onCall()).isNotEqualTo(before);
    assertThat(core.get("/api/v1/audit").json().findValuesAsText("via")).contains("cli");
    assertThat(imas("rotate", "Nobody's").code).isEqualTo(1);

    assertThat(imas("timer", "list", "--kind", "nonsense").lines)
        .containsExactly("There is no such timer.");
    assertThat(imas("timer", "run", "nonsense:none").code).isEqualTo(1);

    Said made = imas("admin", "create", "carl", "--email", "carl@example.org");
    assertThat(made.code).as("%s", made.lines).isZero();
    assertThat(made.lines.getLast()).startsWith("imas_inv_");
    assertThat(core.get("/api/v1/users/carl").json().get("role").asText())
        .isEqualTo("tenant_admin");
    assertThat(imas("admin", "create", "carl", "--email", "carl@example.org").code).isEqualTo(1);
    assertThat(imas("admin", "create", "dora").code).isEqualTo(2);
  }

  private String onCall() {
    return core.get("/api/v1/on-call?team=Treasury").json().at("/items/0/on_call/users").toString();
  }
}
