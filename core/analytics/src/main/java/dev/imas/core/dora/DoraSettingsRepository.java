package dev.imas.core.dora;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;

/** Stores what a tenant's deliveries should be. It awaits, on a virtual thread. */
final class DoraSettingsRepository {

  private static final String READ =
      "SELECT per_week, lead_seconds, fail_rate, recovery_seconds, version FROM dora_settings";

  DoraSettings read(Tx tx) {
    return tx.connection().preparedQuery(READ).execute().await().stream()
        .findFirst()
        .map(
            row ->
                new DoraSettings(
                    row.getBigDecimal("per_week"),
                    row.getInteger("lead_seconds"),
                    row.getBigDecimal("fail_rate"),
                    row.getInteger("recovery_seconds"),
                    row.getInteger("version")))
        .orElse(DoraSettings.USUAL);
  }

  private static final String REPLACE =
      """
      INSERT INTO dora_settings (tenant_id, per_week, lead_seconds, fail_rate, recovery_seconds, version)
      SELECT current_tenant(), $2::numeric, $3::int, $4::numeric, $5::int, $1 + 1
       WHERE $1 = 1 OR EXISTS (SELECT FROM dora_settings d WHERE d.tenant_id = current_tenant())
          ON CONFLICT (tenant_id)
          DO UPDATE SET per_week = EXCLUDED.per_week, lead_seconds = EXCLUDED.lead_seconds, fail_rate = EXCLUDED.fail_rate,
                        recovery_seconds = EXCLUDED.recovery_seconds, version = EXCLUDED.version
                  WHERE dora_settings.version = $1\
      """;

  /** Whether they still had that version. */
  boolean replace(Tx tx, DoraSettings wanted, int version) {
    return tx.connection()
            .preparedQuery(REPLACE)
            .execute(
                tuple(
                    version,
                    wanted.deploymentsPerWeek(),
                    wanted.leadTimeSeconds(),
                    wanted.changeFailRate(),
                    wanted.recoveryTimeSeconds()))
            .await()
            .rowCount()
        == 1;
  }
}
