package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.work.EachTenant;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.ManyTenants;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EachTenantIT {

  private static final Vertx vertx = Vertx.vertx();
  private static TestDatabase database;
  private static List<TenantId> ids;
  private static Pool pool;
  private static EachTenant tenants;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    ids =
        ManyTenants.in(database).ids().stream()
            .map(id -> new TenantId(UUID.fromString(id)))
            .toList();
    pool =
        new Database(vertx, database.config())
            .pool(DatabaseConfig.Login.APP, "test", 1, Duration.ofSeconds(5));
    tenants = new EachTenant(new Transactions(pool));
  }

  @AfterAll
  static void close() {
    Await.result(pool.close());
    Await.result(vertx.close());
    database.close();
  }

  private static Future<Long> transaction(Tx tx) {
    return tx.connection()
        .query("SELECT pg_current_xact_id()::text::bigint AS id FROM tenant")
        .execute()
        .map(rows -> rows.size() == 1 ? rows.iterator().next().getLong("id") : -1);
  }

  @Test
  void everyTenantHasItsTurnAndSeesItsOwnRows() {
    EachTenant.Outcome<Long> all = Await.result(tenants.run((tx, tenant) -> transaction(tx)));

    assertThat(all.done()).containsOnlyKeys(ids).doesNotContainValue(-1L);
    assertThat(all.done().values().stream().distinct()).as("transactions").hasSize(48);
  }

  @Test
  void whoFailsKeepsNoOtherFromItsTurn() {
    TenantId failing = ids.get(700);

    EachTenant.Outcome<Long> all =
        Await.result(
            tenants.run(
                (tx, tenant) ->
                    tenant.equals(failing)
                        ? tx.connection().query("SELECT 1 / 0").execute().map(0L)
                        : transaction(tx)));

    assertThat(all.failed()).isEqualTo(1);
    assertThat(all.done()).hasSize(ids.size() - 1).doesNotContainKey(failing);
    assertThat(all.orFail().cause()).hasMessageStartingWith("1 tenants failed");
  }

  /** What a set has locked must not stay locked for as long as another tenant's lock is held. */
  @Test
  void whoWaitsForALockHasATransactionOfItsOwn() throws Exception {
    List<TenantId> set = ids.subList(0, 3);
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT FROM team WHERE tenant_id = '" + set.get(1) + "' FOR UPDATE");

      Future<EachTenant.Outcome<Integer>> all =
          tenants.run(
              set,
              (tx, tenant) ->
                  tx.connection()
                      .query("UPDATE team SET description = 'seen' RETURNING 1")
                      .execute()
                      .map(rows -> rows.size()));
      Await.until(
          "the tenant before it to be free again",
          () -> database.count("SELECT count(*) FROM team WHERE description = 'seen'"),
          seen -> seen == 1);
      assertThat(all.isComplete()).isFalse();
      other.rollback();

      assertThat(Await.result(all).done().values()).containsExactly(1, 1, 1);
    }
  }
}
