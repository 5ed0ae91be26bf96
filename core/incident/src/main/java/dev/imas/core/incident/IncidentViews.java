package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.http.Total;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads incidents for the API. */
final class IncidentViews {

  /** What a view has, of an incident i, its service s and its team t. */
  static final String COLUMNS =
      """
      SELECT i.id, i.short_id, i.title, i.description, i.severity, i.status, i.origin, i.group_key, i.auto_resolve, i.lead_id,
             coalesce((SELECT u.username FROM user_account u WHERE u.tenant_id = i.tenant_id AND u.id = i.lead_id), i.lead) AS lead,
             i.created_by, i.detected_at, i.created_at, i.acknowledged_at, i.mitigated_at, i.resolved_at, i.updated_at,
             i.resolution_note, i.root_cause, i.previous_id, i.ended_by, i.merged_into, i.reopen_count, i.alert_count, i.firing_count, i.version, i.is_test,
             (SELECT json_build_object('since', u.since, 'reason', u.reason) FROM incident_unrouted u
               WHERE u.tenant_id = i.tenant_id AND u.incident_id = i.id)::text AS unrouted,
             (SELECT z.until FROM incident_snooze z WHERE z.tenant_id = i.tenant_id AND z.incident_id = i.id) AS snoozed_until,
             s.id AS service_id, s.name AS service_name, s.tier, s.is_triage, t.id AS team_id, t.name AS team_name,
             (SELECT json_agg(json_build_object('id', p.id, 'name', p.name,
                                                'hours', CASE WHEN NOT EXISTS (SELECT FROM obligation o
                                                                                WHERE o.tenant_id = x.tenant_id
                                                                                  AND o.incident_id = x.incident_id
                                                                                  AND o.scope_id = x.scope_id)
                                                              THEN p.legal_clock_hours END,
                                                'due', (SELECT min(o.next_due_at) FROM obligation o
                                                         WHERE o.tenant_id = x.tenant_id AND o.incident_id = x.incident_id
                                                           AND (o.scope_id = x.scope_id OR o.regime = p.regime))) ORDER BY lower(p.name))
                FROM incident_scope x JOIN impact_scope p ON p.tenant_id = x.tenant_id AND p.id = x.scope_id
               WHERE x.tenant_id = i.tenant_id AND x.incident_id = i.id)::text AS scopes,
             (SELECT json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color, 'by', x.added_by,
                                                'at', x.added_at, 'auto', x.is_auto_applied) ORDER BY lower(g.name))
                FROM incident_tag x JOIN tag g ON g.tenant_id = x.tenant_id AND g.id = x.tag_id
               WHERE x.tenant_id = i.tenant_id AND x.incident_id = i.id)::text AS tags
      """;

  private static final String LIST =
      COLUMNS
          + """
            FROM incident i
            JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
            JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
           WHERE ($1::uuid IS NULL OR i.id = $1)
             AND ($2::text[] IS NULL OR i.status = ANY ($2))
             AND ($3::smallint[] IS NULL OR i.severity = ANY ($3))
             AND ($4::text IS NULL OR position(lower($4) IN lower(i.title)) > 0
                                   OR position(lower($4) IN lower(i.description)) > 0
                                   OR lower($4) = lower(i.short_id))
             AND ($5::timestamptz IS NULL OR i.created_at >= $5)
             AND ($6::timestamptz IS NULL OR i.created_at < $6)
             AND %1$s
             AND ($10::uuid IS NULL AND $11::text IS NULL
                  OR i.id = ANY (ARRAY (SELECT x.incident_id
                                          FROM impact_scope p JOIN incident_scope x ON x.tenant_id = p.tenant_id AND x.scope_id = p.id
                                         WHERE p.id = $10 OR lower(p.name) = lower($11))))
             AND ($12::boolean IS NULL
                  OR $12 = (i.status <> 'RESOLVED'
                            AND i.id IN (SELECT c.incident_id
                                           FROM storm_child c
                                           JOIN storm h ON h.tenant_id = c.tenant_id AND h.umbrella_id = c.umbrella_id
                                          WHERE c.released_at IS NULL AND h.closed_at IS NULL)))
             AND ($13::uuid IS NULL AND $14::text IS NULL
                  OR i.id = ANY (ARRAY (SELECT x.incident_id
                                          FROM tag g JOIN incident_tag x ON x.tenant_id = g.tenant_id AND x.tag_id = g.id
                                         WHERE g.id = $13 OR lower(g.name) = lower($14))))
           ORDER BY %2$s
           LIMIT $9\
          """;

  /**
   * Reads the first of each matching service, then the first of these. Otherwise the few incidents
   * of one service would be searched among all others.
   */
  private static final String LIST_OF_SERVICES =
      COLUMNS
          + """
            FROM service s
            JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
           CROSS JOIN LATERAL (
                   SELECT i.* FROM incident i
                    WHERE i.tenant_id = s.tenant_id AND i.service_id = s.id
                      AND ($1::uuid IS NULL OR i.id = $1)
                      AND ($2::text[] IS NULL OR i.status = ANY ($2))
                      AND ($3::smallint[] IS NULL OR i.severity = ANY ($3))
                      AND ($4::text IS NULL OR position(lower($4) IN lower(i.title)) > 0
                                            OR position(lower($4) IN lower(i.description)) > 0
                                            OR lower($4) = lower(i.short_id))
                      AND ($5::timestamptz IS NULL OR i.created_at >= $5)
                      AND ($6::timestamptz IS NULL OR i.created_at < $6)
                      AND %1$s
                      AND ($10::uuid IS NULL AND $11::text IS NULL
                           OR i.id = ANY (ARRAY (SELECT x.incident_id
                                                   FROM impact_scope p
                                                   JOIN incident_scope x ON x.tenant_id = p.tenant_id AND x.scope_id = p.id
                                                  WHERE p.id = $10 OR lower(p.name) = lower($11))))
                      AND ($12::boolean IS NULL
                           OR $12 = (i.status <> 'RESOLVED'
                                     AND i.id IN (SELECT c.incident_id
                                                    FROM storm_child c
                                                    JOIN storm h ON h.tenant_id = c.tenant_id AND h.umbrella_id = c.umbrella_id
                                                   WHERE c.released_at IS NULL AND h.closed_at IS NULL)))
                      AND ($13::uuid IS NULL AND $14::text IS NULL
                           OR i.id = ANY (ARRAY (SELECT x.incident_id
                                                   FROM tag g JOIN incident_tag x ON x.tenant_id = g.tenant_id AND x.tag_id = g.id
                                                  WHERE g.id = $13 OR lower(g.name) = lower($14))))
                    ORDER BY %2$s
                    LIMIT $9) AS i
           WHERE ($15::uuid IS NULL OR s.id = $15)
             AND ($16::text IS NULL OR lower(s.name) = lower($16))
             AND ($17::uuid IS NULL OR t.id = $17)
             AND ($18::text IS NULL OR lower(t.name) = lower($18))
           ORDER BY %2$s
           LIMIT $9\
          """;

  private static final String COUNT = "SELECT count(*) AS found FROM (%s) AS counted";

  /** How many parameters each has, without the order's own. */
  private static final int PARAMETERS = 14;

  private static final int PARAMETERS_OF_SERVICES = 18;

  /** The list of all incidents in that order. */
  static String list(IncidentSort sort) {
    return list(sort, null, null);
  }

  private static String list(
      IncidentSort sort, @Nullable Counted counted, @Nullable Marked marked) {
    return LIST.formatted(
        sort.after(7, PARAMETERS + 1) + further(sort, PARAMETERS, counted, marked), sort.order());
  }

  /** The list of incidents of some services or teams in that order. */
  static String listOfServices(IncidentSort sort) {
    return listOfServices(sort, null, null);
  }

  private static String listOfServices(
      IncidentSort sort, @Nullable Counted counted, @Nullable Marked marked) {
    return LIST_OF_SERVICES.formatted(
        sort.after(7, PARAMETERS_OF_SERVICES + 1)
            + further(sort, PARAMETERS_OF_SERVICES, counted, marked),
        sort.order());
  }

  /** The condition of marks and of what figures count; the parameters of this are the last. */
  static String further(
      IncidentSort sort, int parameters, @Nullable Counted counted, @Nullable Marked marked) {
    return (marked == null ? "" : marked.condition())
        + (counted == null
            ? ""
            : counted.condition(parameters + (sort == IncidentSort.SEVERITY ? 2 : 1)));
  }

  private static String text(IncidentFilter f, IncidentSort sort) {
    if (f.picked() != null) {
      return PickedList.of(f.picked(), sort, f.counted(), f.marked());
    }
    if (f.counted() != null || f.marked() != null) {
      return f.isOfServices()
          ? listOfServices(sort, f.counted(), f.marked())
          : list(sort, f.counted(), f.marked());
    }
    return Objects.requireNonNull((f.isOfServices() ? LISTS_OF_SERVICES : LISTS).get(sort));
  }

  private static final Map<IncidentSort, String> LISTS = texts(IncidentViews::list);

  private static final Map<IncidentSort, String> LISTS_OF_SERVICES =
      texts(IncidentViews::listOfServices);

  private static Map<IncidentSort, String> texts(Function<IncidentSort, String> text) {
    Map<IncidentSort, String> texts = new EnumMap<>(IncidentSort.class);
    for (IncidentSort sort : IncidentSort.values()) {
      texts.put(sort, text.apply(sort));
    }
    return texts;
  }

  /** How many there are, counted up to a bound. */
  Future<Total> total(Tx tx, IncidentFilter f) {
    if (f.isImpossible()) {
      return Future.succeededFuture(Total.of(0));
    }
    return tx.connection()
        .preparedQuery(COUNT.formatted(text(f, IncidentSort.NEWEST)))
        .execute(parameters(f, IncidentSort.NEWEST, new ListRange(Total.MOST, null)))
        .map(rows -> Total.of(rows.iterator().next().getLong("found")));
  }

  private static Tuple parameters(IncidentFilter f, IncidentSort sort, ListRange paging) {
    IncidentSort.Key key = paging.key(text -> IncidentSort.Key.parse(sort, text));
    TimeKey after = key == null ? null : key.time();
    Tuple parameters =
        tuple(
            f.id(),
            f.statuses(),
            f.severities(),
            f.search(),
            timeOrNull(f.createdAfter()),
            timeOrNull(f.createdBefore()),
            timeOrNull(after == null ? null : after.at()),
            after == null ? null : after.id(),
            paging.fetch(),
            f.scopeId(),
            f.scopeName(),
            f.held(),
            f.tagId(),
            f.tagName());
    if (f.isOfServices() || f.picked() != null) {
      parameters
          .addValue(f.serviceId())
          .addValue(f.serviceName())
          .addValue(f.teamId())
          .addValue(f.teamName());
    }
    if (f.picked() != null) {
      PickedList.parameters(f.picked()).forEach(parameters::addValue);
    }
    if (sort == IncidentSort.SEVERITY) {
      parameters.addValue(key == null ? null : key.severity());
    }
    Counted counted = f.counted();
    if (counted != null) {
      parameters
          .addValue(timeOrNull(counted.resolvedAfter()))
          .addValue(timeOrNull(counted.resolvedBefore()));
    }
    return parameters;
  }

  /** Newest first. */
  Future<List<IncidentView>> list(Tx tx, IncidentFilter f, ListRange paging) {
    return list(tx, f, IncidentSort.NEWEST, paging);
  }

  /** In that order. */
  Future<List<IncidentView>> list(Tx tx, IncidentFilter f, IncidentSort sort, ListRange paging) {
    if (f.isImpossible()) {
      return Future.succeededFuture(List.of());
    }
    return tx.connection()
        .preparedQuery(text(f, sort))
        .execute(parameters(f, sort, paging))
        .map(
            rows -> {
              List<IncidentView> views = new ArrayList<>();
              rows.forEach(row -> views.add(view(row)));
              return views;
            });
  }

  Future<Optional<IncidentView>> find(Tx tx, UUID id) {
    return list(tx, IncidentFilter.only(id), new ListRange(1, null))
        .map(l -> l.stream().findFirst());
  }

  private static final String GROWTH_DUE_AT =
      "SELECT due_at FROM incident_growth WHERE tenant_id = current_tenant() AND incident_id = $1";

  /** When an update will say that more alerts have joined, if one is due. */
  Future<Optional<Instant>> growthDueAt(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(GROWTH_DUE_AT)
        .execute(tuple(id))
        .map(rows -> rows.stream().findFirst().map(row -> instant(row, "due_at")));
  }

  private static final String FLAPPING =
      """
      SELECT f.since, cardinality(f.returns) AS returns, CASE WHEN i.firing_count = 0 THEN f.until END AS until
        FROM incident_flapping f JOIN incident i ON i.tenant_id = f.tenant_id AND i.id = f.incident_id
       WHERE f.tenant_id = current_tenant() AND f.incident_id = $1 AND f.since IS NOT NULL AND i.status <> 'RESOLVED'\
      """;

  /** How an open incident flaps, if it does. */
  Future<Optional<IncidentView.Flapping>> flapping(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(FLAPPING)
        .execute(tuple(id))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new IncidentView.Flapping(
                                instant(row, "since"),
                                row.getInteger("returns"),
                                instantOrNull(row, "until"))));
  }

  private static final String CLOCKS =
      """
      SELECT kind, cycle, state, due_at, ended_at, breached_at FROM incident_clock
       WHERE tenant_id = current_tenant() AND incident_id = $1
       ORDER BY started_at, kind DESC, cycle\
      """;

  /** The clocks of an incident, in the order in which they were started. */
  Future<List<IncidentView.ServiceClock>> clocks(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(CLOCKS)
        .execute(tuple(id))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new IncidentView.ServiceClock(
                                row.getString("kind"),
                                row.getInteger("cycle"),
                                row.getString("state"),
                                instantOrNull(row, "due_at"),
                                instantOrNull(row, "ended_at"),
                                instantOrNull(row, "breached_at")))
                    .toList());
  }

  private static final String STORM =
      """
      SELECT u.id, u.short_id, c.held_at, c.released_at,
             i.status <> 'RESOLVED' AND c.released_at IS NULL AND s.closed_at IS NULL AS is_held
        FROM storm_child c
        JOIN storm s ON s.tenant_id = c.tenant_id AND s.umbrella_id = c.umbrella_id
        JOIN incident u ON u.tenant_id = s.tenant_id AND u.id = s.umbrella_id
        JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
       WHERE c.tenant_id = current_tenant() AND c.incident_id = $1\
      """;

  /** The storm that holds the incident, or has held it. */
  Future<Optional<IncidentView.Storm>> storm(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(STORM)
        .execute(tuple(id))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new IncidentView.Storm(
                                row.getUUID("id"),
                                row.getString("short_id"),
                                row.getBoolean("is_held"),
                                instant(row, "held_at"),
                                instantOrNull(row, "released_at"))));
  }

  private static IncidentView view(Row row) {
    Severity severity = Severity.of(row.getInteger("severity"));
    IncidentStatus status = IncidentStatus.valueOf(row.getString("status"));
    Clocks clocks =
        new Clocks(
            instant(row, "detected_at"),
            instant(row, "created_at"),
            instantOrNull(row, "acknowledged_at"),
            instantOrNull(row, "mitigated_at"),
            instantOrNull(row, "resolved_at"),
            instant(row, "updated_at"));
    List<IncidentView.Scope> scopes = scopes(row.getString("scopes"), clocks.detectedAt());
    return new IncidentView(
        row.getUUID("id"),
        row.getString("short_id"),
        row.getString("title"),
        row.getString("description"),
        new IncidentView.Service(
            row.getUUID("service_id"),
            row.getString("service_name"),
            row.getString("tier"),
            row.getBoolean("is_triage")),
        row.getString("service_name"),
        new IncidentView.Team(row.getUUID("team_id"), row.getString("team_name")),
        scopes,
        scopes.stream().map(IncidentView.Scope::name).toList(),
        tags(row.getString("tags")),
        severity,
        Priority.of(severity),
        status,
        severity.isCritical(),
        status.isOpen(),
        row.getString("origin"),
        row.getString("group_key"),
        row.getBoolean("auto_resolve"),
        row.getString("lead"),
        row.getUUID("lead_id"),
        row.getString("created_by"),
        clocks.detectedAt(),
        clocks.createdAt(),
        clocks.acknowledgedAt(),
        clocks.mitigatedAt(),
        clocks.resolvedAt(),
        clocks.updatedAt(),
        clocks.mttdSeconds(),
        clocks.mttaSeconds(),
        clocks.mttmSeconds(),
        IncidentEnd.By.MERGED.wireName().equals(row.getString("ended_by"))
            ? null
            : clocks.mttrSeconds(),
        row.getString("resolution_note"),
        row.getString("root_cause"),
        row.getUUID("previous_id"),
        row.getString("ended_by"),
        row.getUUID("merged_into"),
        instantOrNull(row, "snoozed_until"),
        row.getBoolean("is_test"),
        unrouted(row.getString("unrouted")),
        row.getInteger("reopen_count"),
        row.getInteger("alert_count"),
        row.getInteger("firing_count"),
        row.getInteger("version"));
  }

  private static IncidentView.@Nullable Unrouted unrouted(@Nullable String json) {
    if (json == null) {
      return null;
    }
    JsonNode mark = Json.read(json, JsonNode.class);
    return new IncidentView.Unrouted(
        OffsetDateTime.parse(mark.get("since").textValue()).toInstant(),
        mark.get("reason").textValue());
  }

  private static List<IncidentView.Scope> scopes(@Nullable String json, Instant detectedAt) {
    List<IncidentView.Scope> scopes = new ArrayList<>();
    if (json != null) {
      for (JsonNode scope : Json.read(json, JsonNode.class)) {
        // Hours alone are of an incident that is older than its scope's duty could be.
        JsonNode hours = scope.get("hours");
        JsonNode due = scope.get("due");
        Instant counted =
            hours.isNull() ? null : detectedAt.plus(Duration.ofHours(hours.intValue()));
        scopes.add(
            new IncidentView.Scope(
                UUID.fromString(scope.get("id").textValue()),
                scope.get("name").textValue(),
                due.isNull() ? counted : OffsetDateTime.parse(due.textValue()).toInstant()));
      }
    }
    return scopes;
  }

  private static List<IncidentView.Tag> tags(@Nullable String json) {
    List<IncidentView.Tag> tags = new ArrayList<>();
    if (json != null) {
      for (JsonNode tag : Json.read(json, JsonNode.class)) {
        tags.add(
            new IncidentView.Tag(
                UUID.fromString(tag.get("id").textValue()),
                tag.get("name").textValue(),
                tag.get("color").textValue(),
                tag.get("by").textValue(),
                OffsetDateTime.parse(tag.get("at").textValue()).toInstant(),
                tag.get("auto").booleanValue()));
      }
    }
    return tags;
  }
}
