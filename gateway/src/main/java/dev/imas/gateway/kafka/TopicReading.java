package dev.imas.gateway.kafka;

import dev.imas.core.model.TenantId;
import dev.imas.core.option.KafkaTopic;
import dev.imas.core.option.TopicPrefix;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import dev.imas.gateway.commit.RecordCommitter;
import dev.imas.gateway.edge.IngestMeters;
import dev.imas.gateway.edge.RecordBodies;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the partitions share that a gateway reads. Its work runs on virtual threads of a context.
 */
public final class TopicReading {

  private static final Logger log = LoggerFactory.getLogger(TopicReading.class);

  private final Context context;
  private final Supplier<Snapshot> snapshots;
  private final TopicPrefix prefix;
  private final Predicate<TenantId> behind;
  private final RecordBodies bodies;
  private final RecordCommitter committer;
  private final WorkerExecutor decoders;
  private final IngestMeters ingestMeters;
  private final RecentBodies recent;
  private final KafkaMeters meters;
  private final Outage outage;
  private final InstantSource clock;
  private final Slots slots;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private volatile boolean stopping;

  /**
   * @param behind whether so much of a tenant waits for core that no more is to be read
   */
  public TopicReading(
      Context context,
      Supplier<Snapshot> snapshots,
      KafkaConfig config,
      Predicate<TenantId> behind,
      RecordBodies bodies,
      RecordCommitter committer,
      WorkerExecutor decoders,
      IngestMeters ingestMeters,
      RecentBodies recent,
      MeterRegistry meters,
      Outage outage,
      InstantSource clock) {
    this.context = context;
    this.snapshots = snapshots;
    this.prefix = config.prefix();
    this.behind = behind;
    this.bodies = bodies;
    this.committer = committer;
    this.decoders = decoders;
    this.ingestMeters = ingestMeters;
    this.recent = recent;
    this.meters = new KafkaMeters(meters);
    this.outage = outage;
    this.clock = clock;
    this.slots = new Slots(config.connections());
  }

  void run(Runnable work) {
    context.runOnContext(now -> work.run());
  }

  void rest(Duration time) {
    context.owner().timer(time.toMillis(), TimeUnit.MILLISECONDS).await();
  }

  /** Computes on another thread, so that the context can do something else. */
  <T> T computed(Callable<T> work) {
    return decoders.executeBlocking(work, false).await();
  }

  Snapshot snapshot() {
    return snapshots.get();
  }

  /** The sources that may be read, by topic: those of topics that belong to their tenants. */
  Map<String, SourceEntry> sources() {
    Map<String, SourceEntry> all = new HashMap<>();
    snapshot()
        .topics()
        .forEach(
            (name, source) -> {
              if (mayBeRead(source)) {
                all.put(name, source);
              }
            });
    return all;
  }

  /** The source that is read from this topic; null for none. */
  @Nullable SourceEntry sourceOf(String topic) {
    SourceEntry source = snapshot().topics().get(topic);
    return source == null || !mayBeRead(source) ? null : source;
  }

  private boolean mayBeRead(SourceEntry source) {
    KafkaTopic topic = source.topic();
    return topic != null && prefix.covers(topic, source.tenant()) && bodies.takes(source, topic);
  }

  boolean isBehind(TenantId tenant) {
    return behind.test(tenant);
  }

  RecordBodies bodies() {
    return bodies;
  }

  RecordCommitter committer() {
    return committer;
  }

  IngestMeters ingestMeters() {
    return ingestMeters;
  }

  RecentBodies recent() {
    return recent;
  }

  KafkaMeters meters() {
    return meters;
  }

  InstantSource clock() {
    return clock;
  }

  long nanoTime() {
    return System.nanoTime();
  }

  Slots slots() {
    return slots;
  }

  boolean isStopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  /** Whether nothing needs to be logged of this: it was already, or is about the database. */
  boolean reported(Throwable cause) {
    return outage.reported(cause) || complaints.dueAfterOneMore() == 0;
  }

  /** Logs it, unless something was a moment ago. */
  void complain(String what, Throwable cause) {
    if (!reported(cause)) {
      log.atWarn().setCause(cause).log(what);
    }
  }
}
