package dev.imas.core.window;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import dev.imas.core.window.WindowProgress.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the deployments that belong to a window by service, environment and time. It awaits, on a
 * virtual thread.
 */
final class WindowDeploymentRepository {

  private static final String DEPLOYMENTS =
      """
      SELECT d.id, d.state, d.sha, d.happened_at, s.name
        FROM deployment d
        JOIN service s ON s.tenant_id = d.tenant_id
         AND s.id = service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels)
       WHERE d.happened_at BETWEEN $3 AND $4 AND environment_of(d.tenant_id, d.environment) = $1 AND s.id = ANY ($2::uuid[])
       ORDER BY d.happened_at DESC, d.id
       LIMIT 20\
      """;

  /** A deployment that belongs to a window by its service, environment and time. */
  record Deployed(UUID id, String state, String sha, Instant at, String service) {}

  /** The latest twenty of them. */
  List<Deployed> list(Tx tx, DeploymentWindow window) {
    Instant end = window.endedAt() == null ? window.until() : window.endedAt();
    List<Deployed> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(DEPLOYMENTS)
        .execute(
            tuple(
                window.environment().id(),
                window.services().stream().map(OwnedService::id).toArray(UUID[]::new),
                time(window.from().minus(DeploymentWindow.MARGIN)),
                time(
                    (end.isAfter(window.until()) ? end : window.until())
                        .plus(DeploymentWindow.MARGIN))))
        .await()
        .forEach(
            row ->
                found.add(
                    new Deployed(
                        row.getUUID("id"),
                        DeploymentState.of(row.getInteger("state")).wireName(),
                        row.getString("sha"),
                        instant(row, "happened_at"),
                        row.getString("name"))));
    return found;
  }

  private static final String TOLD =
      """
      SELECT d.state, d.sha, coalesce(d.started_at, d.happened_at) AS began, d.actor, s.id, s.name
        FROM deployment d
        JOIN service s ON s.tenant_id = d.tenant_id
         AND s.id = service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels)
       WHERE d.happened_at >= $3 AND environment_of(d.tenant_id, d.environment) = $1 AND s.id = ANY ($2::uuid[])
       ORDER BY d.happened_at DESC, d.id
       LIMIT 500\
      """;

  /** The same since a quarter of an hour before the window, as far as they were told. */
  List<Told> told(Tx tx, DeploymentWindow window) {
    List<Told> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(TOLD)
        .execute(
            tuple(
                window.environment().id(),
                window.services().stream().map(OwnedService::id).toArray(UUID[]::new),
                time(window.from().minus(DeploymentWindow.MARGIN))))
        .await()
        .forEach(
            row ->
                found.add(
                    new Told(
                        row.getUUID("id"),
                        row.getString("name"),
                        DeploymentState.of(row.getInteger("state")),
                        row.getString("sha"),
                        instant(row, "began"),
                        row.getString("actor"))));
    return found;
  }
}
