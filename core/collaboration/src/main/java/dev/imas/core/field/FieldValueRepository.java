package dev.imas.core.field;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores the values of incidents, and which are missing. What returns no future awaits, on a
 * virtual thread.
 */
final class FieldValueRepository {

  private static final String VALUES =
      """
      SELECT f.id, f.key, f.label, f.type, f.is_archived,
             v.text_value, v.number_value, v.boolean_value, v.date_value, v.instant_value, v.ref_value,
             CASE f.type WHEN 'user' THEN (SELECT u.username FROM user_account u WHERE u.id = v.ref_value)
                         WHEN 'team' THEN (SELECT t.name FROM team t WHERE t.id = v.ref_value)
                         WHEN 'service' THEN (SELECT s.name FROM service s WHERE s.id = v.ref_value)
                         WHEN 'select' THEN o.label
                         WHEN 'multi_select' THEN o.label END AS name
        FROM incident_field_value v
        JOIN custom_field f ON f.id = v.field_id
        LEFT JOIN custom_field_option o
               ON o.field_id = v.field_id AND o.id = v.text_value AND f.type IN ('select', 'multi_select')
       WHERE v.incident_id = $1
       ORDER BY f.label, f.key, v.position\
      """;

  /** Of an incident, by field, also of those that were archived. */
  Map<UUID, IncidentValue> of(Tx tx, UUID incident) {
    Map<UUID, IncidentValue> found = new LinkedHashMap<>();
    for (Row row : tx.connection().preparedQuery(VALUES).execute(tuple(incident)).await()) {
      FieldValue value = value(row);
      String name = row.getString("name");
      found.merge(
          row.getUUID("id"),
          new IncidentValue(
              row.getString("key"),
              row.getString("label"),
              FieldType.named(row.getString("type")).orElseThrow(),
              List.of(value),
              List.of(name == null ? value.text() : name),
              row.getBoolean("is_archived")),
          IncidentValue::and);
    }
    return found;
  }

  private static FieldValue value(Row row) {
    String text = row.getString("text_value");
    BigDecimal number = row.getBigDecimal("number_value");
    Boolean flag = row.getBoolean("boolean_value");
    LocalDate day = row.getLocalDate("date_value");
    UUID ref = row.getUUID("ref_value");
    if (text != null) {
      return new FieldValue.Text(text);
    }
    if (number != null) {
      return new FieldValue.Number(number);
    }
    if (flag != null) {
      return new FieldValue.Flag(flag);
    }
    if (day != null) {
      return new FieldValue.Day(day);
    }
    return ref == null
        ? new FieldValue.Moment(instant(row, "instant_value"))
        : new FieldValue.Ref(ref);
  }

  private static final String DELETE =
      "DELETE FROM incident_field_value WHERE incident_id = $1 AND field_id = $2";

  private static final String INSERT =
      """
      INSERT INTO incident_field_value (tenant_id, incident_id, field_id, position, value_key, text_value, number_value,
                                        boolean_value, date_value, instant_value, ref_value, opened_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)\
      """;

  /**
   * @param values none: it has no value any more
   */
  void replace(Tx tx, Incident incident, UUID field, List<FieldValue> values) {
    tx.connection().preparedQuery(DELETE).execute(tuple(incident.id(), field)).await();
    for (int i = 0; i < values.size(); i++) {
      FieldValue value = values.get(i);
      tx.connection()
          .preparedQuery(INSERT)
          .execute(
              tuple(
                  incident.id(),
                  field,
                  (short) i,
                  value.key(),
                  value instanceof FieldValue.Text(String text) ? text : null,
                  value instanceof FieldValue.Number(BigDecimal number) ? number : null,
                  value instanceof FieldValue.Flag(boolean flag) ? flag : null,
                  value instanceof FieldValue.Day(LocalDate day) ? day : null,
                  value instanceof FieldValue.Moment(Instant at) ? time(at) : null,
                  value instanceof FieldValue.Ref(UUID id) ? id : null,
                  time(incident.clocks().createdAt())))
          .await();
    }
  }

  private static final String USER =
      """
      SELECT u.id FROM user_account u
       WHERE (u.id = $1 OR lower(u.username) = lower($2)) AND u.is_active AND u.deleted_at IS NULL
       ORDER BY (u.id = $1) IS TRUE DESC LIMIT 1\
      """;

  private static final String TEAM =
      """
      SELECT t.id FROM team t WHERE t.id = $1 OR lower(t.name) = lower($2) ORDER BY (t.id = $1) IS TRUE DESC LIMIT 1\
      """;

  private static final String SERVICE =
      """
      SELECT s.id FROM service s
       WHERE s.id = $1 OR lower(s.name) = lower($2) ORDER BY (s.id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** A user, who must be active, a team or a service. */
  Optional<UUID> named(Tx tx, FieldType type, Reference named) {
    String sql = type == FieldType.USER ? USER : type == FieldType.TEAM ? TEAM : SERVICE;
    return tx
        .connection()
        .preparedQuery(sql)
        .execute(tuple(named.id(), named.text()))
        .await()
        .stream()
        .findFirst()
        .map(row -> row.getUUID("id"));
  }

  private static final String MISSING =
      """
      SELECT f.key, f.label
        FROM incident_missing_field m JOIN custom_field f ON f.id = ANY (m.fields)
       WHERE m.incident_id = $1 AND NOT f.is_archived AND f.required_at <> 'none'
       ORDER BY f.label, f.key\
      """;

  /** Those that were asked for, and have no value. */
  List<MissingField> missing(Tx tx, UUID incident) {
    List<MissingField> missing = new ArrayList<>();
    tx.connection()
        .preparedQuery(MISSING)
        .execute(tuple(incident))
        .await()
        .forEach(
            row -> missing.add(new MissingField(row.getString("key"), row.getString("label"))));
    return missing;
  }

  private static final String RECORD =
      """
      WITH asked AS (
        SELECT n.id, n.opened_at, n.is_over
          FROM unnest($1::uuid[], $2::timestamptz[], $3::boolean[]) AS n(id, opened_at, is_over)),
      due AS (
        SELECT a.id, a.opened_at, array_agg(f.id ORDER BY f.key) AS fields
          FROM asked a
          JOIN custom_field f
            ON NOT f.is_archived AND (f.required_at = 'create' OR (f.required_at = 'resolve' AND a.is_over))
         WHERE NOT EXISTS (SELECT FROM incident_field_value v WHERE v.incident_id = a.id AND v.field_id = f.id)
         GROUP BY a.id, a.opened_at),
      gone AS (
        DELETE FROM incident_missing_field m
         WHERE m.incident_id = ANY ($1) AND NOT EXISTS (SELECT FROM due d WHERE d.id = m.incident_id))
      INSERT INTO incident_missing_field (tenant_id, incident_id, fields, opened_at)
      SELECT current_tenant(), d.id, d.fields, d.opened_at FROM due d
          ON CONFLICT (tenant_id, incident_id) DO UPDATE SET fields = EXCLUDED.fields\
      """;

  /** Keeps what is missing in these incidents now. */
  Future<Void> recordMissing(Tx tx, List<Incident> incidents) {
    return tx.connection()
        .preparedQuery(RECORD)
        .execute(
            tuple(
                column(incidents, Incident::id, UUID[]::new),
                times(incidents, one -> one.clocks().createdAt()),
                column(incidents, one -> !one.status().isOpen(), Boolean[]::new)))
        .mapEmpty();
  }

  /** A field that was asked for. */
  record MissingField(String key, String label) {}

  /**
   * The value of a field in an incident.
   *
   * @param values several only where several options are chosen
   * @param texts the same for people
   */
  record IncidentValue(
      String key,
      String label,
      FieldType type,
      List<FieldValue> values,
      List<String> texts,
      boolean isArchived) {

    IncidentValue {
      values = List.copyOf(values);
      texts = List.copyOf(texts);
    }

    private IncidentValue and(IncidentValue next) {
      List<FieldValue> all = new ArrayList<>(values);
      all.addAll(next.values);
      List<String> said = new ArrayList<>(texts);
      said.addAll(next.texts);
      return new IncidentValue(key, label, type, all, said, isArchived);
    }

    String text() {
      return String.join(", ", texts);
    }
  }

  static @Nullable String textOrNull(@Nullable IncidentValue value) {
    return value == null ? null : value.text();
  }
}
