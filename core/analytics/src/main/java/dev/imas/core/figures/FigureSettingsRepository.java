package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;

/** Stores what a tenant aims at. On a virtual thread. */
final class FigureSettingsRepository {

  private static final String READ =
      """
      SELECT by_person, open_severe, mean_ttr_seconds, median_tta_seconds, median_ttr_seconds, version FROM figure_settings
       WHERE tenant_id = current_tenant()\
      """;

  FigureSettings read(Tx tx) {
    return tx.connection().preparedQuery(READ).execute().await().stream()
        .findFirst()
        .map(
            row ->
                new FigureSettings(
                    row.getBoolean("by_person"),
                    row.getInteger("open_severe"),
                    row.getInteger("mean_ttr_seconds"),
                    row.getInteger("median_tta_seconds"),
                    row.getInteger("median_ttr_seconds"),
                    row.getInteger("version")))
        .orElse(FigureSettings.USUAL);
  }

  private static final String REPLACE =
      """
      INSERT INTO figure_settings (tenant_id, by_person, open_severe, mean_ttr_seconds, median_tta_seconds, median_ttr_seconds, version)
      SELECT current_tenant(), $2::boolean, $3::int, $4::int, $5::int, $6::int, $1 + 1
       WHERE $1 = 1 OR EXISTS (SELECT FROM figure_settings f WHERE f.tenant_id = current_tenant())
          ON CONFLICT (tenant_id)
          DO UPDATE SET by_person = EXCLUDED.by_person, open_severe = EXCLUDED.open_severe,
                        mean_ttr_seconds = EXCLUDED.mean_ttr_seconds, median_tta_seconds = EXCLUDED.median_tta_seconds,
                        median_ttr_seconds = EXCLUDED.median_ttr_seconds, version = EXCLUDED.version
                  WHERE figure_settings.version = $1\
      """;

  /** Whether they still had that version. */
  boolean replace(Tx tx, FigureSettings wanted, int version) {
    return tx.connection()
            .preparedQuery(REPLACE)
            .execute(
                tuple(
                    version,
                    wanted.byPerson(),
                    wanted.openSevereIncidents(),
                    wanted.meanTimeToResolveSeconds(),
                    wanted.medianTimeToAcknowledgeSeconds(),
                    wanted.medianTimeToResolveSeconds()))
            .await()
            .rowCount()
        == 1;
  }
}
