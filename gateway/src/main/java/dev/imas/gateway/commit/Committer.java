package dev.imas.gateway.commit;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.Disposition;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.gateway.commit.IngestAnswer.RowOutcome;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits submissions in batches, one at a time, over one connection. What arrives while a batch is
 * in flight makes up the next one. So a lone alert does not wait for a timer, and a storm makes
 * large batches. Bound to the event loop it was made on.
 */
public final class Committer {

  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  /**
   * How long to wait for a permit, in milliseconds. A commit that takes longer waits for its disk
   * or hangs, so that going beside it costs nothing.
   */
  private static final long PERMIT_WAIT_MS = 2;

  /**
   * From this many alerts on, a batch does not wait for a permit: it is worth a commit beside
   * another. Measured from 24 to 100.
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
  private final CommitPermits permits;
  private final CommitHealth health;
  private final Context context;
  private @Nullable Batch inFlight;
  private boolean hasPermit;
  private boolean asksForPermit;
  private boolean aboutToFlush;
  private boolean goesWithout;

  /**
   * All full rows of the last batch that had any were new, so the next batch is expected to be like
   * it.
   */
  private boolean expectNew;

  private long sentAt;
  private long permitTimer;
  private @Nullable Promise<Void> drained;
  private final long waitTimer;

  /**
   * @param texts of this event loop; stopped with this committer
   * @param shard of the ledger that this committer alone writes
   * @param permits shared by the committers of this process
   * @param weights of the tenants, at least 1 each
   * @param announce called after each commit that changed the state of alerts
   * @param heartbeat reported to after each commit, and while there is nothing to commit
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
      CommitPermits permits,
      ToIntFunction<UUID> weights,
      Consumer<TransitionsCommitted> announce,
      WorkerHealth heartbeat) {
    this.vertx = vertx;
    this.connection = connection;
    this.config = config;
    this.clock = clock;
    this.known = known;
    this.urgentGroups = urgentGroups;
    this.meters = meters;
    this.texts = texts;
    this.shard = new LedgerShard(shard);
    this.permits = permits;
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

  /** Submits a request's alerts. The submission's future completes with the outcome. */
  public void submit(Submission submission) {
    if (drained != null) {
      submission.fail(new CommitFailure(CommitFailure.Reason.STOPPING, "the gateway is stopping"));
      return;
    }
    if (submission.events().isEmpty() && !submission.hasExtras()) {
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
      // Let everything that has already arrived be read first, so that it goes with this batch.
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
   * The expected wait of something that this tenant submits now, until its first part is sent; 0
   * where no wait is expected.
   *
   * @param urgent whether it holds a SEV1 or SEV2
   */
  public long expectedWaitNanos(UUID tenant, boolean urgent) {
    return queue.expectedWaitNanos(tenant, urgent, config.mostRows());
  }

  /** Commits what is queued, then ends. Nothing may be submitted after this. */
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
    if (!asksForPermit) {
      hasPermit = permits.take(this::permitComes);
      asksForPermit = !hasPermit;
      if (asksForPermit) {
        permitTimer = vertx.setTimer(PERMIT_WAIT_MS, id -> goWithout());
      }
    }
    if (hasPermit || goesWithout || queue.size() >= WORTH_A_COMMIT) {
      send();
    }
  }

  /** Sends without a permit, until one comes. */
  private void goWithout() {
    if (asksForPermit) {
      goesWithout = true;
      flush();
    }
  }

  /** Runs on whatever thread returns the permit. */
  private void permitComes() {
    context.runOnContext(
        on -> {
          asksForPermit = false;
          goesWithout = false;
          vertx.cancelTimer(permitTimer);
          if (inFlight != null || queue.isEmpty()) {
            permits.release(); // A batch went without the permit, or the queue is empty by now.
          } else {
            hasPermit = true;
            send();
          }
        });
  }

  private void send() {
    Batch batch = queue.next(config.mostRows());
    if (batch.parts() == 0) {
      returnPermit();
      flush(); // The next submissions may not have ended.
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
      returnPermit();
      flush();
    }
  }

  private void returnPermit() {
    if (hasPermit) {
      hasPermit = false;
      permits.release();
    }
  }

  private void endIfDrained() {
    Promise<Void> promise = drained;
    if (promise != null && inFlight == null && queue.isEmpty()) {
      promise.tryComplete();
    }
  }

  /** Completes when every row of the batch is settled, put back or failed. It never fails. */
  private Future<Void> commit(Batch batch, int retries) {
    CommitConnection.Statements statements = connection.ready();
    if (statements == null) {
      batch.fail(
          new CommitFailure(
              CommitFailure.Reason.DATABASE_UNREACHABLE, "there is no connection to the database"));
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
      if (!knownOnly) {
        IngestStatement.addBeside(arguments, batch);
      }
    } catch (RuntimeException ours) {
      // If this were thrown, the batch would stay in flight for ever, and all others would wait.
      return recover(batch, 0, ours);
    }
    return (knownOnly ? statements.known() : statements.of(batch))
        .execute(arguments)
        .map(rows -> rows.iterator().next())
        .map(row -> knownOnly ? IngestAnswer.readKnown(row) : IngestAnswer.read(row, batch))
        .transform(
            result -> {
              if (result.succeeded()) {
                IngestAnswer answer = result.result();
                meters.committed(batch.rows(), System.nanoTime() - begun);
                health.committed();
                if (!batch.full().isEmpty()) {
                  expectNew = answer.allNew();
                }
                if (answer.missed().length == 0) {
                  // Nothing of this batch is sent again, so nothing can be overtaken. The database
                  // works on the next batch while we answer the senders of this one.
                  landed(batch);
                }
                settle(batch, answer, (int) receivedAt.getEpochSecond());
                return Future.succeededFuture();
              }
              return recover(batch, retries, result.cause());
            });
  }

  private void settle(Batch batch, IngestAnswer answer, int nowSeconds) {
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
      // After a recovery, the next firing may be a first page again.
      if (change != null && change.isFiring() && row.newest.severity.isCritical()) {
        urgentGroups.committed(
            row.tenant, row.newest.routing().groupKey(), row.newest.severity, nowSeconds);
      }
      row.settle(outcome.disposition());
    }
    for (Submission submission : batch.extras()) {
      boolean isRepeat = answer.repeats().contains(submission.receipt());
      if (isRepeat) {
        meters.repeated();
      }
      submission.extrasStored(isRepeat);
    }
    queue.putBack(again);
    if (!changes.isEmpty()) {
      announce.accept(new TransitionsCommitted(changes));
    }
  }

  /** Whether it is a severe event of a group that had none lately. */
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
    // Its senders wait: after that time they are answered instead.
    boolean early = System.nanoTime() - sentAt < config.retryWithin().toNanos();
    if (failure == DatabaseFailure.CONFLICT && retries > 0 && early) {
      meters.conflict();
      return pause(retries).compose(over -> commitAll(batch.apart(), retries - 1));
    }
    if (failure.isOfTheRow()) {
      return batch.parts() == 1 ? setAside(batch, cause) : commitAll(batch.halves(), retries);
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

  private Future<Void> commitAll(List<Batch> batches, int retries) {
    Future<Void> all = Future.succeededFuture();
    for (Batch batch : batches) {
      all = all.compose(done -> commit(batch, retries));
    }
    return all;
  }

  /** None before the first retry; then at random, so that two batches do not meet for ever. */
  private Future<Void> pause(int retries) {
    int earlier = config.retriesOnConflict() - retries;
    return earlier == 0
        ? Future.succeededFuture()
        : vertx
            .timer(ThreadLocalRandom.current().nextInt(1, 2 + 10 * earlier), TimeUnit.MILLISECONDS)
            .mapEmpty();
  }

  /**
   * The database refuses this row on its own. It is stored as a dead letter with the reason, and
   * the other rows go on.
   */
  private Future<Void> setAside(Batch batch, Throwable cause) {
    meters.poisoned();
    log.atWarn()
        .setCause(cause)
        .log("The database refuses an alert; it is stored as a dead letter");
    if (batch.rows() == 0) {
      batch.fail(
          new CommitFailure(
              CommitFailure.Reason.TRANSACTION_FAILED,
              "what the body holds beside alerts could not be stored"));
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
              "alerts arrive faster than the database stores them"));
    }
    if (!late.isEmpty()) {
      queue.removeEnded();
      endIfDrained();
    }
  }
}
