package dev.imas.core.alert;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads which labels the newest alerts have, and which values. */
final class LabelRepository {

  /** How many alerts are read, the newest. */
  static final int LOOKED_AT = 20_000;

  /** Longer names and values are not offered: nobody completes them. */
  static final int LONGEST = 1_000;

  private static final String NEWEST =
      """
      SELECT a.labels FROM alert_state a
      """
          + AlertFilter.WHERE
          + """
             ORDER BY a.created_at DESC
             LIMIT $14
          """;

  private static final String NAMES =
      """
      SELECT l.name AS text, count(*) AS alerts
        FROM (%s) AS a
       CROSS JOIN LATERAL jsonb_object_keys(a.labels::jsonb) AS l(name)
       WHERE ($15::text IS NULL OR starts_with(lower(l.name), lower($15))) AND length(l.name) <= $16
       GROUP BY l.name
       ORDER BY alerts DESC, text
       LIMIT $17\
      """
          .formatted(NEWEST);

  private static final String VALUES =
      """
      SELECT l.value AS text, count(*) AS alerts
        FROM (SELECT a.labels::jsonb ->> $18 AS value FROM (%s) AS a) AS l
       WHERE l.value <> '' AND ($15::text IS NULL OR starts_with(lower(l.value), lower($15))) AND length(l.value) <= $16
       GROUP BY l.value
       ORDER BY alerts DESC, text
       LIMIT $17\
      """
          .formatted(NEWEST);

  private static final String MORE =
      """
      SELECT count(*) > 0 AS more FROM (SELECT FROM alert_state a
      """
          + AlertFilter.WHERE
          + " OFFSET $14 LIMIT 1) AS beyond";

  record NameCount(String name, long count) {}

  record ValueCount(String value, long count) {}

  /**
   * @param items those that most alerts have first
   * @param isComplete false if there are more, or may be in alerts that were not read
   */
  record Completion<T>(List<T> items, boolean isComplete) {}

  /**
   * @param prefix what a name begins with, ignoring case
   */
  Future<Completion<NameCount>> names(
      Tx tx, AlertFilter filter, @Nullable String prefix, int limit) {
    return complete(tx, filter, NAMES, parameters(filter, prefix, limit), limit, NameCount::new);
  }

  /**
   * @param prefix what a value begins with, ignoring case
   */
  Future<Completion<ValueCount>> values(
      Tx tx, AlertFilter filter, String label, @Nullable String prefix, int limit) {
    return complete(
        tx,
        filter,
        VALUES,
        parameters(filter, prefix, limit).addValue(label),
        limit,
        ValueCount::new);
  }

  private static Tuple parameters(AlertFilter filter, @Nullable String prefix, int limit) {
    return AlertRepository.filtered(filter)
        .addValue(LOOKED_AT)
        .addValue(prefix)
        .addValue(LONGEST)
        .addValue(limit + 1);
  }

  private static <T> Future<Completion<T>> complete(
      Tx tx,
      AlertFilter filter,
      String statement,
      Tuple parameters,
      int limit,
      BiFunction<String, Long, T> item) {
    return tx.connection()
        .preparedQuery(statement)
        .execute(parameters)
        .compose(
            rows -> {
              List<T> items = new ArrayList<>();
              rows.forEach(
                  row -> items.add(item.apply(row.getString("text"), row.getLong("alerts"))));
              return items.size() > limit
                  ? Future.succeededFuture(new Completion<>(items.subList(0, limit), false))
                  : more(tx, filter).map(more -> new Completion<>(List.copyOf(items), !more));
            });
  }

  private static Future<Boolean> more(Tx tx, AlertFilter filter) {
    return tx.connection()
        .preparedQuery(MORE)
        .execute(AlertRepository.filtered(filter).addValue(LOOKED_AT))
        .map(rows -> rows.iterator().next().getBoolean("more"));
  }
}
