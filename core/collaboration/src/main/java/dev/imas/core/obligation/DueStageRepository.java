package dev.imas.core.obligation;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.platform.Tx;
import dev.imas.core.regime.Regimes;
import dev.imas.core.regime.StageTemplate;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads open stages that are due. It awaits, on a virtual thread. */
final class DueStageRepository {

  private static final String READ =
      """
      SELECT o.id, o.regime, s.stage, s.due_at, i.short_id, v.id AS service_id, v.name AS service
        FROM obligation_stage s
        JOIN obligation o ON o.tenant_id = s.tenant_id AND o.id = s.obligation_id
        JOIN incident i ON i.tenant_id = o.tenant_id AND i.id = o.incident_id
        JOIN service v ON v.tenant_id = i.tenant_id AND v.id = i.service_id
       WHERE o.closed_at IS NULL AND s.closed_as IS NULL AND s.due_at >= $1 AND s.due_at < $2 AND ($4::uuid IS NULL OR o.id = $4)
       ORDER BY s.due_at, o.id, s.stage
       LIMIT $3\
      """;

  List<CalendarEntry> read(Tx tx, CalendarRange range, Instant now) {
    List<CalendarEntry> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple(time(range.from()), time(range.until()), range.most(), range.of()))
        .await()
        .forEach(row -> found.add(entry(row, now)));
    return found;
  }

  /** As people call the law and its stage. */
  private static String title(String regime, String stage) {
    Regimes known = Regimes.shipped();
    String name =
        known.find(regime).stream()
            .flatMap(law -> law.versions().stream())
            .flatMap(version -> version.stages().stream())
            .filter(template -> template.id().equals(stage))
            .map(StageTemplate::name)
            .findFirst()
            .orElse("Report");
    return known.nameOf(regime).orElse(regime) + ": " + name;
  }

  private static CalendarEntry entry(Row row, Instant now) {
    Instant due = instant(row, "due_at");
    return new CalendarEntry(
        new Key(row.getUUID("id"), row.getString("stage"), 0),
        title(row.getString("regime"), row.getString("stage")),
        due,
        due,
        due.isAfter(now) ? "ahead" : "overdue",
        null,
        row.getString("short_id"),
        List.of(),
        Concerns.of(
            List.of(new Concerned(row.getUUID("service_id"), row.getString("service"))), List.of()),
        "/obligations");
  }
}
