package dev.imas.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.http.Audit;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.ManyTenants;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class AuditTrailIT {

  private static final Audit.Origin STRANGER =
      new Audit.Origin(Audit.Actor.SYSTEM, "api", "203.0.113.7", null);
  private static final Audit.Subject LOG_IN = new Audit.Subject("session", null);

  /** Somebody tries a password at every tenant, more than once. */
  @Test
  void refusalsOfEveryTenantHaveTheirEntries(Vertx vertx) {
    try (TestDatabase database = TestDatabase.create()) {
      ManyTenants tenants = ManyTenants.in(database);
      Pool pool =
          new Database(vertx, database.config())
              .pool(DatabaseConfig.Login.APP, "audit", 4, Duration.ofSeconds(10));
      MovableClock clock = new MovableClock(Instant.now());
      AuditTrail trail =
          new AuditTrail(new AuditRepository(clock), new Transactions(pool), clock, vertx);

      for (int tries = 0; tries < 3; tries++) {
        for (String tenant : tenants.ids()) {
          trail.often(new TenantId(UUID.fromString(tenant)), STRANGER, LOG_IN, "refused", Map.of());
        }
      }
      Await.result(trail.close());

      assertThat(
              database.query(
                  "SELECT entries || ' entries of ' || count(*) || ' tenants' FROM (SELECT"
                      + " tenant_id, count(*) AS entries FROM audit_entry WHERE action ="
                      + " 'session.refused' GROUP BY tenant_id) AS t GROUP BY entries"))
          .containsExactly("2 entries of 1200 tenants");
      assertThat(
              database.query(
                  "SELECT DISTINCT after ->> 'count' FROM audit_entry WHERE after ? 'count'"))
          .containsExactly("2");
      Await.result(pool.close());
    }
  }
}
