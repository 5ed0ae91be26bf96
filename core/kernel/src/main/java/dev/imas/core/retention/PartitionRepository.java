package dev.imas.core.retention;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Calls the functions for partitions, which may do what no login may. */
final class PartitionRepository {

  record Partition(String parent, String name, Instant starts, Instant ends) {}

  private static final String CREATE = "SELECT create_partitions($1)";

  /**
   * @return how many were new
   */
  Future<Integer> create(Tx tx, Duration ahead) {
    return tx.connection()
        .preparedQuery(CREATE)
        .execute(tuple(interval(ahead)))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String LIST =
      "SELECT parent, name, starts, ends FROM partition_list() ORDER BY ends, name";

  Future<List<Partition>> list(Tx tx) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute()
        .map(
            rows -> {
              List<Partition> partitions = new ArrayList<>();
              for (Row row : rows) {
                partitions.add(
                    new Partition(
                        row.getString("parent"),
                        row.getString("name"),
                        instant(row, "starts"),
                        instant(row, "ends")));
              }
              return partitions;
            });
  }

  private static final String CLOSE_LEDGER = "SELECT close_ledger($1)";
  private static final String FORGET_BODY_KEYS = "SELECT forget_body_keys($1)";
  private static final String DROP = "SELECT drop_partition($1)";

  /**
   * Drops a partition. The sums of a ledger partition are kept; the keys of bodies are destroyed.
   */
  Future<Void> drop(Tx tx, Partition partition) {
    Future<?> before =
        switch (partition.parent()) {
          case "ledger" -> call(tx, CLOSE_LEDGER, partition);
          case "recent_body" -> call(tx, FORGET_BODY_KEYS, partition);
          default -> Future.succeededFuture();
        };
    return before
        .compose(done -> tx.connection().preparedQuery(DROP).execute(tuple(partition.name())))
        .mapEmpty();
  }

  private static Future<?> call(Tx tx, String function, Partition partition) {
    return tx.connection().preparedQuery(function).execute(tuple(partition.name()));
  }

  private static final String TIMELINE_IS_EMPTY = "SELECT timeline_is_empty($1, $2)";

  /** Whether a partition of the timeline is empty, since all of its incidents were purged. */
  Future<Boolean> isEmpty(Tx tx, Partition ofTimeline) {
    return tx.connection()
        .preparedQuery(TIMELINE_IS_EMPTY)
        .execute(tuple(time(ofTimeline.starts()), time(ofTimeline.ends())))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }
}
