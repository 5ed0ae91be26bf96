package dev.imas.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Rights;
import dev.imas.core.http.Principal;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever reads the list of tokens sees which of them call what will be removed. */
class DeprecatedTokenUsesIT {

  private static final String OLD = "GET /old/{id}";

  @Test
  void usesAreCountedByTokenAndShownWithIt() {
    try (RunningCore core = RunningCore.start()) {
      UUID token = UUID.fromString(made(core));
      Vertx vertx = Vertx.vertx();
      Pool pool =
          new Database(vertx, core.database.config())
              .pool(DatabaseConfig.Login.APP, "test", 2, Duration.ofSeconds(20));
      try {
        DeprecatedTokenUses uses =
            new DeprecatedTokenUses(new Transactions(pool), new TokenRepository(), core.clock);
        Principal caller = caller(core, token);

        for (int i = 0; i < 3; i++) {
          uses.count(caller, OLD);
        }
        Await.until("the first use", () -> shown(core, token).path("uses").asInt(), n -> n == 1);
        core.clock.move(Duration.ofMinutes(1));
        uses.count(caller, OLD);

        Await.until("all uses", () -> shown(core, token).path("uses").asInt(), n -> n == 4);
        assertThat(shown(core, token).path("operation").asText()).isEqualTo(OLD);
        assertThat(shown(core, token).path("last_at").asText()).isNotBlank();
      } finally {
        Await.result(pool.close());
        Await.result(vertx.close());
      }
    }
  }

  private static String made(RunningCore core) {
    return core.post("/api/v1/tokens", "{\"name\":\"old client\",\"role\":\"viewer\"}")
        .json()
        .get("id")
        .asText();
  }

  private static Principal caller(RunningCore core, UUID token) {
    return new Principal(
        new TenantId(core.tenant), token, null, "old client", Rights.of(AccessRole.VIEWER), null);
  }

  private static JsonNode shown(RunningCore core, UUID token) {
    for (JsonNode one : core.get("/api/v1/tokens").json().get("items")) {
      if (one.get("id").asText().equals(token.toString())) {
        return one.get("deprecated_uses").path(0);
      }
    }
    throw new AssertionError("there is no token " + token);
  }
}
