package dev.imas.gateway.kafka;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.work.Backoff;
import dev.imas.gateway.commit.RecordCommitter.Window;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.edge.RecordBodies;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

  /** How many alerts a transaction may have, but for a record that has more. */
  private static final int MOST_ALERTS = 2_000;

  /**
   * So many dead letters a second may come of a partition: what cannot be read must not fill up.
   */
  private static final int DEAD_LETTERS_PER_SECOND = 50;

  private static final int RETRIES_AT_ONCE = 10;

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
  private State state = State.UNCLAIMED;
  private @Nullable Claim claim;
  private Progress progress = new Progress(0);
  private long lastReceiptMicros = Long.MIN_VALUE;
  private boolean running;
  private boolean isPaused;
  private boolean isHeld;
  private int failures;
  private long claimNotBefore;

  /** What was read of a chunk. */
  private record Chunk(
      List<LogRecord> records,
      List<RecordBodies.Result.Read> bodies,
      List<Window> windows,
      long lastReceiptMicros,
      int tombstones,
      int poison,
      String waitsFor) {}

  PartitionReader(TopicPartition partition, TopicReading reading) {
    this.partition = partition;
    this.reading = reading;
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

  /** The offset of the first record that is not committed. */
  long next() {
    return progress.next();
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
    return oldest > 0 ? oldest : lastReceiptMicros / 1_000;
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
      claimNotBefore = nowNanos + TimeUnit.SECONDS.toNanos(1);
    }
  }

  void claimed(Claim mine) {
    if (state == State.UNCLAIMED) {
      state = State.READING;
      claim = mine;
      progress = new Progress(mine.next());
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
    if (state == State.READING) {
      progress.add(record);
    }
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

  private Duration commit(Claim mine, Feed.Bodies bodies, boolean byRow) {
    List<LogRecord> waiting = progress.chunk(Brokers.MOST_RECORDS, MOST_BYTES);
    Instant now = reading.clock().instant();
    Chunk chunk = reading.computed(() -> read(waiting, bodies, now));
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

  /** Runs on another thread. The last receipt changes only between two chunks. */
  private Chunk read(List<LogRecord> records, Feed.Bodies bodies, Instant now) {
    long[] times =
        ReceiptTimes.of(records, lastReceiptMicros, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    List<RecordBodies.Result.Read> all = new ArrayList<>();
    List<LogRecord> taken = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    String waitsFor = "";
    int tombstones = 0;
    int poison = 0;
    int alerts = 0;
    int at = 0;
    moments:
    for (int end : ReceiptTimes.moments(times)) {
      List<Submission> ofMoment = new ArrayList<>();
      while (at < end && alerts < MOST_ALERTS) {
        LogRecord record = records.get(at);
        String where = partition + " at offset " + record.offset();
        switch (bodies.read(record, times[at], where)) {
          case RecordBodies.Result.Nothing nothing -> tombstones++;
          case RecordBodies.Result.Later later -> {
            if (!ofMoment.isEmpty()) {
              windows.add(new Window(times[at - 1], ofMoment));
            }
            waitsFor = later.why();
            break moments;
          }
          case RecordBodies.Result.Read read -> {
            ofMoment.add(read.submission());
            all.add(read);
            alerts += read.submission().events().size();
            poison += read.poison();
          }
        }
        taken.add(record);
        at++;
      }
      if (!ofMoment.isEmpty()) {
        windows.add(new Window(times[at - 1], ofMoment));
      }
      if (at < end) {
        break;
      }
    }
    long last = taken.isEmpty() ? lastReceiptMicros : times[taken.size() - 1];
    return new Chunk(taken, all, windows, last, tombstones, poison, waitsFor);
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
