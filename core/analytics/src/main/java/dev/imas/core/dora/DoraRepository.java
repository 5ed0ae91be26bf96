package dev.imas.core.dora;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what DORA metrics are computed from, as it was known at a moment. On a virtual thread.
 *
 * <p>Services, teams and environments are as they are now: they have no history.
 */
final class DoraRepository {

  /** A read of more pushes is refused. */
  static final int MOST_PUSHES = 400_000;

  private static final String PUSHES =
      """
      SELECT p.id, lower(p.repository) AS repository,
             CASE WHEN p.repository_id = '' THEN '' ELSE p.dialect || '#' || p.repository_id END AS forge_id,
             p.before, p.after, p.happened_at, p.total, array_send(p.committed_at) AS committed_at, p.known_at
        FROM push p
       WHERE p.tenant_id = current_tenant() AND p.happened_at >= $2 AND p.happened_at < $3 AND p.known_at <= $1
         AND ($4::text[] IS NULL OR lower(p.repository) = ANY ($4)
              OR (p.repository_id <> '' AND p.dialect || '#' || p.repository_id = ANY ($5)))
       LIMIT $6\
      """;

  /**
   * Those from the one moment to before the other, in the order in which they were told, at most
   * one more than {@link #MOST_PUSHES}.
   *
   * @param of of whose repositories; null for all
   */
  List<PushRecord> pushes(
      Tx tx, Instant asOf, Instant from, Instant to, @Nullable List<FinishedDeployment> of) {
    List<Told> found = new ArrayList<>();
    Map<String, String> shared = new HashMap<>();
    each(
        tx,
        PUSHES,
        tuple(
            time(asOf),
            time(from),
            time(to),
            of == null ? null : names(of, FinishedDeployment::repository),
            of == null ? null : names(of, FinishedDeployment::forgeId),
            MOST_PUSHES + 1),
        row ->
            found.add(
                new Told(
                    instant(row, "known_at"),
                    new PushRecord(
                        row.getUUID("id"),
                        once(shared, row.getString("repository")),
                        once(shared, row.getString("forge_id")),
                        row.getString("before"),
                        row.getString("after"),
                        instant(row, "happened_at"),
                        row.getInteger("total"),
                        SentTimes.millis(row.getBuffer("committed_at"), PushRecord.UNKNOWN)))));
    found.sort(Told.ORDER);
    return found.stream().map(Told::push).toList();
  }

  /** Sorted here, since PostgreSQL would write all of the rows to a file to sort them. */
  private record Told(Instant knownAt, PushRecord push) {

    /** As PostgreSQL compares ids: byte by byte, without signs. */
    private static final Comparator<UUID> BY_BYTES =
        Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    static final Comparator<Told> ORDER =
        Comparator.comparing(Told::knownAt).thenComparing(told -> told.push().id(), BY_BYTES);
  }

  /** Few names are in many rows. */
  private static String once(Map<String, String> shared, String text) {
    String known = shared.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  private static String[] names(
      List<FinishedDeployment> of, Function<FinishedDeployment, String> name) {
    return of.stream().map(name).filter(one -> !one.isEmpty()).distinct().toArray(String[]::new);
  }

  // The last word on a change counts, and of an incident's confirmed causes the one that was
  // confirmed last. A merged incident was over when the one that it became was.
  private static final String CAUSED =
      """
      SELECT c.change_id, i.id, i.short_id, i.detected_at, coalesce(i.merged_into, i.id) AS told_by
        FROM (SELECT DISTINCT ON (l.incident_id) l.incident_id, l.kind, l.change_id
                FROM (SELECT DISTINCT ON (j.incident_id, j.kind, j.change_id)
                             j.incident_id, j.kind, j.change_id, j.judgement, j.at, j.id
                        FROM incident_change_judgement j
                       WHERE j.tenant_id = current_tenant() AND j.at <= $1
                       ORDER BY j.incident_id, j.kind, j.change_id, j.at DESC, j.id DESC) AS l
               WHERE l.judgement = 2
               ORDER BY l.incident_id, l.at DESC, l.id DESC) AS c
        JOIN incident i ON i.tenant_id = current_tenant() AND i.id = c.incident_id AND NOT i.is_test
       WHERE c.kind = 1
       ORDER BY i.detected_at, i.id\
      """;

  // The array stands in a query of its own, so that each partition is not planned for each of its
  // ids.
  private static final String STATES =
      """
      SELECT t.incident_id, t.at, t.metadata ->> 'to' AS state
        FROM timeline t
       WHERE t.tenant_id = current_tenant() AND t.incident_id = ANY ((SELECT $1::uuid[])::uuid[])
         AND t.type IN ('STATUS_CHANGE', 'REOPENED') AND t.at <= $2
       ORDER BY t.incident_id, t.seq\
      """;

  private record Caused(
      UUID deployment, UUID id, String shortId, Instant detectedAt, UUID toldBy) {}

  /** The incidents that one of the deployments caused. */
  List<CausedIncident> incidents(Tx tx, Instant asOf, List<FinishedDeployment> of) {
    // Thousands of ids as a parameter would take PostgreSQL longer to plan than to read.
    RowSet<Row> rows = tx.connection().preparedQuery(CAUSED).execute(tuple(time(asOf))).await();
    Set<UUID> causes = new HashSet<>();
    rows.forEach(row -> causes.add(row.getUUID("change_id")));
    Set<UUID> found = new HashSet<>();
    for (FinishedDeployment one : of) {
      if (causes.contains(one.id())) {
        found.add(one.id());
      }
    }
    List<Caused> caused = new ArrayList<>();
    for (Row row : rows) {
      UUID cause = row.getUUID("change_id");
      if (found.contains(cause)) {
        caused.add(
            new Caused(
                cause,
                row.getUUID("id"),
                row.getString("short_id"),
                instant(row, "detected_at"),
                row.getUUID("told_by")));
      }
    }
    if (caused.isEmpty()) {
      return List.of();
    }
    Map<UUID, Instant> restored =
        restored(tx, asOf, caused.stream().map(Caused::toldBy).distinct().toArray(UUID[]::new));
    return caused.stream()
        .map(
            one ->
                new CausedIncident(
                    one.deployment, one.id, one.shortId, one.detectedAt, restored.get(one.toldBy)))
        .toList();
  }

  /**
   * When each was mitigated or resolved for good, as far as was known then. The timeline is never
   * rewritten, unlike the times of the incident itself.
   */
  private static Map<UUID, Instant> restored(Tx tx, Instant asOf, UUID[] incidents) {
    Map<UUID, Instant> restored = new HashMap<>();
    for (Row row :
        tx.connection().preparedQuery(STATES).execute(tuple(incidents, time(asOf))).await()) {
      UUID incident = row.getUUID("incident_id");
      switch (Objects.requireNonNullElse(row.getString("state"), "")) {
        case "MITIGATED", "RESOLVED" -> restored.putIfAbsent(incident, instant(row, "at"));
        default -> restored.remove(incident);
      }
    }
    return restored;
  }

  /** What a service is called. */
  record NamedService(UUID id, String name) {}

  private static final String SERVICES =
      "SELECT s.id, s.name FROM service s WHERE s.tenant_id = current_tenant() AND s.id = ANY ($1)";

  Map<UUID, NamedService> services(Tx tx, Collection<UUID> ids) {
    Map<UUID, NamedService> named = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(SERVICES)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await()) {
      UUID id = row.getUUID("id");
      named.put(id, new NamedService(id, row.getString("name")));
    }
    return named;
  }

  private static final String OF_TEAM =
      "SELECT s.id FROM service s WHERE s.tenant_id = current_tenant() AND s.owner_team_id = $1";

  /** The services that the team owns now. */
  List<UUID> servicesOf(Tx tx, UUID team) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(OF_TEAM)
        .execute(tuple(team))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  /** A commit of a push. */
  record NamedCommit(String sha, String title) {}

  private static final String COMMITS =
      """
      SELECT c.number, coalesce(p.sha[c.place], '') AS sha, coalesce(p.title[c.place], '') AS title
        FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS c(push, place, number)
        LEFT JOIN push p ON p.tenant_id = current_tenant() AND p.id = c.push
       ORDER BY c.number\
      """;

  /** What these commits are called, in their order; nothing where the push was forgotten since. */
  List<NamedCommit> commits(Tx tx, List<Commit> commits) {
    List<NamedCommit> named = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(COMMITS)
            .execute(
                tuple(
                    commits.stream().map(one -> one.push().id()).toArray(UUID[]::new),
                    // PostgreSQL counts from 1.
                    commits.stream().map(one -> one.place() + 1).toArray(Integer[]::new)))
            .await()) {
      named.add(new NamedCommit(row.getString("sha"), row.getString("title")));
    }
    return named;
  }

  /**
   * What was told after a moment that may change figures of before.
   *
   * @param deployments deployments of which more was told
   * @param pushes pushes that were told late
   * @param judgements what people said about causes of incidents
   */
  record Later(long deployments, long pushes, long judgements) {}

  private static final String LATER =
      """
      SELECT (SELECT count(*) FROM deployment d
               WHERE d.tenant_id = current_tenant() AND d.changed_at > $1 AND d.changed_at <= $2
                 AND d.happened_at >= $3 AND d.happened_at < $4) AS deployments,
             (SELECT count(*) FROM push p
               WHERE p.tenant_id = current_tenant() AND p.known_at > $1 AND p.known_at <= $2
                 AND p.happened_at >= $3 AND p.happened_at < $4) AS pushes,
             (SELECT count(*) FROM incident_change_judgement j
                JOIN deployment d ON d.tenant_id = j.tenant_id AND d.id = j.change_id
               WHERE j.tenant_id = current_tenant() AND j.kind = 1 AND j.at > $1 AND j.at <= $2
                 AND d.happened_at >= $3 AND d.happened_at < $4) AS judgements\
      """;

  /** Of the time from the one moment to before the other. */
  Later later(Tx tx, Instant after, Instant upTo, DoraSpan span) {
    Row row =
        tx.connection()
            .preparedQuery(LATER)
            .execute(tuple(time(after), time(upTo), time(span.from()), time(span.to())))
            .await()
            .iterator()
            .next();
    return new Later(row.getLong("deployments"), row.getLong("pushes"), row.getLong("judgements"));
  }

  private static final int ROWS = 2_000;

  /**
   * Reads many rows piece by piece, since the event loop that reads a row serves others, too. While
   * one piece is worked on, the next one is on its way.
   */
  static void each(Tx tx, String sql, Tuple parameters, Consumer<Row> work) {
    PreparedStatement statement = tx.connection().prepare(sql).await();
    Cursor cursor = statement.cursor(parameters);
    RowSet<Row> piece = cursor.read(ROWS).await();
    while (cursor.hasMore()) {
      Future<RowSet<Row>> next = cursor.read(ROWS);
      piece.forEach(work);
      piece = next.await();
    }
    piece.forEach(work);
    cursor.close().await();
  }
}
