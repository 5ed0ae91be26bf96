package dev.imas.gateway.commit;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.gateway.commit.IngestAnswer.RowOutcome;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Commits what was read in a dead letter, as of its receipt, and marks the letter as replayed in
 * the same transaction. It does not share the connection of a {@link Committer}, so that a replay
 * delays no sender. Bound to one event loop.
 */
public final class LetterCommitter {

  /** What became of a letter that could be read. */
  public sealed interface Outcome {

    /** Its alerts are committed, and it is marked. */
    record Committed() implements Outcome {}

    /** It was replayed before, or is gone. Nothing was changed. */
    record Over() implements Outcome {}

    /** The database refuses what was read. Nothing was changed. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * The letter that a submission was read from.
   *
   * @param by who asked for the replay
   */
  public record Letter(UUID id, String by) {}

  private static final String BEGIN =
      "SELECT begin_replay($1::uuid, $2::uuid, $3, $4::uuid, $5::timestamptz)";

  private final Pool pool;
  private final CommitterConfig config;
  private final InstantSource clock;
  private final KnownAlerts known;
  private final UrgentGroups urgentGroups;
  private final LedgerShard shard;
  private final Consumer<TransitionsCommitted> announce;

  /**
   * @param shard of the ledger that this event loop alone writes
   * @param announce called after each commit that changed the state of alerts
   */
  public LetterCommitter(
      Pool pool,
      CommitterConfig config,
      InstantSource clock,
      KnownAlerts known,
      UrgentGroups urgentGroups,
      int shard,
      Consumer<TransitionsCommitted> announce) {
    this.pool = pool;
    this.config = config;
    this.clock = clock;
    this.known = known;
    this.urgentGroups = urgentGroups;
    this.shard = new LedgerShard(shard);
    this.announce = announce;
  }

  /** Fails if it cannot be known whether the letter is replayed: ask again. */
  public Future<Outcome> commit(Letter letter, Submission submission) {
    return commit(letter, submission, batches(submission), config.retriesOnConflict());
  }

  private Future<Outcome> commit(
      Letter letter, Submission submission, List<Batch> batches, int retries) {
    Instant now = clock.instant();
    List<RowOutcome> outcomes = new ArrayList<>();
    return pool.withTransaction(tx -> run(tx, letter, submission, batches, now, outcomes))
        .map(
            marked -> {
              if (!Boolean.TRUE.equals(marked)) {
                return new Outcome.Over();
              }
              committed(batches, outcomes, (int) now.getEpochSecond());
              return (Outcome) new Outcome.Committed();
            })
        .recover(
            cause -> {
              DatabaseFailure failure = DatabaseFailure.of(cause);
              if (failure == DatabaseFailure.CONFLICT && retries > 0) {
                return commit(letter, submission, batches, retries - 1);
              }
              return failure.isOfTheRow()
                  ? Future.succeededFuture(
                      new Outcome.Refused("the database refuses it: " + cause.getMessage()))
                  : Future.failedFuture(cause);
            });
  }

  /** Each batch has a fingerprint once, so a letter that has one in several states has several. */
  private List<Batch> batches(Submission submission) {
    CommitQueue queue = new CommitQueue(tenant -> 1, System::nanoTime);
    queue.add(submission);
    List<Batch> batches = new ArrayList<>();
    while (!queue.isEmpty()) {
      batches.add(queue.next(config.mostRows()));
    }
    return batches;
  }

  private Future<Boolean> run(
      SqlConnection tx,
      Letter letter,
      Submission submission,
      List<Batch> batches,
      Instant now,
      List<RowOutcome> outcomes) {
    return tx.preparedQuery(BEGIN)
        .execute(
            Tuple.of(
                submission.tenant(),
                letter.id(),
                letter.by(),
                submission.receipt(),
                OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
        .compose(
            rows -> {
              OffsetDateTime received = rows.iterator().next().getOffsetDateTime(0);
              if (received == null) {
                return Future.succeededFuture(false);
              }
              Future<Void> all = Future.succeededFuture();
              for (Batch batch : batches) {
                all = all.compose(done -> ingest(tx, batch, received.toInstant(), now, outcomes));
              }
              return all.map(true);
            });
  }

  private Future<Void> ingest(
      SqlConnection tx, Batch batch, Instant receivedAt, Instant now, List<RowOutcome> outcomes) {
    Tuple arguments =
        IngestStatement.arguments(
            batch,
            shard.next(),
            receivedAt,
            config.reorderWindow(),
            false,
            row -> isUrgent(row, now.getEpochSecond()));
    IngestStatement.addBeside(arguments, batch);
    return tx.preparedQuery(IngestStatement.of(batch))
        .execute(arguments)
        .map(rows -> IngestAnswer.read(rows.iterator().next(), batch))
        .map(
            answer -> {
              batch.full().forEach(row -> outcomes.add(answer.outcomeOf(row)));
              return null;
            });
  }

  private boolean isUrgent(BatchRow row, long nowSeconds) {
    return row.newest.severity.isCritical()
        && !urgentGroups.isRecent(
            row.tenant, row.newest.routing().groupKey(), row.newest.severity, nowSeconds);
  }

  /**
   * @param outcomes of the full rows of all batches, in their order
   */
  private void committed(List<Batch> batches, List<RowOutcome> outcomes, int nowSeconds) {
    List<TransitionsCommitted.Change> changes = new ArrayList<>();
    int at = 0;
    for (Batch batch : batches) {
      for (BatchRow row : batch.full()) {
        RowOutcome outcome = outcomes.get(at++);
        // What the letter says is older than what the cache may hold.
        known.forget(row.fingerprint);
        TransitionKind change = outcome.change();
        if (change == null) {
          continue;
        }
        AlertEvent event = row.newest;
        changes.add(
            new TransitionsCommitted.Change(
                row.tenant, row.fingerprint, outcome.seq(), change, event.severity));
        if (change.isFiring() && event.severity.isCritical()) {
          urgentGroups.committed(
              row.tenant, event.routing().groupKey(), event.severity, nowSeconds);
        }
      }
    }
    if (!changes.isEmpty()) {
      announce.accept(new TransitionsCommitted(changes));
    }
  }
}
