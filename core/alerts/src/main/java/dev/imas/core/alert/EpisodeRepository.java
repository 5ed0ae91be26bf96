package dev.imas.core.alert;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/** Reads an alert's episodes from the journal. */
final class EpisodeRepository {

  /** An alert that flaps for weeks has more changes than anybody reads. */
  static final int MOST_CHANGES = 10_000;

  private static final Short[] BEGINNINGS = {
    (short) TransitionKind.OPENED.number(),
    (short) TransitionKind.REOPENED.number(),
    (short) TransitionKind.REFIRED.number()
  };

  private static final String EPISODES =
      """
      SELECT e.*, se.name AS service_name
        FROM (SELECT c.tenant_id, c.episode, count(*) AS changes, min(c.severity) AS severity,
                     min(c.at) FILTER (WHERE c.kind = ANY ($4)) AS opened_at, max(c.at) AS last_at,
                     (array_agg(c.kind ORDER BY c.seq DESC)) [1] AS last_kind,
                     (array_agg(c.service_id ORDER BY c.seq DESC)) [1] AS service_id,
                     (array_agg(c.rule_set_version ORDER BY c.seq DESC)) [1] AS rule_set_version
                FROM (SELECT * FROM journal t
                       WHERE t.fingerprint = $1 AND ($2::int IS NULL OR t.episode < $2)
                       ORDER BY t.seq DESC LIMIT $5) AS c
               GROUP BY c.tenant_id, c.episode
               ORDER BY c.episode DESC
               LIMIT $3) AS e
        LEFT JOIN service se ON se.tenant_id = e.tenant_id AND se.id = e.service_id
       ORDER BY e.episode DESC\
      """;

  /** The newest first. */
  List<EpisodeView> list(Tx tx, Fingerprint fingerprint, ListRange paging) {
    List<EpisodeView> episodes = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(EPISODES)
            .execute(
                tuple(
                    fingerprint.toUuid(),
                    paging.afterNumber(),
                    paging.fetch(),
                    BEGINNINGS,
                    MOST_CHANGES))
            .await()) {
      TransitionKind last = TransitionKind.of(row.getInteger("last_kind"));
      episodes.add(
          new EpisodeView(
              row.getInteger("episode"),
              instantOrNull(row, "opened_at"),
              last.isFiring() ? null : instant(row, "last_at"),
              last.wireName(),
              Severity.of(row.getInteger("severity")),
              new AlertView.Named(row.getUUID("service_id"), row.getString("service_name")),
              row.getInteger("rule_set_version"),
              row.getLong("changes")));
    }
    return episodes;
  }
}
