package dev.imas.core.window;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.TimeKey;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.DeploymentWindow.Check;
import dev.imas.core.window.DeploymentWindow.Named;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes deployment windows. It awaits, on a virtual thread. */
final class DeploymentWindowRepository {

  /**
   * @param from only those that end later
   * @param to only those that begin earlier
   */
  record Filter(
      @Nullable UUID id,
      @Nullable WindowStatus status,
      @Nullable ApprovalState approval,
      @Nullable UUID service,
      @Nullable UUID environment,
      @Nullable Instant from,
      @Nullable Instant to) {

    static final Filter NONE = new Filter(null, null, null, null, null, null, null);

    Filter of(@Nullable UUID ofService, @Nullable UUID inEnvironment) {
      return new Filter(id, status, approval, ofService, inEnvironment, from, to);
    }
  }

  // An approval and a request for one end with the window, unless it has begun.
  private static final String LIST =
      """
      SELECT e.id, e.title, e.description, e.starts_at, e.time_zone, e.duration_seconds, e.author, e.version, e.created_at,
             e.updated_at, w.starts_on, w.ends_on, w.planned_end, w.sha, w.rollback_plan, w.named_incident, w.mutes, w.followed, w.lacked, w.digest, w.status, w.started_at,
             w.started_by, w.override_reason, w.ended_at, w.ended_by, w.outcome, w.created_by,
             v.id AS environment_id, v.name AS environment, v.tier, q.quorum, a.number AS approval,
             r.id AS request_id, r.digest AS request_digest, r.quorum AS request_quorum, r.valid_from, r.valid_until, r.submitted_by,
             r.submitter_id, r.submitted_at, r.state AS request_state, r.decided_at
        FROM deployment_window w
        JOIN calendar_event e ON e.tenant_id = w.tenant_id AND e.id = w.event_id
        JOIN environment v ON v.tenant_id = w.tenant_id AND v.id = w.environment_id
        LEFT JOIN gate_policy p ON p.tenant_id = w.tenant_id
       CROSS JOIN LATERAL (
         SELECT CASE v.tier WHEN 1 THEN coalesce(p.production_approvals, 1)
                            WHEN 2 THEN coalesce(p.staging_approvals, 0)
                            ELSE 0 END::integer AS quorum) AS q
        LEFT JOIN LATERAL (
          SELECT o.* FROM approval_request o WHERE o.tenant_id = w.tenant_id AND o.event_id = w.event_id
           ORDER BY o.id DESC LIMIT 1) AS r ON true
       CROSS JOIN LATERAL (
         SELECT CASE WHEN r.id IS NULL THEN CASE WHEN q.quorum = 0 THEN 1 ELSE 2 END
                     WHEN r.state = 3 THEN 5
                     WHEN r.state = 4 THEN 6
                     WHEN w.status = 1 AND w.ends_on <= $1 THEN 7
                     WHEN r.state = 2 THEN 4
                     ELSE 3 END AS number) AS a
       WHERE ($2::uuid IS NULL OR w.event_id = $2)
         AND ($3::smallint IS NULL OR w.status = $3)
         AND ($4::integer IS NULL OR a.number = $4)
         AND ($5::uuid IS NULL OR EXISTS (SELECT FROM window_service s
                                           WHERE s.tenant_id = w.tenant_id AND s.event_id = w.event_id AND s.service_id = $5))
         AND ($6::uuid IS NULL OR w.environment_id = $6)
         AND ($7::timestamptz IS NULL OR w.ends_on > $7)
         AND ($8::timestamptz IS NULL OR w.starts_on < $8)
         AND ($9::timestamptz IS NULL OR (w.starts_on, w.event_id) < ($9, $10::uuid))
       ORDER BY w.starts_on DESC, w.event_id DESC
       LIMIT $11\
      """;

  private static final String SERVICES =
      """
      SELECT l.event_id, s.id, s.name, t.id AS team_id, t.name AS team
        FROM window_service l
        JOIN service s ON s.tenant_id = l.tenant_id AND s.id = l.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE l.event_id = ANY ($1)
       ORDER BY lower(s.name)\
      """;

  private static final String CHECKS =
      "SELECT event_id, text, done_at, done_by FROM window_check WHERE event_id = ANY ($1)"
          + " ORDER BY position";

  /** What begins last comes first. */
  List<DeploymentWindow> list(
      Tx tx, Filter filter, @Nullable TimeKey after, int limit, Instant now) {
    List<Row> rows = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                time(now),
                filter.id,
                filter.status == null ? null : (short) filter.status.number(),
                filter.approval == null ? null : filter.approval.number(),
                filter.service,
                filter.environment,
                timeOrNull(filter.from),
                timeOrNull(filter.to),
                after == null ? null : time(after.at()),
                after == null ? null : after.id(),
                limit))
        .await()
        .forEach(rows::add);
    if (rows.isEmpty()) {
      return List.of();
    }
    UUID[] ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    Map<UUID, List<OwnedService>> services = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(SERVICES).execute(tuple((Object) ids)).await()) {
      services
          .computeIfAbsent(row.getUUID("event_id"), any -> new ArrayList<>())
          .add(
              new OwnedService(
                  row.getUUID("id"),
                  row.getString("name"),
                  new Named(row.getUUID("team_id"), row.getString("team"))));
    }
    Map<UUID, List<Check>> checks = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(CHECKS).execute(tuple((Object) ids)).await()) {
      checks
          .computeIfAbsent(row.getUUID("event_id"), any -> new ArrayList<>())
          .add(
              new Check(
                  row.getString("text"), instantOrNull(row, "done_at"), row.getString("done_by")));
    }
    return rows.stream()
        .map(
            row -> {
              UUID id = row.getUUID("id");
              return window(
                  row, services.getOrDefault(id, List.of()), checks.getOrDefault(id, List.of()));
            })
        .toList();
  }

  Optional<DeploymentWindow> find(Tx tx, UUID id, Instant now) {
    Filter one = new Filter(id, null, null, null, null, null, null);
    return list(tx, one, null, 1, now).stream().findFirst();
  }

  private static DeploymentWindow window(
      Row row, List<OwnedService> services, List<Check> checklist) {
    return new DeploymentWindow(
        row.getUUID("id"),
        row.getString("title"),
        row.getString("description"),
        new PlannedTimes(
            row.getLocalDateTime("starts_at"),
            ZoneId.of(row.getString("time_zone")),
            Duration.ofSeconds(row.getInteger("duration_seconds")),
            true,
            null,
            Set.of()),
        instant(row, "starts_on"),
        instant(row, "ends_on"),
        instantOrNull(row, "planned_end"),
        new Named(row.getUUID("environment_id"), row.getString("environment")),
        EnvironmentTier.of(row.getInteger("tier")),
        services,
        row.getString("sha"),
        row.getString("rollback_plan"),
        checklist,
        row.getUUID("named_incident"),
        row.getBoolean("mutes"),
        hex(row.getBuffer("digest")),
        WindowStatus.of(row.getInteger("status")),
        ApprovalState.of(row.getInteger("approval")),
        row.getInteger("quorum"),
        row.getUUID("request_id") == null ? null : request(row),
        instantOrNull(row, "started_at"),
        row.getString("started_by"),
        row.getString("override_reason"),
        row.getBoolean("followed"),
        row.getString("lacked"),
        instantOrNull(row, "ended_at"),
        row.getString("ended_by"),
        row.getString("outcome"),
        row.getString("created_by"),
        row.getString("author"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static ApprovalRequest request(Row row) {
    return new ApprovalRequest(
        row.getUUID("request_id"),
        hex(row.getBuffer("request_digest")),
        row.getInteger("request_quorum"),
        instant(row, "valid_from"),
        instant(row, "valid_until"),
        row.getString("submitted_by"),
        row.getUUID("submitter_id"),
        instant(row, "submitted_at"),
        ApprovalRequest.State.of(row.getInteger("request_state")),
        instantOrNull(row, "decided_at"),
        List.of());
  }

  static String hex(Buffer bytes) {
    return HexFormat.of().formatHex(bytes.getBytes());
  }

  private static final String LOCK =
      "SELECT version FROM calendar_event WHERE type = 2 AND id = $1 FOR UPDATE";

  /** Nobody else changes the window, its request or its votes before the transaction ends. */
  Optional<DeploymentWindow> lock(Tx tx, UUID id, Instant now) {
    return tx.connection().preparedQuery(LOCK).execute(tuple(id)).await().size() == 0
        ? Optional.empty()
        : find(tx, id, now);
  }

  private static final String COUNT =
      "SELECT count(*)::int FROM deployment_window WHERE status <= 2";

  /** Those that have not ended. */
  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT_EVENT =
      """
      INSERT INTO calendar_event (tenant_id, id, type, title, description, starts_at, time_zone, duration_seconds, ends_by_clock, author,
                                  created_at, updated_at)
      VALUES (current_tenant(), $1, 2, $2, $3, $4, $5, $6, true, $7, $8, $8)\
      """;

  private static final String INSERT =
      """
      INSERT INTO deployment_window (tenant_id, event_id, environment_id, starts_on, ends_on, sha, rollback_plan, named_incident,
                                     digest, created_by, reminders, mutes)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)\
      """;

  void insert(
      Tx tx,
      UUID id,
      DeploymentWindowDraft draft,
      WindowContent content,
      String author,
      Instant now) {
    PlannedTimes times = draft.times();
    tx.connection()
        .preparedQuery(INSERT_EVENT)
        .execute(
            tuple(
                id,
                draft.title(),
                draft.description(),
                times.start(),
                times.zone().getId(),
                (int) times.length().toSeconds(),
                author,
                time(now)))
        .await();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                content.environment(),
                time(content.from()),
                time(content.until()),
                content.sha(),
                content.rollbackPlan(),
                content.incident(),
                bytes(content.digest()),
                author,
                (short) passed(content.from(), now),
                content.mutes()))
        .await();
    addServices(tx, id, content);
    addChecks(tx, id, draft.checklist(), List.of());
  }

  /** Reminders whose time is past already are not sent. */
  private static int passed(Instant from, Instant now) {
    Duration left = Duration.between(now, from);
    return left.compareTo(Duration.ofMinutes(15)) <= 0
        ? 3
        : left.compareTo(Duration.ofHours(1)) <= 0
            ? 2
            : left.compareTo(Duration.ofDays(1)) <= 0 ? 1 : 0;
  }

  private static Buffer bytes(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex));
  }

  private static final String ADD_SERVICES =
      "INSERT INTO window_service (tenant_id, event_id, service_id)"
          + " SELECT current_tenant(), $1, unnest($2::uuid[])";

  private static void addServices(Tx tx, UUID id, WindowContent content) {
    tx.connection()
        .preparedQuery(ADD_SERVICES)
        .execute(tuple(id, content.services().toArray(UUID[]::new)))
        .await();
  }

  private static final String ADD_CHECKS =
      """
      INSERT INTO window_check (tenant_id, event_id, position, text, done_at, done_by)
      SELECT current_tenant(), $1, c.position - 1, c.text, c.done_at, c.done_by
        FROM unnest($2::text[], $3::timestamptz[], $4::text[]) WITH ORDINALITY AS c (text, done_at, done_by, position)\
      """;

  /** A point that was ticked and whose text stays is ticked still. */
  private static void addChecks(Tx tx, UUID id, List<String> texts, List<Check> before) {
    Map<String, Check> known = new HashMap<>();
    before.forEach(check -> known.putIfAbsent(check.text(), check));
    List<Check> checks =
        texts.stream().map(text -> known.getOrDefault(text, new Check(text, null, null))).toList();
    tx.connection()
        .preparedQuery(ADD_CHECKS)
        .execute(
            tuple(
                id,
                checks.stream().map(Check::text).toArray(String[]::new),
                checks.stream()
                    .map(check -> timeOrNull(check.doneAt()))
                    .toArray(OffsetDateTime[]::new),
                checks.stream().map(Check::doneBy).toArray(String[]::new)))
        .await();
  }

  private static final String UPDATE_EVENT =
      """
      UPDATE calendar_event
         SET title = $2, description = $3, starts_at = $4, time_zone = $5, duration_seconds = $6, author = $7, updated_at = $8,
             version = version + 1
       WHERE id = $1\
      """;

  private static final String UPDATE =
      """
      UPDATE deployment_window
         SET environment_id = $2, starts_on = $3, ends_on = $4, sha = $5, rollback_plan = $6, named_incident = $7, digest = $8, mutes = $10,
             reminders = CASE WHEN starts_on = $3 THEN reminders ELSE $9::smallint END
       WHERE event_id = $1\
      """;

  private static final String FORGET_SERVICES = "DELETE FROM window_service WHERE event_id = $1";

  private static final String FORGET_CHECKS = "DELETE FROM window_check WHERE event_id = $1";

  /** The window is locked. */
  void update(
      Tx tx,
      DeploymentWindow before,
      DeploymentWindowDraft draft,
      WindowContent content,
      String author,
      Instant now) {
    UUID id = before.id();
    PlannedTimes times = draft.times();
    tx.connection()
        .preparedQuery(UPDATE_EVENT)
        .execute(
            tuple(
                id,
                draft.title(),
                draft.description(),
                times.start(),
                times.zone().getId(),
                (int) times.length().toSeconds(),
                author,
                time(now)))
        .await();
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                id,
                content.environment(),
                time(content.from()),
                time(content.until()),
                content.sha(),
                content.rollbackPlan(),
                content.incident(),
                bytes(content.digest()),
                (short) passed(content.from(), now),
                content.mutes()))
        .await();
    tx.connection().preparedQuery(FORGET_SERVICES).execute(tuple(id)).await();
    tx.connection().preparedQuery(FORGET_CHECKS).execute(tuple(id)).await();
    addServices(tx, id, content);
    addChecks(tx, id, draft.checklist(), before.checklist());
  }

  private static final String TOUCH =
      "UPDATE calendar_event SET version = version + 1, updated_at = $2 WHERE id = $1";

  /** Whoever has read the window before has to read it again. */
  void touch(Tx tx, UUID id, Instant now) {
    tx.connection().preparedQuery(TOUCH).execute(tuple(id, time(now))).await();
  }

  private static final String START =
      "UPDATE deployment_window SET status = 2, started_at = $2, started_by = $3,"
          + " override_reason = $4, followed = $5, lacked = $6 WHERE event_id = $1";

  /** Somebody starts it, or a program on behalf of somebody. */
  void start(Tx tx, UUID id, Instant now, String by, @Nullable String overrideReason) {
    started(tx, id, now, by, overrideReason, false, "");
  }

  /**
   * A deployment starts it.
   *
   * @param lacked why it should not have started; empty: nothing speaks against it
   */
  void startByDeployment(Tx tx, UUID id, Instant now, String by, String lacked) {
    started(tx, id, now, by, null, true, lacked);
  }

  private static void started(
      Tx tx,
      UUID id,
      Instant now,
      String by,
      @Nullable String overrideReason,
      boolean isFollowed,
      String lacked) {
    tx.connection()
        .preparedQuery(START)
        .execute(tuple(id, time(now), by, overrideReason, isFollowed, lacked))
        .await();
  }

  private static final String LOOKED =
      "UPDATE deployment_window SET looked_at = $2 WHERE event_id = $1";

  /** Deployments that were told since then are still to be looked at. */
  void looked(Tx tx, UUID id, Instant since) {
    tx.connection().preparedQuery(LOOKED).execute(tuple(id, time(since))).await();
  }

  private static final String END =
      "UPDATE deployment_window SET status = $2, ended_at = $3, ended_by = $4, outcome = $5"
          + " WHERE event_id = $1";

  void end(Tx tx, UUID id, WindowStatus status, Instant now, String by, String outcome) {
    tx.connection()
        .preparedQuery(END)
        .execute(tuple(id, (short) status.number(), time(now), by, outcome))
        .await();
  }

  private static final String EXTEND =
      "UPDATE deployment_window SET planned_end = coalesce(planned_end, ends_on), ends_on = $2"
          + " WHERE event_id = $1";

  private static final String LENGTHEN =
      "UPDATE calendar_event SET duration_seconds = $2 WHERE id = $1";

  void extend(Tx tx, UUID id, Instant until, Duration length) {
    tx.connection().preparedQuery(EXTEND).execute(tuple(id, time(until))).await();
    tx.connection().preparedQuery(LENGTHEN).execute(tuple(id, (int) length.toSeconds())).await();
  }

  private static final String TICK =
      "UPDATE window_check SET done_at = $3, done_by = $4 WHERE event_id = $1 AND position = $2";

  /**
   * @param at null: it is not done any more
   */
  void tick(Tx tx, UUID id, int position, @Nullable Instant at, @Nullable String by) {
    tx.connection()
        .preparedQuery(TICK)
        .execute(tuple(id, (short) position, timeOrNull(at), by))
        .await();
  }

  private static final String REMINDED =
      "UPDATE deployment_window SET reminders = $2 WHERE event_id = $1 AND reminders < $2";

  /** Whether nobody has sent it before. */
  boolean reminded(Tx tx, UUID id, int reminder) {
    return tx.connection()
            .preparedQuery(REMINDED)
            .execute(tuple(id, (short) reminder))
            .await()
            .rowCount()
        == 1;
  }
}
