package dev.imas.core.work;

import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads which of several conditions hold. */
final class PollRepository {

  private final List<String> conditions;
  private final String statement;

  /**
   * @param conditions in SQL; {@code $1} is the process's time
   */
  PollRepository(List<String> conditions) {
    this.conditions = conditions;
    // The first column gives the parameter a type, where no condition uses it.
    this.statement =
        conditions.stream().collect(Collectors.joining(", ", "SELECT $1::timestamptz, ", ""));
  }

  List<String> conditions() {
    return conditions;
  }

  /** Whether each of the conditions holds, in their order. It is a single statement. */
  Future<List<Boolean>> look(Tx tx, Instant now) {
    return tx.connection()
        .preparedQuery(statement)
        .execute(Rows.tuple(Rows.time(now)))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return IntStream.rangeClosed(1, conditions.size()).mapToObj(row::getBoolean).toList();
            });
  }
}
