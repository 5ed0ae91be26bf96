package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.times;

import dev.imas.core.model.Severity;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@code incident}, for statements about many rows. Each parameter is an array with
 * one value per row.
 */
final class IncidentColumns {

  /**
   * @param type PostgreSQL's type of its elements
   * @param values makes an array of these incidents' values
   */
  private record Column(String name, String type, Function<List<Incident>, Object> values) {}

  /** Columns written when an incident is opened; a person may correct some. */
  private static final List<Column> OPENED =
      List.of(
          of("id", "uuid", Incident::id, UUID[]::new),
          of("short_id", "text", Incident::shortId, String[]::new),
          of("title", "text", Incident::title, String[]::new),
          of("description", "text", Incident::description, String[]::new),
          of("service_id", "uuid", Incident::serviceId, UUID[]::new),
          of("origin", "text", i -> i.origin().name().toLowerCase(Locale.ROOT), String[]::new),
          of("group_key", "text", Incident::groupKey, String[]::new),
          of("created_by", "text", i -> i.subject().createdBy(), String[]::new),
          of("previous_id", "uuid", i -> i.subject().previousId(), UUID[]::new),
          time("detected_at", i -> i.clocks().detectedAt()),
          time("created_at", i -> i.clocks().createdAt()));

  private static final List<Column> STANDING =
      List.of(
          of("severity", "smallint", i -> (short) i.severity().number(), Short[]::new),
          of("status", "text", i -> i.status().name(), String[]::new),
          of("auto_resolve", "boolean", Incident::autoResolve, Boolean[]::new),
          of("lead", "text", Incident::lead, String[]::new),
          of("lead_id", "uuid", Incident::leadId, UUID[]::new),
          time("acknowledged_at", i -> i.clocks().acknowledgedAt()),
          time("mitigated_at", i -> i.clocks().mitigatedAt()),
          time("resolved_at", i -> i.clocks().resolvedAt()),
          time("updated_at", i -> i.clocks().updatedAt()),
          of("resolution_note", "text", i -> i.standing().resolutionNote(), String[]::new),
          of("root_cause", "text", i -> i.standing().rootCause(), String[]::new),
          of("reopen_count", "int", i -> i.counts().reopens(), Integer[]::new),
          of("unacknowledge_count", "int", i -> i.counts().takenBack(), Integer[]::new),
          of("alert_count", "int", i -> i.counts().alerts(), Integer[]::new),
          of("firing_count", "int", i -> i.counts().firing(), Integer[]::new),
          of("timeline_seq", "int", i -> i.counts().timelineSeq(), Integer[]::new),
          of("severity_set_by", "text", i -> i.standing().setBy().severity(), String[]::new),
          of("words_set_by", "text", i -> i.standing().setBy().words(), String[]::new),
          of("ended_by", "text", IncidentColumns::endedBy, String[]::new),
          of("merged_into", "uuid", Incident::mergedInto, UUID[]::new),
          of("version", "int", Incident::version, Integer[]::new));

  private static final List<Column> ALL = concat(OPENED, STANDING);

  /** The id, and the columns of the standing. */
  private static final List<Column> MOVING = concat(OPENED.subList(0, 1), STANDING);

  /** The names of all columns but the tenant's, for a SELECT. */
  static final String NAMES = names(ALL);

  static final String INSERT =
      """
      INSERT INTO incident (tenant_id, %s)
      SELECT current_tenant(), n.* FROM unnest(%s) AS n
      ON CONFLICT DO NOTHING\
      """
          .formatted(NAMES, parameters(ALL));

  static final String UPDATE =
      "UPDATE incident i SET %s FROM unnest(%s) AS n(%s) WHERE i.id = n.id"
          .formatted(
              STANDING.stream()
                  .map(c -> c.name + " = n." + c.name)
                  .collect(Collectors.joining(", ")),
              parameters(MOVING),
              names(MOVING));

  private IncidentColumns() {}

  /** The parameters of {@link #INSERT}. */
  static Tuple whole(List<Incident> incidents) {
    return values(ALL, incidents);
  }

  /** The parameters of {@link #UPDATE}. */
  static Tuple standing(List<Incident> incidents) {
    return values(MOVING, incidents);
  }

  /** Reads a row with all {@link #NAMES}. */
  static Incident read(Row row) {
    return new Incident(
        new Subject(
            row.getUUID("id"),
            row.getString("short_id"),
            row.getString("title"),
            row.getString("description"),
            row.getUUID("service_id"),
            Incident.Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
            row.getString("group_key"),
            row.getString("created_by"),
            row.getUUID("previous_id")),
        new Standing(
            Severity.of(row.getInteger("severity")),
            IncidentStatus.valueOf(row.getString("status")),
            row.getBoolean("auto_resolve"),
            lead(row),
            new Clocks(
                instant(row, "detected_at"),
                instant(row, "created_at"),
                instantOrNull(row, "acknowledged_at"),
                instantOrNull(row, "mitigated_at"),
                instantOrNull(row, "resolved_at"),
                instant(row, "updated_at")),
            row.getString("resolution_note"),
            row.getString("root_cause"),
            new Counts(
                row.getInteger("reopen_count"),
                row.getInteger("unacknowledge_count"),
                row.getInteger("alert_count"),
                row.getInteger("firing_count"),
                row.getInteger("timeline_seq")),
            new SetBy(row.getString("severity_set_by"), row.getString("words_set_by")),
            ending(row),
            row.getInteger("version")));
  }

  private static @Nullable String endedBy(Incident incident) {
    IncidentEnd ending = incident.ending();
    return ending == null ? null : ending.by().wireName();
  }

  private static @Nullable IncidentEnd ending(Row row) {
    String by = row.getString("ended_by");
    return by == null
        ? null
        : new IncidentEnd(IncidentEnd.By.named(by), row.getUUID("merged_into"));
  }

  private static <T> Column of(
      String name, String type, Function<Incident, @Nullable T> value, IntFunction<T[]> array) {
    return new Column(name, type, n -> column(n, value, array));
  }

  private static Column time(String name, Function<Incident, @Nullable Instant> value) {
    return new Column(name, "timestamptz", n -> times(n, value));
  }

  private static List<Column> concat(List<Column> first, List<Column> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** Parameters such as {@code $1::uuid[], $2::text[]}. */
  private static String parameters(List<Column> columns) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> "$" + (i + 1) + "::" + columns.get(i).type + "[]")
        .collect(Collectors.joining(", "));
  }

  private static Tuple values(List<Column> columns, List<Incident> incidents) {
    Tuple values = Tuple.tuple();
    columns.forEach(c -> values.addValue(c.values.apply(incidents)));
    return values;
  }

  private static @Nullable Author lead(Row row) {
    String name = row.getString("lead");
    UUID id = row.getUUID("lead_id");
    if (name == null) {
      return null;
    }
    return id == null ? Author.program(name) : Author.user(id, name);
  }
}
