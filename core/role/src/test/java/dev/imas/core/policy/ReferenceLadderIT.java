package dev.imas.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** TEN-08, ONC-10: what a new tenant starts with. */
class ReferenceLadderIT {

  private static final UUID ACME = UUID.fromString("01890000-0000-7000-8000-0000000000aa");

  @Test
  void aNewTenantHasTheLadder() {
    Vertx vertx = Vertx.vertx();
    try (TestDatabase database = TestDatabase.create()) {
      database.execute(
          """
          SELECT create_tenant('%s', 'acme', 'test', now(), 'first', decode(repeat('ab', 32), 'hex'), 'hint',
                               decode(repeat('cd', 32), 'hex'), now() + interval '1 day', 'ops@example.org')\
          """
              .formatted(ACME));
      UUID ladder =
          UUID.fromString(
              database
                  .query("SELECT id FROM escalation_policy WHERE severities = '{1}' AND is_active")
                  .getFirst());
      Pool pool =
          new Database(vertx, database.config())
              .pool(Login.APP, "ladder", 1, Duration.ofSeconds(15));

      Optional<EscalationPolicy> stored =
          Await.result(
              new Transactions(pool)
                  .run(new TenantId(ACME), tx -> new PolicyRepository().read(tx, ladder, 1)));
      assertThat(stored).contains(ReferenceLadder.policy(ladder, 1));

      Await.result(pool.close());
    }
    Await.result(vertx.close());
  }
}
