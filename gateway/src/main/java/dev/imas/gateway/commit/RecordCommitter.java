package dev.imas.gateway.commit;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.Disposition;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.work.Repeat;
import dev.imas.gateway.commit.IngestAnswer.RowOutcome;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.commit.RecordOffsets.Partition;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what was read in a partition of a topic together with how far it was read, in one
 * transaction. So each record counts once, wherever a gateway stops. Its connections are its own: a
 * claim that was lost rolls back nobody else's batch. Bound to one context.
 */
public final class RecordCommitter {

  /**
   * Records that count as received at the same moment.
   *
   * @param receivedAtMicros not before that of any submission
   */
  public record Window(long receivedAtMicros, List<Submission> submissions) {

    public Window {
      submissions = List.copyOf(submissions);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(RecordCommitter.class);
  private static final String ADVANCE =
      """
      SELECT advance_partition($1, $2, $3, $4, $5::bigint, $6::bigint, $7::bigint, $8::timestamptz, $9::timestamptz)\
      """;

  private final Pool pool;
  private final CommitterConfig config;
  private final InstantSource clock;
  private final KnownAlerts known;
  private final UrgentGroups urgentGroups;
  private final TextRefresh texts;
  private final int shards;
  private final int firstShard;
  private final Consumer<TransitionsCommitted> announce;
  private int turn;

  /**
   * @param firstShard of the ledger, from which on as many are written as there are connections
   * @param announce called after each commit that changed the state of alerts
   */
  public RecordCommitter(
      Pool pool,
      CommitterConfig config,
      InstantSource clock,
      KnownAlerts known,
      UrgentGroups urgentGroups,
      TextRefresh texts,
      int firstShard,
      int connections,
      Consumer<TransitionsCommitted> announce) {
    this.pool = pool;
    this.config = config;
    this.clock = clock;
    this.known = known;
    this.urgentGroups = urgentGroups;
    this.texts = texts;
    this.firstShard = firstShard;
    this.shards = connections;
    this.announce = announce;
  }

  /** What one statement committed. */
  private record Stored(Batch batch, IngestAnswer answer) {}

  /** One transaction. */
  private record Work(
      SqlConnection tx, int shard, Instant now, boolean byRow, List<Stored> stored) {}

  /**
   * Commits the records from {@code first} to before {@code next}. Succeeds with false if the claim
   * is lost or they were committed before; then nothing has changed. When it fails, it may be that
   * they are committed nevertheless. The submissions are used up either way: to try again, read the
   * records again.
   *
   * @param windows in the order of the records
   * @param byRow whether what the database refuses becomes a dead letter; slower. Without it, such
   *     a row fails the whole
   */
  public Future<Boolean> commit(
      Claim claim, long first, long next, List<Window> windows, boolean byRow) {
    Instant now = clock.instant();
    int shard = firstShard + turn++ % shards;
    List<Stored> stored = new ArrayList<>();
    Function<SqlConnection, Future<Boolean>> work =
        tx ->
            advance(tx, claim, first, next, windows, now)
                .compose(
                    mine ->
                        mine
                            ? ingest(new Work(tx, shard, now, byRow, stored), windows).map(true)
                            : Future.succeededFuture(false));
    return (byRow ? withSavepoints(work) : pool.withTransaction(work))
        .map(
            committed -> {
              if (!Boolean.TRUE.equals(committed)) {
                return false;
              }
              settle(stored, (int) now.getEpochSecond());
              return true;
            });
  }

  /**
   * A transaction in which a statement may fail: the client's own ends with the first that does.
   */
  private Future<@Nullable Boolean> withSavepoints(Function<SqlConnection, Future<Boolean>> work) {
    return pool.withConnection(
        connection ->
            connection
                .query("BEGIN")
                .execute()
                .compose(begun -> work.apply(connection))
                .compose(done -> connection.query("COMMIT").execute().map(done))
                .recover(
                    cause ->
                        connection
                            .query("ROLLBACK")
                            .execute()
                            .transform(ended -> Future.failedFuture(cause))));
  }

  /** Nothing may be committed after this. */
  public void stop() {
    texts.stop();
  }

  private static Future<Boolean> advance(
      SqlConnection tx, Claim claim, long first, long next, List<Window> windows, Instant now) {
    Partition partition = claim.partition();
    Tuple arguments =
        Tuple.of(
            partition.tenant(),
            partition.cluster(),
            partition.topicId(),
            partition.number(),
            claim.epoch());
    arguments
        .addValue(first)
        .addValue(next)
        .addValue(windows.isEmpty() ? null : time(windows.getLast().receivedAtMicros()))
        .addValue(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
    return tx.preparedQuery(ADVANCE)
        .execute(arguments)
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static OffsetDateTime time(long micros) {
    return OffsetDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  private Future<Void> ingest(Work work, List<Window> windows) {
    Future<Void> all = Future.succeededFuture();
    for (Window window : windows) {
      CommitQueue queue = new CommitQueue(tenant -> 1, System::nanoTime);
      for (Submission submission : window.submissions()) {
        if (!submission.events().isEmpty() || submission.hasExtras()) {
          queue.add(submission);
        }
      }
      all = all.compose(done -> drain(work, queue, window.receivedAtMicros()));
    }
    return all;
  }

  /**
   * Each batch has a fingerprint once, so what an alert did in a window goes in several. They are a
   * microsecond apart, so that none counts as received together with the one before.
   */
  private Future<Void> drain(Work work, CommitQueue queue, long receivedAtMicros) {
    if (queue.isEmpty()) {
      return Future.succeededFuture();
    }
    return Repeat.until(receivedAtMicros, next -> queue.isEmpty(), next -> batch(work, queue, next))
        .mapEmpty();
  }

  /** Completes with the time at which the next batch counts as received. */
  private Future<Long> batch(Work work, CommitQueue queue, long receivedAtMicros) {
    Batch batch = queue.next(config.mostRows());
    if (batch.parts() == 0) {
      return Future.succeededFuture(receivedAtMicros);
    }
    return store(work, batch, receivedAtMicros)
        .map(
            again -> {
              queue.putBack(again);
              return receivedAtMicros + 1;
            });
  }

  /** Completes with the events whose cache entry was stale: they go again, in full. */
  private Future<List<AlertEvent>> store(Work work, Batch batch, long receivedAtMicros) {
    if (!work.byRow()) {
      return send(work, batch, receivedAtMicros);
    }
    return work.tx()
        .query("SAVEPOINT part")
        .execute()
        .compose(set -> send(work, batch, receivedAtMicros))
        .recover(
            cause ->
                DatabaseFailure.of(cause).isOfTheRow() && batch.rows() > 0
                    ? work.tx()
                        .query("ROLLBACK TO SAVEPOINT part")
                        .execute()
                        .compose(back -> apart(work, batch, receivedAtMicros, cause))
                    : Future.failedFuture(cause));
  }

  /**
   * Halves the batch until the row that the database refuses is alone, and stores it as letters.
   */
  private Future<List<AlertEvent>> apart(
      Work work, Batch batch, long receivedAtMicros, Throwable cause) {
    if (batch.parts() == 1) {
      log.atWarn()
          .setCause(cause)
          .log("The database refuses an alert of a topic; it is stored as a dead letter");
      List<Submission> letters =
          batch
              .allRows()
              .getFirst()
              .asDeadLetters(
                  () -> UuidV7.at(clock.millis()),
                  "the database refuses it: " + cause.getMessage());
      return send(work, new Batch(List.of(), List.of(), letters), receivedAtMicros);
    }
    List<AlertEvent> again = new ArrayList<>();
    Future<Void> all = Future.succeededFuture();
    for (Batch half : batch.halves()) {
      all =
          all.compose(done -> store(work, half, receivedAtMicros))
              .map(
                  missed -> {
                    again.addAll(missed);
                    return null;
                  });
    }
    return all.map(again);
  }

  private Future<List<AlertEvent>> send(Work work, Batch batch, long receivedAtMicros) {
    Instant receivedAt = Instant.EPOCH.plus(receivedAtMicros, ChronoUnit.MICROS);
    Tuple arguments =
        IngestStatement.arguments(
            batch,
            work.shard(),
            receivedAt,
            config.reorderWindow(),
            false,
            row -> isUrgent(row, work.now().getEpochSecond()));
    IngestStatement.addBeside(arguments, batch);
    return work.tx()
        .preparedQuery(IngestStatement.of(batch))
        .execute(arguments)
        .map(rows -> IngestAnswer.read(rows.iterator().next(), batch))
        .map(
            answer -> {
              work.stored().add(new Stored(batch, answer));
              List<AlertEvent> again = new ArrayList<>();
              for (int place : answer.missed()) {
                for (AlertEvent event : batch.known().get(place).events) {
                  event.cacheHit = false;
                  again.add(event);
                }
              }
              return again;
            });
  }

  private boolean isUrgent(BatchRow row, long nowSeconds) {
    return row.newest.severity.isCritical()
        && !urgentGroups.isRecent(
            row.tenant, row.newest.routing().groupKey(), row.newest.severity, nowSeconds);
  }

  /** The transaction is committed: what is known of its alerts is so from now on. */
  private void settle(List<Stored> stored, int nowSeconds) {
    List<TransitionsCommitted.Change> changes = new ArrayList<>();
    for (Stored one : stored) {
      settleKnown(one);
      for (BatchRow row : one.batch().full()) {
        settleFull(row, one.answer().outcomeOf(row), changes, nowSeconds);
      }
      for (Submission submission : one.batch().extras()) {
        submission.extrasStored(one.answer().repeats().contains(submission.receipt()));
      }
    }
    if (!changes.isEmpty()) {
      announce.accept(new TransitionsCommitted(changes));
    }
  }

  private void settleKnown(Stored one) {
    int[] missed = one.answer().missed();
    int nextMissed = 0;
    for (int i = 0; i < one.batch().known().size(); i++) {
      BatchRow row = one.batch().known().get(i);
      if (nextMissed < missed.length && missed[nextMissed] == i) {
        nextMissed++;
        known.forget(row.fingerprint);
      } else {
        if (row.renewsTexts()) {
          texts.add(row);
        }
        row.settle(Disposition.DEDUPLICATED);
      }
    }
  }

  private void settleFull(
      BatchRow row, RowOutcome outcome, List<TransitionsCommitted.Change> changes, int nowSeconds) {
    AlertEvent event = row.newest;
    TransitionKind change = outcome.change();
    if (change != null) {
      changes.add(
          new TransitionsCommitted.Change(
              row.tenant, row.fingerprint, outcome.seq(), change, event.severity));
      if (change.isFiring() && event.severity.isCritical()) {
        urgentGroups.committed(row.tenant, event.routing().groupKey(), event.severity, nowSeconds);
      }
    }
    if (event.alert.firing() && outcome.disposition() != Disposition.STALE) {
      known.learn(
          row.fingerprint,
          event.alert.severity(),
          event.severity,
          event.alert.startsAtMicros(),
          event.generation,
          nowSeconds);
      known.learnTexts(row.fingerprint, event.alert.annotations(), nowSeconds);
    } else {
      known.forget(row.fingerprint);
    }
    row.settle(outcome.disposition());
  }
}
