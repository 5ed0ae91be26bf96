package dev.imas.core.suppressed;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.suppression.InhibitRule;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.SuppressionTable;
import dev.imas.core.times.NamedTimes;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads what hid alerts in a time that is over, for whoever replays it. The row of a silence keeps
 * what it hid and when, also of one that a maintenance window has made. Of inhibit rules and time
 * intervals no former versions are kept: they are those of today.
 */
public final class PastSuppressionRepository {

  private final SuppressionRepository hiding = new SuppressionRepository();
  private final TimesRepository times = new TimesRepository();

  /**
   * What hid alerts.
   *
   * @param silences those that ended later than that time began
   * @param rules the inhibit rules in force today
   * @param times the time intervals of today
   * @param since since when there has been each inhibit rule
   * @param changed how many of these rules and intervals have been changed since that time began
   */
  public record Past(
      List<Silence> silences,
      List<InhibitRule> rules,
      List<NamedTimes> times,
      Map<UUID, Instant> since,
      int changed) {

    /** Nothing hid anything. */
    public static final Past NOTHING = new Past(List.of(), List.of(), List.of(), Map.of(), 0);

    public Past {
      silences = List.copyOf(silences);
      rules = List.copyOf(rules);
      times = List.copyOf(times);
      since = Map.copyOf(since);
    }

    /** Takes milliseconds for thousands of them. Never call it on an event loop. */
    public SuppressionTable table() {
      return SuppressionTable.of(0, silences, rules, times);
    }
  }

  private static final String RULES_SINCE = "SELECT id, created_at FROM inhibit_rule";

  private static final String CHANGED =
      """
      SELECT ((SELECT count(*) FROM inhibit_rule WHERE version > 1 AND updated_at >= $1)
            + (SELECT count(*) FROM time_interval WHERE version > 1 AND updated_at >= $1))::int AS changed\
      """;

  /** Only on a virtual thread. */
  public Past since(Tx tx, Instant from) {
    Map<UUID, Instant> since = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(RULES_SINCE).execute().await()) {
      since.put(row.getUUID("id"), instant(row, "created_at"));
    }
    return new Past(
        hiding.silences(tx, from).await(),
        hiding.rules(tx).await(),
        times.times(tx, null).await(),
        since,
        tx.connection()
            .preparedQuery(CHANGED)
            .execute(tuple(time(from)))
            .await()
            .iterator()
            .next()
            .getInteger("changed"));
  }
}
