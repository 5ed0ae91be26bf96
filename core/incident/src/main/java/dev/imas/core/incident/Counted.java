package dev.imas.core.incident;

import dev.imas.core.http.Query;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents figures count, in the one place that says so. The list of incidents can be asked
 * for the same ones, so that the rows behind a figure are as many as it says.
 *
 * @param isCounted true: only those that are counted
 * @param end what ended them; null: whatever it was, and open ones
 * @param isAcknowledged true: those with a time to acknowledge; false: those that people were told
 *     of and did not acknowledge before they ended, or have not yet
 * @param resolvedAfter resolved then or later
 * @param resolvedBefore resolved before then
 */
public record Counted(
    boolean isCounted,
    @Nullable End end,
    @Nullable Boolean isAcknowledged,
    @Nullable Instant resolvedAfter,
    @Nullable Instant resolvedBefore) {

  /** What ended an incident, by its number in {@link #ENDED}. */
  enum End {
    PERSON(1),
    ALERTS(2),
    TIMEOUT(3),
    STORM(4),
    MERGED(5),
    UNKNOWN(6);

    private final int number;

    End(int number) {
      this.number = number;
    }
  }

  /**
   * Why the incident {@code i} is left out: 0 if it is not, 1 for the umbrella of a storm, since
   * the incidents that it stands for are counted, 2 for one that was merged, since its target is,
   * and 3 for one that a test opened.
   */
  public static final String EXCLUSION =
      "CASE WHEN i.origin = 'storm' THEN 1 WHEN i.ended_by = 'merged' THEN 2 WHEN i.is_test THEN 3"
          + " ELSE 0 END";

  /**
   * What ended the incident {@code i}: 0 if it is open, 6 if it is not known. Of one that ended
   * before this was kept, its timeline is asked.
   */
  public static final String ENDED =
      """
      CASE WHEN i.status <> 'RESOLVED' THEN 0
           ELSE CASE i.ended_by
                  WHEN 'person' THEN 1 WHEN 'alerts' THEN 2 WHEN 'timeout' THEN 3 WHEN 'storm' THEN 4 WHEN 'merged' THEN 5
                  ELSE ended_by_of_timeline(i.id, i.resolved_at)
                END
      END\
      """;

  private static final String ACKNOWLEDGED =
      "(i.acknowledged_at IS NOT NULL AND (i.acknowledged_at >= i.resolved_at) IS NOT TRUE)";

  private static final String OF_STORM =
      "EXISTS (SELECT FROM storm_child h WHERE h.tenant_id = i.tenant_id AND h.incident_id = i.id)";

  /** Null if the request asks for nothing of it. */
  static @Nullable Counted read(Query query) {
    boolean isCounted = Boolean.TRUE.equals(query.flag("counted"));
    Counted read =
        new Counted(
            isCounted,
            end(query.text("ended_by")),
            query.flag("acknowledged"),
            query.time("resolved_after"),
            query.time("resolved_before"));
    return read.equals(new Counted(false, null, null, null, null)) ? null : read;
  }

  private static @Nullable End end(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (End end : End.values()) {
      if (end.name().toLowerCase(Locale.ROOT).equals(text)) {
        return end;
      }
    }
    throw Query.fault(
        "ended_by",
        "'" + text + "' is not one of person, alerts, timeout, storm, merged and unknown");
  }

  /**
   * Continues a condition of rows {@code i}.
   *
   * @param first the number of the parameter with {@link #resolvedAfter}, which the other follows
   */
  String condition(int first) {
    StringBuilder condition =
        new StringBuilder(
            " AND ($%1$d::timestamptz IS NULL OR i.resolved_at >= $%1$d) AND ($%2$d::timestamptz IS NULL OR i.resolved_at < $%2$d)"
                .formatted(first, first + 1));
    if (isCounted) {
      condition.append(" AND (" + EXCLUSION + ") = 0");
    }
    if (end != null) {
      condition.append(" AND (" + ENDED + ") = ").append(end.number);
    }
    if (isAcknowledged != null) {
      condition.append(
          isAcknowledged
              ? " AND " + ACKNOWLEDGED + " AND (" + EXCLUSION + ") < 2 AND NOT " + OF_STORM
              : " AND NOT " + ACKNOWLEDGED + " AND (" + EXCLUSION + ") = 0 AND NOT " + OF_STORM);
    }
    return condition.toString();
  }
}
