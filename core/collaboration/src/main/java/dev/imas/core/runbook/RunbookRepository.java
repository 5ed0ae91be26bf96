package dev.imas.core.runbook;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.procedure.Candidate;
import dev.imas.core.runbook.RunbookView.OfService;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores runbooks and their versions. What returns no future awaits, on a virtual thread. */
final class RunbookRepository {

  /** Versions that are kept of one, besides those that incidents have. */
  static final int MOST_VERSIONS = 100;

  /** Who saves a version. */
  record Author(String name, @Nullable UUID id) {}

  private static final String COLUMNS =
      """
      SELECT r.id, r.slug, r.is_active, r.author, r.author_id, r.version, r.usage_count, r.last_used_at, r.created_at,
             r.updated_at, v.content, s.id AS service_id, s.name AS service_name, s.owner_team_id
        FROM runbook r
        JOIN runbook_version v ON v.tenant_id = r.tenant_id AND v.runbook_id = r.id AND v.version = r.version
        LEFT JOIN service s ON s.tenant_id = r.tenant_id AND s.id = r.service_id
      """;

  private static final String LIST =
      COLUMNS
          + """
           WHERE ($1::text IS NULL OR r.slug > $1)
             AND ($2::uuid IS NULL OR r.service_id = $2)
             AND ($3::boolean IS NULL OR r.is_active = $3)
           ORDER BY r.slug
           LIMIT $4\
          """;

  /** Sorted by slug; the cursor is the slug of the last one. */
  List<RunbookView> list(
      Tx tx, @Nullable UUID service, @Nullable Boolean active, ListRange paging) {
    return views(
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(paging.after(), service, active, paging.fetch()))
            .await());
  }

  private static final String FIND =
      COLUMNS + " WHERE r.id = $1 OR r.slug = lower($2) ORDER BY (r.id = $1) IS TRUE DESC LIMIT 1";

  /** By id or slug. */
  Optional<RunbookView> find(Tx tx, Reference runbook) {
    return views(
            tx.connection()
                .preparedQuery(FIND)
                .execute(tuple(runbook.id(), runbook.text()))
                .await())
        .stream()
        .findFirst();
  }

  RunbookView existing(Tx tx, Reference runbook) {
    return find(tx, runbook).orElseThrow(() -> Fault.notFound("there is no runbook " + runbook));
  }

  private static List<RunbookView> views(RowSet<Row> rows) {
    List<RunbookView> views = new ArrayList<>();
    rows.forEach(row -> views.add(view(row)));
    return views;
  }

  private static RunbookView view(Row row) {
    RunbookContent content = Json.read(row.getString("content"), RunbookContent.class);
    UUID service = row.getUUID("service_id");
    return new RunbookView(
        row.getUUID("id"),
        content.name(),
        row.getString("slug"),
        service == null ? null : new OfService(service, row.getString("service_name")),
        row.getUUID("owner_team_id"),
        content.alertPattern(),
        content.severityFilter(),
        content.description(),
        content.quickActions(),
        content.externalDocs(),
        content.steps(),
        row.getBoolean("is_active"),
        row.getString("author"),
        row.getUUID("author_id"),
        row.getInteger("usage_count"),
        instantOrNull(row, "last_used_at"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.runbook.' || current_tenant(), 0))";

  /** Keeps others from saving one until the transaction ends. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  private static final String SLUGS = "SELECT slug FROM runbook";

  Set<String> slugs(Tx tx) {
    Set<String> slugs = new HashSet<>();
    tx.connection()
        .preparedQuery(SLUGS)
        .execute()
        .await()
        .forEach(row -> slugs.add(row.getString("slug")));
    return slugs;
  }

  private static final String COUNT =
      """
      SELECT count(*)::int AS all,
             (count(*) FILTER (WHERE is_active AND alert_pattern IS NOT NULL
                                 AND service_id IS NOT DISTINCT FROM $1))::int AS patterns
        FROM runbook\
      """;

  /** How many there are, and how many active ones of one service, or of all, have a pattern. */
  record Count(int all, int patterns) {}

  Count count(Tx tx, @Nullable UUID service) {
    Row row =
        tx.connection().preparedQuery(COUNT).execute(tuple(service)).await().iterator().next();
    return new Count(row.getInteger("all"), row.getInteger("patterns"));
  }

  private static final String INSERT =
      """
      INSERT INTO runbook (tenant_id, id, name, slug, service_id, alert_pattern, severity_filter, is_active, author, author_id,
                           version, created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)\
      """;

  void insert(Tx tx, UUID id, RunbookContent c, Author by, Instant now) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                c.name(),
                c.slug(),
                c.service(),
                c.alertPattern(),
                numbers(c.severityFilter()),
                c.isActive(),
                by.name(),
                by.id(),
                time(now)))
        .await();
    addVersion(tx, id, 1, c, by, now);
  }

  private static Short[] numbers(List<Severity> severities) {
    return severities.stream().map(one -> (short) one.number()).toArray(Short[]::new);
  }

  private static final String UPDATE =
      """
      UPDATE runbook
         SET name = $2, slug = $3, service_id = $4, alert_pattern = $5, severity_filter = $6, is_active = $7, author = $8,
             author_id = $9, version = version + 1, updated_at = $10
       WHERE id = $1 AND version = $11\
      """;

  /**
   * @return whether it had that version
   */
  boolean update(Tx tx, UUID id, RunbookContent c, Author by, int version, Instant now) {
    boolean had =
        tx.connection()
                .preparedQuery(UPDATE)
                .execute(
                    tuple(
                        id,
                        c.name(),
                        c.slug(),
                        c.service(),
                        c.alertPattern(),
                        numbers(c.severityFilter()),
                        c.isActive(),
                        by.name(),
                        by.id(),
                        time(now),
                        version))
                .await()
                .rowCount()
            == 1;
    if (had) {
      addVersion(tx, id, version + 1, c, by, now);
      forgetVersions(tx, id, version + 1 - MOST_VERSIONS);
    }
    return had;
  }

  private static final String ADD_VERSION =
      """
      INSERT INTO runbook_version (tenant_id, runbook_id, version, content, author, author_id, made_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  private void addVersion(Tx tx, UUID id, int version, RunbookContent c, Author by, Instant now) {
    tx.connection()
        .preparedQuery(ADD_VERSION)
        .execute(tuple(id, version, Json.write(c), by.name(), by.id(), time(now)))
        .await();
  }

  private static final String FORGET_VERSIONS =
      """
      DELETE FROM runbook_version v
       WHERE v.runbook_id = $1 AND v.version <= $2
         AND NOT EXISTS (SELECT FROM incident_runbook i
                          WHERE i.tenant_id = v.tenant_id AND i.runbook_id = v.runbook_id AND i.runbook_version = v.version)\
      """;

  private void forgetVersions(Tx tx, UUID id, int upTo) {
    if (upTo > 0) {
      tx.connection().preparedQuery(FORGET_VERSIONS).execute(tuple(id, upTo)).await();
    }
  }

  private static final String VERSIONS =
      """
      SELECT version, author, author_id, made_at, content FROM runbook_version
       WHERE runbook_id = $1 AND ($2::int IS NULL OR version < $2)
       ORDER BY version DESC
       LIMIT $3\
      """;

  /** The newest first. */
  List<RunbookView.Version> versions(Tx tx, UUID runbook, @Nullable Integer before, int most) {
    return tx
        .connection()
        .preparedQuery(VERSIONS)
        .execute(tuple(runbook, before, most))
        .await()
        .stream()
        .map(
            row ->
                new RunbookView.Version(
                    row.getInteger("version"),
                    row.getString("author"),
                    row.getUUID("author_id"),
                    instant(row, "made_at"),
                    Json.read(row.getString("content"), RunbookContent.class)))
        .toList();
  }

  private static final String IS_USED =
      "SELECT EXISTS (SELECT FROM incident_runbook WHERE runbook_id = $1)";

  /** Whether an incident has it, in any version. */
  boolean isUsed(Tx tx, UUID runbook) {
    return tx.connection()
        .preparedQuery(IS_USED)
        .execute(tuple(runbook))
        .await()
        .iterator()
        .next()
        .getBoolean(0);
  }

  private static final String DELETE = "DELETE FROM runbook WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String CANDIDATES =
      """
      SELECT id, version, slug, name, service_id, alert_pattern, severity_filter FROM runbook
       WHERE is_active AND (service_id IS NULL OR service_id = ANY ($1))
       ORDER BY slug\
      """;

  /** The active ones of these services, and those for all. */
  List<Candidate> candidates(Tx tx, Collection<UUID> services) {
    return tx
        .connection()
        .preparedQuery(CANDIDATES)
        .execute(tuple((Object) services.toArray(UUID[]::new)))
        .await()
        .stream()
        .map(RunbookRepository::candidate)
        .toList();
  }

  private static Candidate candidate(Row row) {
    Short[] severities = row.getArrayOfShorts("severity_filter");
    return new Candidate(
        row.getUUID("id"),
        row.getInteger("version"),
        row.getString("slug"),
        row.getString("name"),
        row.getUUID("service_id"),
        row.getString("alert_pattern"),
        Arrays.stream(severities).map(number -> Severity.of(number)).toList());
  }

  private static final String USED =
      "UPDATE runbook SET usage_count = usage_count + $2, last_used_at = $3 WHERE id = $1";

  /** Counts incidents that have got it. */
  void used(Tx tx, UUID runbook, int incidents, Instant at) {
    tx.connection().preparedQuery(USED).execute(tuple(runbook, incidents, time(at))).await();
  }

  private static final String TENANTS = "SELECT tenants_with_runbooks() AS id";

  /** The tenants with runbooks that are attached by themselves. Outside of any tenant. */
  static Future<Set<UUID>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }
}
