package dev.imas.gateway.commit;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.Disposition;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Heartbeat;
import dev.imas.gateway.commit.IngestStatement.Answer;
import dev.imas.gateway.commit.IngestStatement.RowOutcome;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits submissions in batches: one at a time over one connection. What arrives while a batch is
 * in flight makes the next one, so a lone alert is not delayed by a timer and a storm makes large
 * batches. Bound to the event loop it was made on.
 */
public final class Committer {

  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  /**
   * To wait for a turn, in milliseconds. Where a commit takes longer, it waits for its disk, or
   * hangs: to go beside it costs nothing then.
   */
  private static final long PATIENCE_MS = 2;

  /**
   * Alerts that go without waiting for a turn: a batch of so many is worth its commit beside
   * another's. Measured from 24 to 100.
   */
  private static final int WORTH_A_COMMIT = 64;

  private final Vertx vertx;
  private final CommitConnection connection;
  private final CommitterConfig config;
  private final InstantSource clock;
  private final KnownAlerts known;
  private final UrgentGroups urgentGroups;
  private final CommitMeters meters;
  private final TextRefresh texts;
  private final LedgerShard shard;
  private final Consumer<TransitionsCommitted> announce;
  private final CommitQueue queue;
  private final CommitTurns turns;
  private final CommitHealth health;
  private final Context context;
  private @Nullable Batch inFlight;
  private boolean hasTurn;
  private boolean asked;
  private boolean aboutToFlush;
  private boolean impatient;

  /** All that was not known of the last batch with such was new: so will be the next one's. */
  private boolean expectNew;

  private long sentAt;
  private long patience;
  private @Nullable Promise<Void> drained;
  private final long waitTimer;

  /**
   * @param texts of this event loop; stopped with this committer
   * @param shard of the ledger that this committer alone writes
   * @param turns which the committers of this process take
   * @param weights of tenants among each other, at least 1 each
   * @param announce told after each commit that changed the state of alerts
   * @param heartbeat told of each commit, and while there is nothing to commit
   */
  public Committer(
      Vertx vertx,
      CommitConnection connection,
      CommitterConfig config,
      InstantSource clock,
      KnownAlerts known,
      UrgentGroups urgentGroups,
      CommitMeters meters,
      TextRefresh texts,
      int shard,
      CommitTurns turns,
      ToIntFunction<UUID> weights,
      Consumer<TransitionsCommitted> announce,
      Heartbeat heartbeat) {
    this.vertx = vertx;
    this.connection = connection;
    this.config = config;
    this.clock = clock;
    this.known = known;
    this.urgentGroups = urgentGroups;
    this.meters = meters;
    this.texts = texts;
    this.shard = new LedgerShard(shard);
    this.turns = turns;
    this.health = new CommitHealth(heartbeat, System::nanoTime);
    this.context = vertx.getOrCreateContext();
    this.announce = announce;
    this.queue = new CommitQueue(weights, System::nanoTime);
    this.waitTimer =
        vertx.setPeriodic(
            100,
            id -> {
              refuseLate();
              health.look(connection.ready() != null, inFlight == null);
            });
  }

  /** The submission's future tells the outcome. */
  public void submit(Submission submission) {
    if (drained != null) {
      submission.fail(new CommitFailure(CommitFailure.Reason.STOPPING, "the gateway is stopping"));
      return;
    }
    if (submission.events().isEmpty() && submission.deadLetters().isEmpty()) {
      submission.finishIfEmpty();
      return;
    }
    for (AlertEvent event : submission.events()) {
      if (!event.alert.firing()) {
        known.forget(event.alert.fingerprint());
      }
    }
    queue.add(submission);
    if (inFlight == null && !aboutToFlush) {
      // Whatever else has arrived by now is read first, and goes with it.
      aboutToFlush = true;
      context.runOnContext(
          read -> {
            aboutToFlush = false;
            flush();
          });
    }
  }

  /** Alerts waiting for their transaction. */
  public int waiting() {
    return queue.size();
  }

  /**
   * How long something of this tenant submitted now is expected to wait until its first part is
   * sent; 0 where nothing speaks for a wait.
   *
   * @param urgent something with a SEV1 or SEV2
   */
  public long expectedWaitNanos(UUID tenant, boolean urgent) {
    return queue.expectedWaitNanos(tenant, urgent, config.mostRows());
  }

  /** Commits what is queued, then ends. Nothing may be submitted any more. */
  public Future<Void> drain() {
    Promise<Void> promise = Promise.promise();
    drained = promise;
    flush();
    endIfDrained();
    return promise
        .future()
        .eventually(
            () -> {
              vertx.cancelTimer(waitTimer);
              texts.stop();
              return connection.close();
            });
  }

  private void flush() {
    if (inFlight != null || queue.isEmpty()) {
      return;
    }
    if (!asked) {
      hasTurn = turns.take(this::turnComes);
      asked = !hasTurn;
      if (asked) {
        patience = vertx.setTimer(PATIENCE_MS, id -> goWithout());
      }
    }
    if (hasTurn || impatient || queue.size() >= WORTH_A_COMMIT) {
      send();
    }
  }

  /** Until the turn comes, every batch goes beside the others. */
  private void goWithout() {
    if (asked) {
      impatient = true;
      flush();
    }
  }

  /** On whatever thread passes the turn on. */
  private void turnComes() {
    context.runOnContext(
        on -> {
          asked = false;
          impatient = false;
          vertx.cancelTimer(patience);
          if (inFlight != null || queue.isEmpty()) {
            turns.giveBack(); // it went without, or has ended meanwhile
          } else {
            hasTurn = true;
            send();
          }
        });
  }

  private void send() {
    Batch batch = queue.next(config.mostRows());
    if (batch.parts() == 0) {
      passTurnOn();
      flush(); // of what is left something may not have ended
      endIfDrained();
      return;
    }
    inFlight = batch;
    sentAt = System.nanoTime();
    commit(batch, config.retriesOnConflict())
        .onComplete(
            done -> {
              landed(batch);
              endIfDrained();
            });
  }

  /** The connection is free for the next batch. */
  private void landed(Batch batch) {
    if (inFlight == batch) {
      inFlight = null;
      passTurnOn();
      flush();
    }
  }

  private void passTurnOn() {
    if (hasTurn) {
      hasTurn = false;
      turns.giveBack();
    }
  }

  private void endIfDrained() {
    Promise<Void> promise = drained;
    if (promise != null && inFlight == null && queue.isEmpty()) {
      promise.tryComplete();
    }
  }

  /** Ends when every row of the batch has been settled, put back or failed; never fails. */
  private Future<Void> commit(Batch batch, int retries) {
    CommitConnection.Statements statements = connection.ready();
    if (statements == null) {
      batch.fail(
          new CommitFailure(
              CommitFailure.Reason.DATABASE_UNREACHABLE, "the database is not reachable"));
      return Future.succeededFuture();
    }
    Instant receivedAt = clock.instant();
    long begun = System.nanoTime();
    boolean knownOnly = batch.isKnownOnly();
    Tuple arguments;
    int ledger = shard.next();
    try {
      arguments =
          knownOnly
              ? IngestStatement.knownArguments(batch, ledger, receivedAt)
              : IngestStatement.arguments(
                  batch,
                  ledger,
                  receivedAt,
                  config.reorderWindow(),
                  expectNew,
                  row -> isUrgent(row, receivedAt.getEpochSecond()));
    } catch (RuntimeException ours) {
      // Thrown on, it would leave this batch in flight for ever, and everybody behind it waiting.
      return recover(batch, 0, ours);
    }
    return (knownOnly ? statements.known() : statements.any())
        .execute(arguments)
        .map(rows -> rows.iterator().next())
        .map(row -> knownOnly ? IngestStatement.readKnown(row) : IngestStatement.read(row))
        .transform(
            result -> {
              if (result.succeeded()) {
                Answer answer = result.result();
                meters.committed(batch.rows(), System.nanoTime() - begun);
                health.committed();
                if (!batch.full().isEmpty()) {
                  expectNew = answer.allNew();
                }
                if (answer.missed().length == 0) {
                  // Nothing of this batch goes again, so nothing can be overtaken: the database
                  // works on the next one while we answer this one's senders.
                  landed(batch);
                }
                settle(batch, answer, (int) receivedAt.getEpochSecond());
                return Future.succeededFuture();
              }
              return recover(batch, retries, result.cause());
            });
  }

  private void settle(Batch batch, Answer answer, int nowSeconds) {
    List<TransitionsCommitted.Change> changes = new ArrayList<>();
    List<AlertEvent> again = new ArrayList<>();
    int nextMissed = 0;
    for (int i = 0; i < batch.known().size(); i++) {
      BatchRow row = batch.known().get(i);
      if (nextMissed < answer.missed().length && answer.missed()[nextMissed] == i) {
        nextMissed++;
        known.forget(row.fingerprint);
        for (AlertEvent event : row.events) {
          event.cacheHit = false;
        }
        again.addAll(row.events);
      } else {
        if (row.renewsTexts()) {
          texts.add(row);
        }
        row.settle(Disposition.DEDUPLICATED);
      }
    }
    if (answer.missed().length > 0) {
      meters.missed(answer.missed().length);
    }
    for (BatchRow row : batch.full()) {
      RowOutcome outcome = answer.outcomeOf(row);
      TransitionKind change = outcome.change();
      if (change != null) {
        changes.add(
            new TransitionsCommitted.Change(
                row.tenant, row.fingerprint, outcome.seq(), change, row.newest.severity));
      }
      learn(row, outcome.disposition(), nowSeconds);
      // After a recovery the next firing may well be a first page.
      if (change != null && change.isFiring() && row.newest.severity.isCritical()) {
        urgentGroups.committed(
            row.tenant, row.newest.routing().groupKey(), row.newest.severity, nowSeconds);
      }
      row.settle(outcome.disposition());
    }
    for (Submission submission : batch.deadLetters()) {
      submission.deadLettersStored();
    }
    queue.putBack(again);
    if (!changes.isEmpty()) {
      announce.accept(new TransitionsCommitted(changes));
    }
  }

  /** A severe one, of a group that had none lately. */
  private boolean isUrgent(BatchRow row, long nowSeconds) {
    AlertEvent event = row.newest;
    return event.severity.isCritical()
        && !urgentGroups.isRecent(
            row.tenant, event.routing().groupKey(), event.severity, nowSeconds);
  }

  private void learn(BatchRow row, Disposition disposition, int nowSeconds) {
    AlertEvent event = row.newest;
    if (event.alert.firing() && disposition != Disposition.STALE) {
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
  }

  private void complain(Batch batch, Throwable cause) {
    long failures = meters.failuresToTell();
    if (failures > 0) {
      log.atWarn()
          .addKeyValue("rows", batch.rows())
          .addKeyValue("reason", DatabaseFailure.of(cause))
          .addKeyValue("failures", failures)
          .setCause(cause)
          .log("A batch was not committed; its senders are told to post again");
    }
  }

  private Future<Void> recover(Batch batch, int retries, Throwable cause) {
    DatabaseFailure failure = DatabaseFailure.of(cause);
    // Later its senders, who wait, are told.
    boolean early = System.nanoTime() - sentAt < config.retryWithin().toNanos();
    if (failure == DatabaseFailure.CONFLICT && retries > 0 && early) {
      meters.conflict();
      return commit(batch, retries - 1);
    }
    if (failure.isOfTheRow()) {
      return batch.parts() == 1
          ? setAside(batch, cause)
          : commit(batch.halves().get(0), retries)
              .compose(done -> commit(batch.halves().get(1), retries));
    }
    meters.failed();
    health.failed(cause);
    if (!connection.missed(cause)) {
      complain(batch, cause);
    }
    batch.fail(
        new CommitFailure(
            CommitFailure.Reason.TRANSACTION_FAILED, "the alerts could not be stored"));
    return Future.succeededFuture();
  }

  /**
   * The database refuses this one row whatever its neighbours: it is kept with the reason, and they
   * go on.
   */
  private Future<Void> setAside(Batch batch, Throwable cause) {
    meters.poisoned();
    log.atWarn().setCause(cause).log("The database refuses an alert; it goes to the dead letters");
    if (batch.rows() == 0) {
      batch.fail(
          new CommitFailure(
              CommitFailure.Reason.TRANSACTION_FAILED, "the dead letter could not be stored"));
      return Future.succeededFuture();
    }
    BatchRow row = batch.allRows().getFirst();
    List<Submission> letters =
        row.asDeadLetters(
            () -> UuidV7.at(clock.millis()), "the database refuses it: " + cause.getMessage());
    return commit(new Batch(List.of(), List.of(), letters), 0);
  }

  private void refuseLate() {
    List<Submission> late =
        queue.waitingLongerThan(
            config.longestWait().toNanos(), System.nanoTime(), config.mostRows());
    for (Submission submission : late) {
      submission.fail(
          new CommitFailure(
              CommitFailure.Reason.WAITED_TOO_LONG,
              "the database is slower than the alerts arrive"));
    }
    if (!late.isEmpty()) {
      queue.removeEnded();
      endIfDrained();
    }
  }
}
