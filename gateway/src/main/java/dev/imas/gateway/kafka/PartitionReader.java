package dev.imas.gateway.kafka;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.work.Backoff;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and commits what came of one partition, chunk after chunk, as long as this gateway has it.
 * Its work runs on virtual threads of one context, one chunk at a time.
 */
final class PartitionReader {

  private static final Logger log = LoggerFactory.getLogger(PartitionReader.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final Duration HOLD = Duration.ofSeconds(1);
  private static final Duration ROUTED_LATER = Duration.ofMillis(500);
  private static final long MOST_BYTES = 1 << 20;

  /**
   * So many dead letters a second may come of a partition: what cannot be read must not fill up.
   */
  private static final int DEAD_LETTERS_PER_SECOND = 50;

  private static final int RETRIES_AT_ONCE = 10;

  /** Fewer that wait are no crowd. */
  private static final int CROWD = 100;

  /** How the partition stands. */
  enum State {
    /** It must be claimed before it is read. */
    UNCLAIMED,
    READING,
    /** It went to another gateway. */
    GONE
  }

  private final TopicPartition partition;
  private final TopicReading reading;

  /** Whose records it reads alone; null where it reads all but those that are read apart. */
  private final @Nullable UUID only;

  private @Nullable Claim apart;
  private State state = State.UNCLAIMED;
  private @Nullable Claim claim;
  private PartitionProgress progress = new PartitionProgress(0);
  private long lastReceiptMicros = Long.MIN_VALUE;

  /** The latest receipt of what others read, in milliseconds since 1970. */
  private long passedAt = Long.MIN_VALUE;

  private boolean running;
  private boolean isPaused;
  private boolean isHeld;
  private int failures;
  private long claimNotBefore;

  private PartitionReader(TopicPartition partition, TopicReading reading, @Nullable UUID only) {
    this.partition = partition;
    this.reading = reading;
    this.only = only;
  }

  PartitionReader(TopicPartition partition, TopicReading reading) {
    this(partition, reading, null);
  }

  /** A reader of what is read apart of the same partition, under that claim. */
  PartitionReader ofApart(Claim its) {
    PartitionReader made = new PartitionReader(partition, reading, its.partition().tenant());
    made.claimed(its, null);
    return made;
  }

  TopicPartition partition() {
    return partition;
  }

  State state() {
    return state;
  }

  @Nullable Claim claim() {
    return claim;
  }

  /** Under which claim something is read apart; null where nothing is. */
  @Nullable Claim apart() {
    return apart;
  }

  /** The offset of the first record that is not committed. */
  long next() {
    return progress.next();
  }

  /** The offset after the last record that came, whoever reads it. */
  long seen() {
    return progress.seen();
  }

  /** Up to where nothing waits. */
  long reached() {
    return isIdle() ? progress.seen() : progress.next();
  }

  long waitingBytes() {
    return progress.waitingBytes();
  }

  boolean isRunning() {
    return running;
  }

  boolean isIdle() {
    return progress.waiting() == 0 && !running;
  }

  /** Since when the oldest record waits that is not committed, in milliseconds since 1970. */
  long waitingSince() {
    long oldest = progress.oldest();
    return oldest > 0 ? oldest : Math.max(passedAt, lastReceiptMicros / 1_000);
  }

  /** Whether no more is to be fetched of it for now. */
  boolean isFull() {
    return state != State.READING || progress.waiting() >= Brokers.MOST_RECORDS;
  }

  boolean isPaused() {
    return isPaused;
  }

  void paused(boolean is) {
    isPaused = is;
  }

  boolean mayBeClaimed(long nowNanos) {
    return state == State.UNCLAIMED && !running && nowNanos - claimNotBefore >= 0;
  }

  /** Its claim failed or was lost; it may be claimed after a while, if it is still assigned. */
  void unclaimed(long nowNanos) {
    if (state != State.GONE) {
      state = State.UNCLAIMED;
      claim = null;
      apart = null;
      claimNotBefore = nowNanos + TimeUnit.SECONDS.toNanos(1);
    }
  }

  /**
   * @param ofApart of what is read apart; null where nothing is
   */
  void claimed(Claim mine, @Nullable Claim ofApart) {
    if (state == State.UNCLAIMED) {
      state = State.READING;
      claim = mine;
      apart = ofApart;
      progress = new PartitionProgress(mine.next());
      Instant before = mine.receivedAt();
      lastReceiptMicros =
          before == null ? Long.MIN_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, before);
      failures = 0;
    }
  }

  /**
   * Another gateway has it now. What is in the database is committed, or rolled back by its claim.
   */
  void gone() {
    state = State.GONE;
  }

  void take(LogRecord record) {
    if (state != State.READING) {
      return;
    }
    if (isOfOthers(record)) {
      progress.pass(record.offset());
      passedAt = Math.max(passedAt, record.timestamp());
    } else {
      progress.add(record);
    }
  }

  private boolean isOfOthers(LogRecord record) {
    Claim theirs = apart;
    if (only != null) {
      return !only.equals(reading.feed().tenantOf(record));
    }
    return theirs != null && theirs.partition().tenant().equals(reading.feed().tenantOf(record));
  }

  /**
   * What was read apart is committed as far as this reader has seen, and is read with the others
   * again. Nothing may wait here or there.
   */
  void together(PartitionReader was) {
    apart = null;
    lastReceiptMicros = Math.max(lastReceiptMicros, was.lastReceiptMicros);
    passed();
  }

  /** All that came is committed, or is read by others. */
  void passed() {
    progress.committed(progress.seen());
  }

  /** Begins to work, if there is something to do and nobody does it. */
  void wake() {
    if (state == State.READING && !running && progress.waiting() > 0) {
      running = true;
      reading.run(this::work);
    }
  }

  private void work() {
    try {
      while (state == State.READING && progress.waiting() > 0 && !reading.isStopping()) {
        reading.slots().take().await();
        Duration rest;
        try {
          rest = step();
        } catch (Exception failed) {
          rest = failed(failed);
        } finally {
          reading.slots().giveBack();
        }
        if (!rest.isZero()) {
          reading.rest(rest);
        }
      }
    } finally {
      running = false;
    }
  }

  /** Reads and commits a chunk. Returns how long to rest before the next. */
  private Duration step() {
    Claim mine = claim;
    if (state != State.READING || mine == null) {
      return Duration.ZERO;
    }
    UUID crowd = crowd();
    if (crowd != null) {
      readApart(mine, crowd);
      return Duration.ZERO;
    }
    Feed.Bodies bodies;
    switch (reading.feed().turn(partition, mine)) {
      case Feed.Turn.Hold hold -> {
        return hold(hold.why());
      }
      case Feed.Turn.Later later -> {
        return HOLD;
      }
      case Feed.Turn.Go go -> bodies = go.bodies();
    }
    for (int attempt = 0; ; attempt++) {
      try {
        return commit(mine, bodies, false);
      } catch (RuntimeException failed) {
        DatabaseFailure failure = DatabaseFailure.of(failed);
        if (failure.isOfTheRow()) {
          return commit(mine, bodies, true);
        }
        if (failure != DatabaseFailure.CONFLICT || attempt == RETRIES_AT_ONCE) {
          throw failed;
        }
        reading.rest(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 2 + 10 * attempt)));
      }
    }
  }

  /** Who keeps the others waiting, for too long; null for nobody. */
  private @Nullable UUID crowd() {
    Duration after = only == null && apart == null ? reading.feed().apartAfter() : null;
    return after == null
            || progress.waiting() < CROWD
            || reading.clock().millis() - progress.oldest() < after.toMillis()
        ? null
        : progress.crowd(reading.feed()::tenantOf);
  }

  private void readApart(Claim mine, UUID tenant) {
    Optional<Claim> theirs;
    try {
      theirs = reading.offsets().readApart(mine, progress.next(), tenant).await();
    } catch (RuntimeException failed) {
      // It may have happened: the next claim says so. Until then nothing may be committed.
      if (claim == mine) {
        unclaimed(reading.nanoTime());
      }
      throw failed;
    }
    if (state != State.READING || claim != mine) {
      return;
    }
    if (theirs.isEmpty()) {
      unclaimed(reading.nanoTime());
      return;
    }
    apart = theirs.get();
    progress.drop(this::isOfOthers);
    log.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("tenant", tenant)
        .addKeyValue("offset", theirs.get().next())
        .log("One tenant's posts kept those of others waiting in the log; they are read apart");
  }

  private Duration commit(Claim mine, Feed.Bodies bodies, boolean byRow) {
    List<LogRecord> waiting = progress.chunk(Brokers.MOST_RECORDS, MOST_BYTES);
    Instant now = reading.clock().instant();
    // The last receipt changes only between two chunks.
    long before = lastReceiptMicros;
    Chunk chunk =
        reading.computed(
            () ->
                Chunk.read(
                    waiting,
                    ReceiptTimes.of(waiting, before, ChronoUnit.MICROS.between(Instant.EPOCH, now)),
                    before,
                    (record, receivedAt) ->
                        bodies.read(
                            record, receivedAt, partition + " at offset " + record.offset())));
    if (chunk.records().isEmpty()) {
      return chunk.waitsFor().isEmpty() ? ROUTED_LATER : hold(chunk.waitsFor());
    }
    if (isHeld) {
      isHeld = false;
      log.atInfo().addKeyValue("partition", partition).log("A partition of Kafka is read again");
    }
    long next = chunk.records().getLast().offset() + 1;
    long begun = progress.next();
    boolean committed =
        reading.committer().commit(mine, begun, next, chunk.windows(), byRow).await();
    if (state != State.READING || claim != mine) {
      return Duration.ZERO;
    }
    if (!committed) {
      log.atInfo()
          .addKeyValue("partition", partition)
          .addKeyValue("offset", begun)
          .log("Another gateway reads this partition of Kafka, or its offset has moved");
      unclaimed(reading.nanoTime());
      return Duration.ZERO;
    }
    failures = 0;
    progress.committed(next);
    lastReceiptMicros = chunk.lastReceiptMicros();
    for (RecordBodies.Result.Read read : chunk.bodies()) {
      SourceEntry source = read.source();
      if (source != null) {
        reading.ingestMeters().committed(source, read.submission());
        reading.recent().take(source, read.submission());
      }
    }
    reading
        .meters()
        .read(partition.topic(), chunk.records().size(), chunk.tombstones(), chunk.poison());
    return reading.feed().slowsWhatCannotBeRead()
        ? Duration.ofMillis(1_000L * chunk.poison() / DEAD_LETTERS_PER_SECOND)
        : Duration.ZERO;
  }

  private Duration hold(String why) {
    if (!isHeld) {
      isHeld = true;
      log.atWarn()
          .addKeyValue("partition", partition)
          .addKeyValue("reason", why)
          .log("A partition of Kafka is not read on; its offset is kept");
    }
    return HOLD;
  }

  private Duration failed(Exception cause) {
    if (!reading.reported(cause)) {
      log.atWarn()
          .addKeyValue("partition", partition)
          .addKeyValue("failures", failures + 1)
          .setCause(cause)
          .log("What was read from Kafka was not committed; it is read again");
    }
    return BACKOFF.after(failures++, ThreadLocalRandom.current().nextDouble());
  }
}
