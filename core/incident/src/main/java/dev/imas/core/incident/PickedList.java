package dev.imas.core.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of incidents of which something is asked for that is kept beside them. */
final class PickedList {

  private PickedList() {}

  /**
   * Reads what was asked for in the order of the list, from an index that has it so: a value, a
   * cause, or a missing value. Neither a rare one nor a common one reads more than is shown.
   */
  private static final String LIST =
      IncidentViews.COLUMNS
          + """
            FROM %3$s p
            JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
            JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
            JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
           WHERE %4$s
             AND ($1::uuid IS NULL OR i.id = $1)
             AND ($2::text[] IS NULL OR i.status = ANY ($2))
             AND ($3::smallint[] IS NULL OR i.severity = ANY ($3))
             AND ($4::text IS NULL OR position(lower($4) IN lower(i.title)) > 0
                                   OR position(lower($4) IN lower(i.description)) > 0
                                   OR lower($4) = lower(i.short_id))
             AND ($5::timestamptz IS NULL OR p.opened_at >= $5)
             AND ($6::timestamptz IS NULL OR p.opened_at < $6)
             AND %1$s
             AND ($10::uuid IS NULL AND $11::text IS NULL
                  OR EXISTS (SELECT FROM impact_scope q JOIN incident_scope x ON x.tenant_id = q.tenant_id AND x.scope_id = q.id
                              WHERE x.incident_id = i.id AND (q.id = $10 OR lower(q.name) = lower($11))))
             AND ($12::boolean IS NULL
                  OR $12 = (i.status <> 'RESOLVED'
                            AND i.id IN (SELECT c.incident_id
                                           FROM storm_child c
                                           JOIN storm h ON h.tenant_id = c.tenant_id AND h.umbrella_id = c.umbrella_id
                                          WHERE c.released_at IS NULL AND h.closed_at IS NULL)))
             AND ($13::uuid IS NULL AND $14::text IS NULL
                  OR EXISTS (SELECT FROM tag g JOIN incident_tag x ON x.tenant_id = g.tenant_id AND x.tag_id = g.id
                              WHERE x.incident_id = i.id AND (g.id = $13 OR lower(g.name) = lower($14))))
             AND ($15::uuid IS NULL OR s.id = $15)
             AND ($16::text IS NULL OR lower(s.name) = lower($16))
             AND ($17::uuid IS NULL OR t.id = $17)
             AND ($18::text IS NULL OR lower(t.name) = lower($18))
             AND (cardinality($21::uuid[]) = 0
                  OR NOT EXISTS (SELECT FROM unnest($21::uuid[], $22::text[]) AS w(field_id, value_key)
                                  WHERE NOT EXISTS (SELECT FROM incident_field_value v
                                                     WHERE v.incident_id = i.id AND v.field_id = w.field_id
                                                       AND v.value_key = w.value_key)))
             AND ($23::uuid IS NULL OR EXISTS (SELECT FROM incident_cause c WHERE c.incident_id = i.id AND c.cause_id = $23))
             AND (NOT $24::boolean
                  OR EXISTS (SELECT FROM incident_missing_field m JOIN custom_field f ON f.id = ANY (m.fields)
                              WHERE m.incident_id = i.id AND NOT f.is_archived AND f.required_at <> 'none'))
           ORDER BY %2$s
           LIMIT $9\
          """;

  /** What a list of what was asked for is read from. */
  enum Source {
    VALUE("incident_field_value", "p.field_id = $19::uuid AND p.value_key = $20::text"),
    CAUSE("incident_cause", "p.cause_id = $23::uuid AND $19::uuid IS NULL AND $20::text IS NULL"),
    MISSING("incident_missing_field", "$19::uuid IS NULL AND $20::text IS NULL");

    private final String table;
    private final String condition;

    Source(String table, String condition) {
      this.table = table;
      this.condition = condition;
    }

    static Source of(FurtherFacts.Picked picked) {
      if (!picked.fields().isEmpty()) {
        return VALUE;
      }
      return picked.cause() != null ? CAUSE : MISSING;
    }
  }

  private static final int PARAMETERS = 24;

  /** The list of incidents of which something else is asked for. */
  static String of(Source source, IncidentSort sort) {
    return of(source, sort, null, null);
  }

  private static String of(
      Source source, IncidentSort sort, @Nullable Counted counted, @Nullable Marked marked) {
    return LIST.formatted(
        sort.after(7, PARAMETERS + 1, "p.opened_at", "p.incident_id")
            + IncidentViews.further(sort, PARAMETERS, counted, marked),
        sort.order("p.opened_at", "p.incident_id"),
        source.table,
        source.condition);
  }

  static String of(
      FurtherFacts.Picked picked,
      IncidentSort sort,
      @Nullable Counted counted,
      @Nullable Marked marked) {
    return of(Source.of(picked), sort, counted, marked);
  }

  /** Its parameters, which follow those of services. */
  static List<@Nullable Object> parameters(FurtherFacts.Picked picked) {
    List<FurtherFacts.FieldKey> fields = picked.fields();
    FurtherFacts.FieldKey first = fields.isEmpty() ? null : fields.getFirst();
    List<FurtherFacts.FieldKey> rest = first == null ? fields : fields.subList(1, fields.size());
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(first == null ? null : first.field());
    parameters.add(first == null ? null : first.key());
    parameters.add(rest.stream().map(FurtherFacts.FieldKey::field).toArray(UUID[]::new));
    parameters.add(rest.stream().map(FurtherFacts.FieldKey::key).toArray(String[]::new));
    parameters.add(picked.cause());
    parameters.add(picked.isMissing());
    return parameters;
  }
}
