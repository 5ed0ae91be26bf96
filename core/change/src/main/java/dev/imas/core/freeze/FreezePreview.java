package dev.imas.core.freeze;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.freeze.FreezeView.Named;
import dev.imas.core.freeze.FreezeView.Next;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says which deployments of the last 90 days a freeze would have stopped. */
final class FreezePreview {

  private static final Duration BACK = Duration.ofDays(90);
  private static final int MOST_READ = 20_000;
  private static final int MOST_SHOWN = 50;
  private static final int MOST_TIMES = 4_000;

  /**
   * A deployment that began.
   *
   * @param failed whether it failed or was rolled back
   */
  record Stopped(
      UUID id,
      @Nullable Named service,
      String environment,
      String sha,
      Instant at,
      boolean failed) {}

  /**
   * What was deployed where the freeze would be in force.
   *
   * @param all how many deployments began anywhere in that time
   * @param isWhole whether all that it concerns were read
   */
  record Deployed(List<Stopped> concerned, long all, boolean isWhole) {

    Deployed {
      concerned = List.copyOf(concerned);
    }
  }

  /**
   * What a freeze would do.
   *
   * @param next when it would be in force
   * @param from since when deployments were looked at
   * @param deployments how many began since then, anywhere
   * @param stopped how many of these it would have stopped
   * @param stoppedThatFailed how many of those failed or were rolled back
   * @param isWhole false: there were too many to look at all
   * @param latest the latest that it would have stopped, at most fifty
   */
  record Preview(
      List<Next> next,
      Instant from,
      long deployments,
      long stopped,
      long stoppedThatFailed,
      boolean isWhole,
      List<Stopped> latest) {}

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
    Instant from = now.minus(BACK);
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

  /**
   * @param next when the freeze comes next
   */
  Preview of(FreezeDraft draft, Deployed deployed, List<Occurrence> next, Instant now) {
    Instant from = now.minus(BACK);
    List<Occurrence> inForce = draft.times().between(from, now, MOST_TIMES);
    List<Stopped> stopped =
        deployed.concerned.stream()
            .filter(one -> inForce.stream().anyMatch(time -> time.holds(one.at)))
            .toList();
    return new Preview(
        next.stream().map(one -> new Next(one.startsAt(), one.endsAt())).toList(),
        from,
        deployed.all,
        stopped.size(),
        stopped.stream().filter(Stopped::failed).count(),
        deployed.isWhole,
        stopped.subList(0, Math.min(MOST_SHOWN, stopped.size())));
  }
}
