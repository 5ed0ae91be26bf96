package dev.imas.gateway.kafka;

import dev.imas.core.model.TenantId;
import dev.imas.core.option.KafkaTopic;
import dev.imas.core.option.TopicPrefix;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topics that sources name, each of one source. */
public final class SourceFeed implements Feed {

  private final Supplier<Snapshot> snapshots;
  private final TopicPrefix prefix;
  private final String logTopic;
  private final Predicate<TenantId> behind;
  private final RecordBodies bodies;

  /**
   * @param logTopic which holds the posts of all tenants, and is no tenant's; empty for none
   * @param behind whether so much of a tenant waits for core that no more is to be read
   */
  public SourceFeed(
      Supplier<Snapshot> snapshots,
      TopicPrefix prefix,
      String logTopic,
      Predicate<TenantId> behind,
      RecordBodies bodies) {
    this.snapshots = snapshots;
    this.prefix = prefix;
    this.logTopic = logTopic;
    this.behind = behind;
    this.bodies = bodies;
  }

  /** Those that may be read: of topics that belong to their tenants. */
  @Override
  public Map<String, Owner> topics() {
    Map<String, Owner> all = new HashMap<>();
    snapshots
        .get()
        .topics()
        .forEach(
            (name, source) -> {
              if (mayBeRead(source)) {
                all.put(name, new Owner(source.tenant().value(), source.profile().id()));
              }
            });
    return all;
  }

  @Override
  public Turn turn(TopicPartition partition, Claim claim) {
    Snapshot snapshot = snapshots.get();
    SourceEntry source = sourceOf(snapshot, partition.topic());
    TenantId tenant = new TenantId(claim.partition().tenant());
    Snapshot.TenantRoutes routes = snapshot.routesOf(tenant);
    KafkaTopic topic = source == null ? null : source.topic();
    if (source == null || topic == null || routes == null || !source.tenant().equals(tenant)) {
      return new Turn.Hold("no source is read from it any more, or one of another tenant");
    }
    if (!source.active()) {
      return new Turn.Hold("its source is inactive");
    }
    if (behind.test(tenant)) {
      return new Turn.Later();
    }
    return new Turn.Go(
        (record, receivedAtMicros, where) -> {
          byte[] value = record.value();
          return value == null
              ? new RecordBodies.Result.Nothing()
              : bodies.read(source, topic, routes, value, receivedAtMicros, where);
        });
  }

  @Override
  public LogRecord record(ConsumerRecord<byte[], byte[]> record) {
    return new LogRecord(record.offset(), record.timestamp(), record.value());
  }

  @Override
  public @Nullable UUID tenantOf(LogRecord record) {
    return null;
  }

  @Override
  public @Nullable Duration apartAfter() {
    return null;
  }

  /** What cannot be read must not fill the table, and no sender is told of it. */
  @Override
  public boolean slowsWhatCannotBeRead() {
    return true;
  }

  /** The source that is read from this topic; null for none. */
  private @Nullable SourceEntry sourceOf(Snapshot snapshot, String topic) {
    SourceEntry source = snapshot.topics().get(topic);
    return source == null || !mayBeRead(source) ? null : source;
  }

  private boolean mayBeRead(SourceEntry source) {
    KafkaTopic topic = source.topic();
    return topic != null
        && prefix.covers(topic, source.tenant())
        && !topic.name().equals(logTopic)
        && bodies.takes(source, topic);
  }
}
