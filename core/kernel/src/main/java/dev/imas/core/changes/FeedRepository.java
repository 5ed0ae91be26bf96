package dev.imas.core.changes;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends the feed's rows, numbers them and reads them. */
public final class FeedRepository {

  private static final String APPEND =
      """
      INSERT INTO feed_change (tenant_id, topic, changes, subjects, versions, services, incidents, severities)
      SELECT (SELECT current_tenant()), $1, cardinality($2::uuid[]), $2, $3::int[], $4::uuid[], $5::uuid[], $6::smallint[]\
      """;

  /** Writes one row, without a number. */
  Future<Void> append(Tx tx, Topic topic, List<NewChange> changes) {
    boolean hasIncidents = changes.stream().anyMatch(change -> change.incident() != null);
    return tx.connection()
        .preparedQuery(APPEND)
        .execute(
            tuple(
                topic.wireName(),
                column(changes, NewChange::subject, UUID[]::new),
                column(changes, NewChange::version, Integer[]::new),
                column(changes, NewChange::service, UUID[]::new),
                hasIncidents ? column(changes, NewChange::incident, UUID[]::new) : null,
                column(changes, c -> (short) c.severity().number(), Short[]::new)))
        .mapEmpty();
  }

  /**
   * What was numbered at once, of all tenants.
   *
   * @param changes how many
   * @param isAll whether nothing is left that was committed before
   * @param waited how long the oldest of them had waited
   */
  record Numbered(long changes, boolean isAll, Duration waited) {}

  private static final String NUMBER =
      "SELECT numbered_rows, numbered, waiting FROM number_feed($1)";

  /**
   * @param limit the most rows of one tenant
   */
  Future<Numbered> number(Tx tx, int limit) {
    return tx.connection()
        .preparedQuery(NUMBER)
        .execute(tuple(limit))
        .map(
            rows -> {
              long changes = 0;
              boolean isAll = true;
              Duration waited = Duration.ZERO;
              for (Row row : rows) {
                changes += row.getLong("numbered");
                isAll &= row.getInteger("numbered_rows") < limit;
                Duration of = row.get(Interval.class, "waiting").toDuration();
                waited = of.compareTo(waited) > 0 ? of : waited;
              }
              return new Numbered(changes, isAll, waited);
            });
  }

  private static final String HEADS = "SELECT tenant_id, last FROM feed_heads($1)";

  /** The number of each tenant's newest change; absent if it has none. */
  Future<Map<TenantId, Long>> heads(Tx tx, Collection<TenantId> tenants) {
    return tx.connection()
        .preparedQuery(HEADS)
        .execute(tuple((Object) tenants.stream().map(TenantId::value).toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<TenantId, Long> heads = new HashMap<>();
              rows.forEach(
                  row -> heads.put(new TenantId(row.getUUID("tenant_id")), row.getLong("last")));
              return heads;
            });
  }

  private static final String LAST = "SELECT last FROM feed_head";

  /**
   * The number of the tenant's newest change. Whatever the transaction reads afterwards shows all
   * changes up to it: a number is given only to what is committed.
   */
  public Future<Long> last(Tx tx) {
    return tx.connection()
        .preparedQuery(LAST)
        .execute()
        .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0));
  }

  // The rows of one numbering are whole or not there, so none begins before what is asked for and
  // ends after it, except where the reader starts.
  private static final String READ =
      """
      SELECT first, topic, subjects, versions, services, incidents, severities,
             CASE WHEN topic = 'alert' THEN ARRAY (
               SELECT p.number
                 FROM unnest(c.subjects) WITH ORDINALITY AS s(fingerprint, place)
                 LEFT JOIN alert_progress p ON p.tenant_id = c.tenant_id AND p.fingerprint = s.fingerprint
                ORDER BY s.place) END AS numbers
        FROM feed_change c
       WHERE first > $1
       ORDER BY tenant_id, first\
      """;

  /** The tenant's changes after that number, in order, that are still kept. */
  Future<List<Change>> read(Tx tx, long after) {
    return tx.connection()
        .preparedQuery(READ)
        .execute(tuple(after))
        .map(
            rows -> {
              List<Change> changes = new ArrayList<>();
              rows.forEach(row -> add(row, changes));
              return changes;
            });
  }

  private static void add(Row row, List<Change> changes) {
    Topic topic = Topic.named(row.getString("topic")).orElseThrow();
    long first = row.getLong("first");
    UUID[] subjects = row.getArrayOfUUIDs("subjects");
    Integer @Nullable [] versions = row.getArrayOfIntegers("versions");
    UUID @Nullable [] services = row.getArrayOfUUIDs("services");
    UUID @Nullable [] incidents = row.getArrayOfUUIDs("incidents");
    Short @Nullable [] severities = row.getArrayOfShorts("severities");
    Long @Nullable [] numbers = row.getArrayOfLongs("numbers");
    for (int i = 0; i < subjects.length; i++) {
      changes.add(
          new Change(
              first + i,
              topic,
              subjects[i],
              versions == null ? null : versions[i],
              services == null ? null : services[i],
              incidents == null ? null : incidents[i],
              severities == null || severities[i] == null ? null : Severity.of(severities[i]),
              numbers == null ? null : numbers[i]));
    }
  }

  private static final String FORGET = "SELECT forget_feed($1, $2, $3)";

  /**
   * Deletes what is older than that, or has that many newer changes after it.
   *
   * @return how many rows
   */
  Future<Long> forget(Tx tx, Duration keep, long most, int limit) {
    return tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple(interval(keep), most, limit))
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
