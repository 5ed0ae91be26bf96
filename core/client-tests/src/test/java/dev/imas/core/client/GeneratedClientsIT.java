package dev.imas.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.client.ClientCalls.ClientCall;
import dev.imas.core.client.ClientCalls.Outcome;
import dev.imas.fixtures.database.RunningCore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two clients are made of the API's description, for Java and TypeScript, and find the same. */
class GeneratedClientsIT {

  @Test
  void clientsCompileAndTheSameCallsSucceedByBoth() throws Exception {
    Path folder = Files.createDirectories(Path.of("target/clients").toAbsolutePath());
    Path document = folder.resolve("openapi.json");
    List<ClientCall> calls;
    try (RunningCore core = RunningCore.start()) {
      JsonNode described = core.get("/api/v1/openapi.json").json();
      Files.writeString(document, described.toString());
      calls = ClientCalls.of(described);
    }
    assertThat(calls).hasSizeGreaterThanOrEqualTo(50);

    List<Outcome> java;
    JavaClient javaClient = JavaClient.generated(folder, document);
    try (RunningCore core = started()) {
      java = javaClient.run(calls, base(core), core.token);
    }
    List<Outcome> typeScript;
    TypeScriptClient typeScriptClient = TypeScriptClient.generated(folder, document, calls);
    try (RunningCore core = started()) {
      typeScript = typeScriptClient.run(calls, base(core), core.token);
    }

    assertThat(java).hasSameSizeAs(calls).allMatch(outcome -> outcome.status() / 100 == 2);
    assertThat(typeScript).isEqualTo(java);
  }

  private static String base(RunningCore core) {
    return "http://localhost:" + core.port() + "/api/v1";
  }

  private static RunningCore started() {
    RunningCore core = RunningCore.start();
    for (String user : List.of("alice", "bob")) {
      core.database.execute(
          "INSERT INTO user_account (tenant_id, id, username, email, role)"
              + " VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
                  .formatted(core.tenant, user, user));
    }
    return core;
  }
}
