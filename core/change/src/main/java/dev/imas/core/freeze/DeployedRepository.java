package dev.imas.core.freeze;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.freeze.FreezePreview.Deployed;
import dev.imas.core.freeze.FreezePreview.Stopped;
import dev.imas.core.freeze.FreezeView.Named;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads which deployments a freeze would concern. It awaits, on a virtual thread. */
final class DeployedRepository {

  private static final int MOST_READ = 20_000;

  private static final String READ =
      """
      SELECT d.id, v.id AS service_id, v.name AS service, d.environment, d.sha, d.state, coalesce(d.started_at, d.happened_at) AS at
        FROM deployment d
        LEFT JOIN service v ON v.tenant_id = d.tenant_id
         AND v.id = service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels)
        LEFT JOIN repository r ON r.tenant_id = d.tenant_id AND lower(r.full_name) = lower(d.repository)
       WHERE d.happened_at >= $1 AND d.state <> 1
         AND (tier_of(d.tenant_id, d.environment, d.tier) = ANY ($2::smallint[])
              OR EXISTS (SELECT FROM environment e WHERE e.id = ANY ($3::uuid[]) AND environment_matches(e.name, e.patterns, d.environment)))
         AND (NOT $4 OR v.id = ANY ($5::uuid[]) OR v.owner_team_id = ANY ($6::uuid[]))
         AND (v.id = ANY ($7::uuid[])) IS NOT TRUE
         AND (r.id = ANY ($8::uuid[])) IS NOT TRUE
       ORDER BY d.happened_at DESC, d.id DESC
       LIMIT $9\
      """;

  private static final String ALL =
      "SELECT count(*)::bigint FROM deployment WHERE happened_at >= $1 AND state <> 1";

  Deployed read(Tx tx, FreezeDraft draft, FreezeScope scope, Instant now) {
    Instant from = now.minus(FreezePreview.BACK);
    List<Stopped> concerned = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(
            tuple(
                time(from),
                draft.tiers().stream().map(tier -> (short) tier.number()).toArray(Short[]::new),
                scope.environments().toArray(UUID[]::new),
                draft.isLimited(),
                scope.services().toArray(UUID[]::new),
                scope.teams().toArray(UUID[]::new),
                scope.exceptServices().toArray(UUID[]::new),
                scope.exceptRepositories().toArray(UUID[]::new),
                MOST_READ + 1))
        .await()
        .forEach(row -> concerned.add(stopped(row)));
    long all =
        tx.connection()
            .preparedQuery(ALL)
            .execute(tuple(time(from)))
            .await()
            .iterator()
            .next()
            .getLong(0);
    return new Deployed(
        concerned.subList(0, Math.min(MOST_READ, concerned.size())),
        all,
        concerned.size() <= MOST_READ);
  }

  private static Stopped stopped(Row row) {
    UUID service = row.getUUID("service_id");
    int state = row.getInteger("state");
    return new Stopped(
        row.getUUID("id"),
        service == null ? null : new Named(service, row.getString("service")),
        row.getString("environment"),
        row.getString("sha"),
        instant(row, "at"),
        state == DeploymentState.FAILURE.number() || state == DeploymentState.ROLLED_BACK.number());
  }
}
