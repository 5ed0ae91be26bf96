package dev.imas.core.suspect;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Tx;
import dev.imas.core.suspect.SuspectView.Judged;
import dev.imas.core.suspect.SuspectView.Line;
import dev.imas.core.suspect.SuspectView.ServiceName;
import dev.imas.core.suspicion.ChangeKind;
import dev.imas.core.suspicion.Judgement;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads suspects as the API shows them. It awaits, on a virtual thread. */
final class SuspectViewRepository {

  /** People may name more than are kept. */
  private static final int MOST = 100;

  private static final String LIST =
      """
      SELECT c.kind, c.change_id, c.title, c.link, c.happened_at, c.author, c.state, c.repository, c.environment, v.id AS service_id,
             v.name AS service_name, c.score, c.rank, c.lines, c.judgement, j.judged_name, j.at AS judged_at, j.why
        FROM incident_change c
        LEFT JOIN service v ON v.tenant_id = c.tenant_id AND v.id = c.service_id
        LEFT JOIN LATERAL (SELECT n.judged_name, n.at, n.why FROM incident_change_judgement n
                            WHERE n.tenant_id = c.tenant_id AND n.kind = c.kind AND n.change_id = c.change_id
                              AND n.incident_id = c.incident_id
                            ORDER BY n.at DESC, n.id DESC LIMIT 1) AS j ON true
       WHERE c.incident_id = $1 AND ($2::smallint IS NULL OR c.kind = $2 AND c.change_id = $3)
       ORDER BY c.judgement = 2 DESC, c.judgement = 3, c.rank NULLS LAST, c.happened_at DESC, c.change_id
       LIMIT $4\
      """;

  List<SuspectView> list(Tx tx, UUID incident) {
    return views(tx, incident, null, null);
  }

  Optional<SuspectView> find(Tx tx, UUID incident, ChangeKind kind, UUID change) {
    return views(tx, incident, kind, change).stream().findFirst();
  }

  private static List<SuspectView> views(
      Tx tx, UUID incident, @Nullable ChangeKind kind, @Nullable UUID change) {
    List<SuspectView> views = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(incident, kind == null ? null : (short) kind.number(), change, MOST))
            .await()) {
      views.add(view(row));
    }
    return views;
  }

  private static SuspectView view(Row row) {
    UUID service = row.getUUID("service_id");
    Integer state = row.getInteger("state");
    String judgedBy = row.getString("judged_name");
    return new SuspectView(
        ChangeKind.of(row.getInteger("kind")).wireName(),
        row.getUUID("change_id"),
        row.getString("title"),
        row.getString("link"),
        instant(row, "happened_at"),
        row.getString("author"),
        state == null ? null : DeploymentState.of(state).wireName(),
        row.getString("repository"),
        row.getString("environment"),
        service == null ? null : new ServiceName(service, row.getString("service_name")),
        row.getInteger("score"),
        row.getInteger("rank"),
        StoredLines.read(row.getString("lines")).stream().map(Line::of).toList(),
        Judgement.of(row.getInteger("judgement")).wireName(),
        judgedBy == null
            ? null
            : new Judged(judgedBy, instant(row, "judged_at"), row.getString("why")));
  }

  private static final String CAUSE =
      "SELECT kind, change_id, title FROM incident_change WHERE incident_id = $1 AND judgement = 2";

  /** The confirmed cause of an incident. */
  record Cause(ChangeKind kind, UUID id, String title) {}

  Optional<Cause> cause(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(CAUSE).execute(tuple(incident)).await().stream()
        .findFirst()
        .map(
            row ->
                new Cause(
                    ChangeKind.of(row.getInteger("kind")),
                    row.getUUID("change_id"),
                    row.getString("title")));
  }
}
