package dev.imas.core.suspect;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import dev.imas.core.suspicion.ChangeKind;
import dev.imas.core.suspicion.SuspectScore;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads deployments and other changes. It awaits, on a virtual thread. */
final class FoundChangeRepository {

  /** Of deployments and of other changes, the latest ones. */
  static final int MOST_OF_A_KIND = 500;

  /** A deployment that was under way at the detection is found if it ended as soon after. */
  private static final Duration UNDER_WAY = Duration.ofHours(2);

  // The labels by which a change finds its service are taken out first, so that changes that differ
  // in other labels are looked up once. Each part reads a bounded piece of an index by time.
  private static final String FOUND =
      """
      posted AS MATERIALIZED (
        SELECT e.id, e.receipt, e.happened_at, e.dialect, e.title, e.author, e.link, e.labels,
               count(*) OVER (PARTITION BY e.receipt) AS together
          FROM side_event e
         WHERE %1$s
         ORDER BY e.happened_at DESC, e.id DESC
         LIMIT $3),
      deployed AS MATERIALIZED (
        SELECT d.id, d.tenant_id, d.happened_at, d.dialect, d.state, d.repository, d.repository_id, d.sha, d.ref, d.environment,
               d.actor, d.url, d.labels
          FROM deployment d
         WHERE %2$s
         ORDER BY d.happened_at DESC, d.id DESC
         LIMIT $3),
      pushed AS MATERIALIZED (
        SELECT p.receipt, p.repository, p.repository_id, p.after, p.sha
          FROM push p
         WHERE p.happened_at >= $1 AND p.happened_at <= $2
         ORDER BY p.happened_at DESC
         LIMIT $3),
      others AS (
        SELECT p.*, u.repository, u.repository_id
          FROM posted p
          LEFT JOIN LATERAL (SELECT * FROM pushed n WHERE n.receipt = p.receipt LIMIT 1) AS u ON true
         WHERE p.together > 1
            OR NOT (EXISTS (SELECT FROM deployed d
                              JOIN deployment_transition t ON t.tenant_id = d.tenant_id AND t.deployment_id = d.id
                             WHERE t.receipt = p.receipt)
                    OR u.receipt IS NOT NULL
                       AND EXISTS (SELECT FROM deployed d
                                    WHERE length(d.sha) >= 7 AND (starts_with(u.after, d.sha) OR d.sha = ANY (u.sha))))),
      found AS (
        SELECT 1 AS kind, d.id, d.happened_at, '' AS title, d.url AS link, d.actor AS author, d.state, d.repository,
               d.repository_id, d.dialect, d.environment, d.labels, d.sha, d.ref
          FROM deployed d
         UNION ALL
        SELECT 2, o.id, o.happened_at, o.title, o.link, o.author, NULL, coalesce(o.repository, ''),
               coalesce(o.repository_id, ''), o.dialect,
               coalesce(nullif(o.labels::json ->> 'environment', ''), o.labels::json ->> 'env', ''), o.labels, '', ''
          FROM others o),
      named AS MATERIALIZED (
        SELECT f.*,
               (SELECT coalesce(json_object_agg(l.key, l.value ORDER BY l.key), '{}')::text
                  FROM json_each_text(f.labels::json) AS l
                 WHERE l.key IN ('service', 'job', 'app', 'application', 'component')) AS naming,
               EXISTS (SELECT FROM json_each_text(f.labels::json) AS l
                        WHERE l.key IN ('kind', 'type', 'change_type', 'category')
                          AND lower(l.value) IN ('config', 'configuration', 'setting', 'settings', 'flag', 'feature_flag',
                                                 'feature-flag', 'feature flag', 'toggle')) AS is_setting
          FROM found f),
      services AS MATERIALIZED (
        SELECT k.*, service_of_change(current_tenant(), k.dialect, k.repository, k.repository_id, k.naming) AS service_id
          FROM (SELECT DISTINCT n.dialect, n.repository, n.repository_id, n.naming FROM named n) AS k)
      """;

  private static final String SHOWN =
      """
      SELECT n.kind, n.id, n.happened_at, n.title, n.link, n.author, n.state, n.repository, n.environment, n.sha, n.ref, n.is_setting,
             s.service_id,
             $4 <> '' AND n.environment <> ''
               AND (lower(n.environment) = lower($4)
                    OR coalesce(environment_of(current_tenant(), n.environment) = environment_of(current_tenant(), $4), false)) AS is_same_environment
        FROM named n
        JOIN services s ON s.dialect = n.dialect AND s.repository = n.repository AND s.repository_id = n.repository_id
         AND s.naming = n.naming\
      """;

  /**
   * Common table expressions of changes, with {@code named} and their {@code services}. $1 and $2
   * are the time of pushes, and $3 is how many are read of a kind.
   *
   * @param posted which side events
   * @param deployed which deployments
   */
  static String found(String posted, String deployed) {
    return FOUND.formatted(posted, deployed);
  }

  static final String BEFORE =
      "WITH "
          + found(
              """
              e.kind = 2 AND e.at >= $1 AND e.happened_at >= $1 AND e.happened_at <= $2
              """,
              """
              d.happened_at >= $1 AND d.happened_at <= $5 AND coalesce(d.started_at, d.happened_at) <= $2 AND d.state > 1
              """)
          + SHOWN;

  /**
   * The changes of the day before, of all services. A push whose commits were deployed is left out:
   * its deployment is there.
   *
   * @param environment of the incident; empty where it is not known
   */
  List<FoundChange> before(Tx tx, Instant detectedAt, String environment) {
    return changes(
        tx.connection()
            .preparedQuery(BEFORE)
            .execute(
                tuple(
                    time(detectedAt.minus(SuspectScore.WINDOW)),
                    time(detectedAt.plus(SuspectScore.SKEW)),
                    MOST_OF_A_KIND,
                    environment,
                    time(detectedAt.plus(UNDER_WAY))))
            .await());
  }

  private static final String ONE =
      "WITH "
          + found(
              "$5 = 2 AND e.kind = 2 AND e.id = $6 AND e.at >= $1 AND e.at <= $2",
              "$5 = 1 AND d.id = $6")
          + SHOWN;

  /** A change that people name. Events are kept for a month. */
  Optional<FoundChange> find(Tx tx, ChangeKind kind, UUID id) {
    // An id says when its event was stored, so that one partition is read and not all.
    Instant stored = Instant.ofEpochMilli(UuidV7.epochMillis(id));
    return changes(
            tx.connection()
                .preparedQuery(ONE)
                .execute(
                    tuple(
                        time(stored.minus(Duration.ofDays(1))),
                        time(stored.plus(Duration.ofDays(1))),
                        MOST_OF_A_KIND,
                        "",
                        kind.number(),
                        id))
                .await())
        .stream()
        .findFirst();
  }

  private static List<FoundChange> changes(RowSet<Row> rows) {
    List<FoundChange> changes = new ArrayList<>();
    for (Row row : rows) {
      ChangeKind kind = ChangeKind.of(row.getInteger("kind"));
      Integer state = row.getInteger("state");
      String repository = row.getString("repository");
      String environment = row.getString("environment");
      changes.add(
          new FoundChange(
              kind,
              row.getUUID("id"),
              instant(row, "happened_at"),
              kind == ChangeKind.DEPLOYMENT
                  ? FoundChange.titleOf(
                      repository, row.getString("sha"), row.getString("ref"), environment)
                  : row.getString("title"),
              row.getString("link"),
              row.getString("author"),
              state == null ? null : DeploymentState.of(state),
              repository,
              environment,
              row.getUUID("service_id"),
              row.getBoolean("is_same_environment"),
              row.getBoolean("is_setting")));
    }
    return changes;
  }

  // Of the first alerts, since one of them opened it. The opening of an alert is in its state until
  // something follows, and then among the transitions.
  private static final String REPORTED =
      """
      WITH first AS MATERIALIZED (
        SELECT a.tenant_id, a.fingerprint FROM incident_alert a WHERE a.incident_id = $1 ORDER BY a.attached_at, a.fingerprint LIMIT 100)
      SELECT DISTINCT d.deployment_id
        FROM deployment_transition d
       WHERE d.deployment_id = ANY ($2) AND d.state >= 5 AND d.receipt IS NOT NULL
         AND (EXISTS (SELECT FROM first f
                        JOIN alert_state s ON s.tenant_id = f.tenant_id AND s.fingerprint = f.fingerprint
                       WHERE s.last_receipt = d.receipt AND s.opened_at IS NOT NULL)
              OR EXISTS (SELECT FROM first f
                           JOIN transition t ON t.tenant_id = f.tenant_id AND t.fingerprint = f.fingerprint
                          WHERE t.tenant_id = d.tenant_id AND t.receipt = d.receipt AND t.at >= $3))\
      """;

  /**
   * Those of these deployments whose failure was told in the post that made the incident's alert.
   */
  Set<UUID> reported(Tx tx, UUID incident, Collection<UUID> failed, Instant since) {
    Set<UUID> reported = new HashSet<>();
    if (!failed.isEmpty()) {
      tx.connection()
          .preparedQuery(REPORTED)
          .execute(tuple(incident, failed.toArray(UUID[]::new), time(since)))
          .await()
          .forEach(row -> reported.add(row.getUUID("deployment_id")));
    }
    return reported;
  }
}
