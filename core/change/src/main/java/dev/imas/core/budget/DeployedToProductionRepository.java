package dev.imas.core.budget;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.budget.BudgetPreview.Deployed;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads which deployments of a service an error budget could stop. It awaits. */
final class DeployedToProductionRepository {

  private static final String READ =
      """
      SELECT d.id, d.environment, d.sha, d.state, coalesce(d.started_at, d.happened_at) AS at
        FROM deployment d
       WHERE d.happened_at >= $2 AND d.state <> 1 AND tier_of(d.tenant_id, d.environment, d.tier) = 1
         AND service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels) = $1
       ORDER BY d.happened_at DESC, d.id DESC
       LIMIT $3\
      """;

  List<Deployed> read(Tx tx, UUID service, Instant now) {
    List<Deployed> deployed = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple(service, time(now.minus(BudgetPreview.BACK)), BudgetPreview.MOST_READ + 1))
        .await()
        .forEach(
            row -> {
              int state = row.getInteger("state");
              deployed.add(
                  new Deployed(
                      row.getUUID("id"),
                      row.getString("environment"),
                      row.getString("sha"),
                      instant(row, "at"),
                      state == DeploymentState.FAILURE.number()
                          || state == DeploymentState.ROLLED_BACK.number()));
            });
    return deployed;
  }
}
