package dev.imas.gateway.kafka;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log in front of the gateway: one topic, with the posts of all sources. */
public final class LogFeed implements Feed {

  private static final Logger log = LoggerFactory.getLogger(LogFeed.class);
  private static final UUID NIL = new UUID(0, 0);
  private static final Owner ALL = new Owner(NIL, NIL);

  /** A source that is not known for less than this may be too new for this gateway's snapshot. */
  private static final long MAY_BE_NEW_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int MOST_MISSING = 10_000;

  /**
   * A post is appended within so many milliseconds of its receipt. What says otherwise is a clock.
   */
  private static final long LONGEST_ON_ITS_WAY = Duration.ofMinutes(2).toMillis();

  private final String topic;
  private final Supplier<Snapshot> snapshots;
  private final BooleanSupplier isReady;
  private final BooleanSupplier isBehind;
  private final Predicate<TenantId> isTenantBehind;
  private final Duration apartAfter;
  private final RecordBodies bodies;

  /** Sources of which posts were found and which are not known, each since when. */
  private final Map<Owner, Long> missingSince = new ConcurrentHashMap<>();

  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);

  /**
   * @param isReady whether the snapshot was read
   * @param isBehind whether so much waits for core that no more is to be read
   * @param isTenantBehind whether so much of a tenant waits for core that what is read apart waits
   * @param apartAfter how long a tenant may keep the others waiting; zero: for ever
   */
  public LogFeed(
      String topic,
      Supplier<Snapshot> snapshots,
      BooleanSupplier isReady,
      BooleanSupplier isBehind,
      Predicate<TenantId> isTenantBehind,
      Duration apartAfter,
      RecordBodies bodies) {
    this.topic = topic;
    this.snapshots = snapshots;
    this.isReady = isReady;
    this.isBehind = isBehind;
    this.isTenantBehind = isTenantBehind;
    this.apartAfter = apartAfter;
    this.bodies = bodies;
  }

  @Override
  public Map<String, Owner> topics() {
    return Map.of(topic, ALL);
  }

  /**
   * Nothing of a tenant or source stops a partition: others stand behind it, and its sender has its
   * answer. A source that was made inactive since was active then. What is read apart keeps nobody
   * waiting, so it waits for its tenant's share of core's backlog, as topics do.
   */
  @Override
  public Turn turn(TopicPartition partition, Claim claim) {
    if (!isReady.getAsBoolean() || isBehind.getAsBoolean()) {
      return new Turn.Later();
    }
    UUID tenant = claim.partition().tenant();
    if (!tenant.equals(NIL) && isTenantBehind.test(new TenantId(tenant))) {
      return new Turn.Later();
    }
    Snapshot snapshot = snapshots.get();
    return new Turn.Go(
        (record, receivedAtMicros, where) -> read(snapshot, record, receivedAtMicros, where));
  }

  private RecordBodies.Result read(
      Snapshot snapshot, LogRecord record, long receivedAtMicros, String where) {
    byte[] value = record.value();
    PostedRecord.Found found = record.found();
    if (value == null || found == null) {
      return skipped("it is empty", where);
    }
    return switch (found) {
      case PostedRecord.Found.Foreign foreign -> skipped(foreign.why(), where);
      case PostedRecord.Found.TooNew tooNew ->
          new RecordBodies.Result.Later(
              "a newer gateway wrote "
                  + where
                  + " in format "
                  + tooNew.format()
                  + ", which this one does not read");
      case PostedRecord.Found.Post post ->
          read(snapshot, post.posted(), value, receivedAtMicros, where);
    };
  }

  private RecordBodies.Result read(
      Snapshot snapshot, PostedRecord posted, byte[] value, long receivedAtMicros, String where) {
    TenantId tenant = new TenantId(posted.tenant());
    Owner owner = new Owner(posted.tenant(), posted.source());
    Snapshot.TenantRoutes routes = snapshot.routesOf(tenant);
    SourceEntry source = snapshot.source(tenant, posted.source());
    if (routes != null && source != null) {
      missingSince.remove(owner);
      return bodies.read(posted, source, routes, value, receivedAtMicros, where);
    }
    if (missingSince.size() > MOST_MISSING) {
      missingSince.clear();
    }
    long now = System.nanoTime();
    if (now - missingSince.computeIfAbsent(owner, id -> now) < MAY_BE_NEW_NANOS) {
      return new RecordBodies.Result.Later("");
    }
    return routes == null
        ? skipped("there is no tenant " + tenant, where)
        : bodies.orphaned(posted, value, receivedAtMicros, where);
  }

  private RecordBodies.Result skipped(String why, String where) {
    if (complaints.dueAfterOneMore() > 0) {
      log.atError()
          .addKeyValue("record", where)
          .addKeyValue("reason", why)
          .log("A record of the log is no post of a gateway; it is skipped");
    }
    return new RecordBodies.Result.Nothing();
  }

  /**
   * When the gateway that took it says, whoever's clock that was. Where the brokers stamp records,
   * theirs corrects it.
   */
  @Override
  public LogRecord record(ConsumerRecord<byte[], byte[]> record) {
    PostedRecord.Found found = PostedRecord.of(record.headers());
    long received =
        found instanceof PostedRecord.Found.Post post
            ? post.posted().receivedAtMicros() / 1_000
            : record.timestamp();
    if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
      received = Math.clamp(received, record.timestamp() - LONGEST_ON_ITS_WAY, record.timestamp());
    }
    return new LogRecord(record.offset(), received, record.value(), found);
  }

  @Override
  public @Nullable UUID tenantOf(LogRecord record) {
    return record.found() instanceof PostedRecord.Found.Post post ? post.posted().tenant() : null;
  }

  @Override
  public @Nullable Duration apartAfter() {
    return apartAfter.isZero() || snapshots.get().routes().size() < 2 ? null : apartAfter;
  }

  /** The edge has bounded it, and posts of others must not wait for it. */
  @Override
  public boolean slowsWhatCannotBeRead() {
    return false;
  }
}
