package dev.imas.core.intake;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.heartbeat.BeatAlerts;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.storm.Storms;
import dev.imas.core.suppressed.Suppression;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs intake: the bus and a timer wake its lanes, which process outbox rows. The urgent lane has a
 * transaction of its own, so that a storm of less severe alerts delays no page. Deploy it on
 * threads of its own, since planning takes too long for an event loop, and requests share virtual
 * threads.
 */
public final class Intake extends VerticleBase {

  /** Whether rows of the outbox wait for it, as a condition of its poll. */
  public static final String WAITS = "outbox_waits()";

  /** One connection for each lane, one to measure the backlog, one for vacuum. */
  public static final int CONNECTIONS = 4;

  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final Duration MEASURED = Duration.ofSeconds(2);

  private final Platform platform;
  private final Transactions transactions;
  private final IntakeConfig config;
  private final Poll poll;
  private final OutboxRepository outbox = new OutboxRepository();
  private final IntakeMetrics metrics;
  private final OutboxLoop urgent;
  private final OutboxLoop bulk;
  private @Nullable MessageConsumer<TransitionsCommitted> hints;
  private final WorkLoop measurements =
      new WorkLoop(MEASURED, PassObserver.quiet(log, "The backlog cannot be read"), this::measure);

  /**
   * @param transactions runs at least {@link #CONNECTIONS} transactions at once
   * @param poll how it learns of rows of the outbox, by {@link #WAITS}
   * @param qualification of the incidents that it opens
   * @param feed is told of the alerts
   * @param beats says which alerts are heartbeats, for which nobody is told
   * @param timers for the ends of incidents that flap
   * @param urgentHeartbeat learns of each unit of the urgent lane
   * @param bulkHeartbeat learns of each unit of the bulk lane
   */
  public Intake(
      Platform platform,
      Transactions transactions,
      IntakeConfig config,
      Poll poll,
      IncidentRepository incidents,
      OwnedServiceRepository services,
      IncidentWriter writer,
      Qualification qualification,
      FeedWriter feed,
      BeatAlerts beats,
      Timers timers,
      Storms storms,
      WorkerHealth urgentHeartbeat,
      WorkerHealth bulkHeartbeat) {
    this.platform = platform;
    this.transactions = transactions;
    this.config = config;
    this.poll = poll;
    this.metrics = new IntakeMetrics(platform.meters());
    IntakeUnit unit =
        new IntakeUnit(
            transactions,
            outbox,
            new IntakeWork(
                transactions,
                incidents,
                services,
                writer,
                qualification,
                feed,
                beats,
                new Suppression(),
                timers,
                storms,
                config.policy(),
                platform.clock()));
    OutboxSweep sweep = new OutboxSweep(transactions);
    this.urgent = lane(OutboxLoop.Kind.URGENT, null, unit, sweep, urgentHeartbeat);
    this.bulk = lane(OutboxLoop.Kind.BULK, urgent, unit, sweep, bulkHeartbeat);
  }

  private OutboxLoop lane(
      OutboxLoop.Kind kind,
      @Nullable OutboxLoop ahead,
      IntakeUnit unit,
      OutboxSweep sweep,
      WorkerHealth heartbeat) {
    return new OutboxLoop(kind, ahead, unit, metrics, sweep, platform, config, poll, heartbeat);
  }

  @Override
  public Future<?> start() {
    TransitionsCommitted.registerOn(vertx.eventBus());
    hints =
        vertx.eventBus().consumer(TransitionsCommitted.ADDRESS, message -> wakeFor(message.body()));
    measurements.start(context);
    urgent.start(context);
    bulk.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return unregistered(hints)
        .eventually(
            () -> Future.join(urgent.stop(), bulk.stop(), measurements.stop(Duration.ZERO)));
  }

  /** On threads of its own, the end of a verticle does not end its consumers by itself. */
  private static Future<Void> unregistered(@Nullable MessageConsumer<?> consumer) {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  /** Hints from any thread that the outbox has work. A lost hint only costs latency. */
  public void nudge() {
    urgent.wake();
    bulk.wake();
  }

  private void wakeFor(TransitionsCommitted committed) {
    boolean isWhole = committed.changes().size() < TransitionsCommitted.MOST;
    boolean hasUrgent = false;
    boolean hasBulk = false;
    for (TransitionsCommitted.Change change : committed.changes()) {
      // The poll finds a recovery whose severity differs from that of its firing.
      boolean isUrgent = change.severity().compareTo(Severity.SEV2_HIGH) <= 0;
      hasUrgent |= isUrgent;
      hasBulk |= !isUrgent;
    }
    if (hasUrgent || !isWhole) {
      urgent.wake();
    }
    if (hasBulk || !isWhole) {
      bulk.wake();
    }
  }

  private Future<Next> measure() {
    return transactions
        .autocommit(outbox::backlog)
        .map(
            b -> {
              metrics.backlog(b.waiting(), b.oldest(), platform.clock().instant());
              return Next.IDLE;
            });
  }
}
