package dev.imas.gateway.kafka;

import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import dev.imas.gateway.commit.RecordCommitter;
import dev.imas.gateway.commit.RecordOffsets;
import dev.imas.gateway.pipeline.IngestMeters;
import dev.imas.gateway.recent.RecentBodies;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the partitions share that a gateway reads. Its work runs on virtual threads of a context.
 */
public final class TopicReading {

  private static final Logger log = LoggerFactory.getLogger(TopicReading.class);

  private final Context context;
  private final Feed feed;
  private final RecordCommitter committer;
  private final RecordOffsets offsets;
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
   * @param connections as many chunks are committed at once
   */
  public TopicReading(
      Context context,
      Feed feed,
      int connections,
      RecordCommitter committer,
      RecordOffsets offsets,
      WorkerExecutor decoders,
      IngestMeters ingestMeters,
      RecentBodies recent,
      KafkaMeters meters,
      Outage outage,
      InstantSource clock) {
    this.context = context;
    this.feed = feed;
    this.committer = committer;
    this.offsets = offsets;
    this.decoders = decoders;
    this.ingestMeters = ingestMeters;
    this.recent = recent;
    this.meters = meters;
    this.outage = outage;
    this.clock = clock;
    this.slots = new Slots(connections);
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

  Feed feed() {
    return feed;
  }

  RecordCommitter committer() {
    return committer;
  }

  RecordOffsets offsets() {
    return offsets;
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
