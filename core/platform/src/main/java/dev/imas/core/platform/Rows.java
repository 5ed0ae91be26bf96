package dev.imas.core.platform;

import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Converts between Java values and what the SQL client binds: instants both ways, and lists to the
 * arrays that set-based statements unnest.
 */
public final class Rows {

  private Rows() {}

  public static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  public static @Nullable Instant instantOrNull(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  public static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  public static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }

  public static Interval interval(Duration duration) {
    return Interval.of(duration);
  }

  /** The {@code id} of the first row, if there is one. */
  public static Optional<UUID> firstId(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID("id"));
  }

  /** Parameters in order; any may be null. */
  public static Tuple tuple(@Nullable Object... values) {
    return Tuple.from(Arrays.asList(values));
  }

  /** A member of each element, as an array to unnest. */
  public static <T, C> C[] column(
      List<T> rows, Function<T, @Nullable C> member, IntFunction<C[]> array) {
    return rows.stream().map(member).toArray(array);
  }

  public static <T> OffsetDateTime[] times(List<T> rows, Function<T, @Nullable Instant> member) {
    return rows.stream().map(r -> timeOrNull(member.apply(r))).toArray(OffsetDateTime[]::new);
  }
}
