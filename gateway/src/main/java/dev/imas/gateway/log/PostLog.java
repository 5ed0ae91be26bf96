package dev.imas.gateway.log;

import dev.imas.core.platform.OncePerMinute;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends posts to the log. What was acknowledged is on all in-sync replicas, once, whatever the
 * producer had to repeat. Bounded by time and bytes, and it never blocks the caller. Any thread may
 * use it.
 */
public final class PostLog {

  /** What became of a post. */
  public sealed interface Outcome {

    /** It is in the log, and will be read from there. */
    record Appended() implements Outcome {}

    /** The brokers take no record of this size, whenever it is posted; their limit is lower. */
    record TooLarge() implements Outcome {}

    /** It was not acknowledged. It may be in the log even so. */
    record Failed(String why) implements Outcome {}
  }

  private static final Logger log = LoggerFactory.getLogger(PostLog.class);
  private static final Outcome APPENDED = new Outcome.Appended();
  private static final Outcome TOO_LARGE = new Outcome.TooLarge();
  private static final int LOOK_MILLIS = 1_000;
  private static final long LEAST_BUFFER = 32L << 20;

  /** For the headers and the key, beyond the body. */
  private static final int HEADERS = 4 << 10;

  /** After so long without a success, although the topic can be seen, another producer is tried. */
  private static final long HOPELESS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NEVER = Long.MIN_VALUE;

  private final Vertx vertx;
  private final LogConfig config;
  private final Map<String, Object> brokers;
  private final LogMeters meters;
  private final LogTopic topic;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private final AtomicLong failingSince = new AtomicLong(NEVER);
  private volatile @Nullable KafkaProducer<byte[], byte[]> producer;
  private volatile boolean isUp;
  private volatile boolean isStopping;
  private volatile String away = "it was not reached yet";
  private boolean isLooking;
  private long timer = -1;

  /**
   * @param brokers the properties that all clients of Kafka have
   */
  public PostLog(
      Vertx vertx, LogConfig config, Map<String, Object> brokers, MeterRegistry registry) {
    this.vertx = vertx;
    this.config = config;
    this.brokers = Map.copyOf(brokers);
    this.meters = new LogMeters(registry);
    this.topic = new LogTopic(config.topic(), brokers);
  }

  public LogConfig config() {
    return config;
  }

  /** Completes with the first look at the brokers, whether they answered or not. */
  public Future<Void> start() {
    timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    return look();
  }

  /** Whether the topic can be seen and posts were acknowledged lately, if there were any. */
  public boolean isUp() {
    return isUp && producer != null && failingSince.get() == NEVER;
  }

  /**
   * Appends a post. The future never fails, and completes on the context of the caller.
   *
   * @param body not to be changed any more
   */
  public Future<Outcome> append(PostedRecord posted, byte[] body) {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      return Future.succeededFuture(new Outcome.Failed(away));
    }
    Context context = vertx.getOrCreateContext();
    Promise<Outcome> done = Promise.promise();
    long begun = System.nanoTime();
    meters.begun(body.length);
    try {
      open.send(
          new ProducerRecord<>(config.topic(), null, posted.key(), body, posted.headers()),
          (stored, cause) -> {
            Outcome outcome = outcome(open, body.length, begun, cause);
            context.runOnContext(now -> done.tryComplete(outcome));
          });
    } catch (RuntimeException refused) {
      return Future.succeededFuture(outcome(open, body.length, begun, refused));
    }
    return done.future();
  }

  private Outcome outcome(
      KafkaProducer<byte[], byte[]> by, int bytes, long begun, @Nullable Exception cause) {
    if (cause == null) {
      meters.acknowledged(bytes, System.nanoTime() - begun);
      if (failingSince.getAndSet(NEVER) != NEVER) {
        log.info("The log takes posts again");
      }
      return APPENDED;
    }
    meters.failed(bytes);
    if (cause instanceof RecordTooLargeException) {
      return TOO_LARGE;
    }
    // What was given up with a producer before says nothing of this one.
    if (producer == by && failingSince.compareAndSet(NEVER, System.nanoTime())) {
      log.atWarn()
          .setCause(cause)
          .addKeyValue("topic", config.topic())
          .log("The log does not acknowledge posts; they are answered 503");
    }
    if (!(cause instanceof RetriableException)) {
      renew(by);
    }
    return new Outcome.Failed("the log did not acknowledge it");
  }

  /** Another producer is opened with the next look. This one may not go on by itself. */
  private synchronized void renew(KafkaProducer<byte[], byte[]> broken) {
    if (producer == broken && !isStopping) {
      producer = null;
      away = "its connection is being renewed";
      vertx
          .executeBlocking(
              () -> {
                broken.close(Duration.ZERO);
                return null;
              },
              false)
          .onFailure(cause -> log.atDebug().setCause(cause).log("A producer was not closed"));
    }
  }

  private synchronized Future<Void> look() {
    if (isLooking || isStopping) {
      return Future.succeededFuture();
    }
    isLooking = true;
    return vertx
        .executeBlocking(this::lookNow, false)
        .<Void>mapEmpty()
        .onFailure(this::cannotOpen)
        .otherwiseEmpty()
        .onComplete(
            done -> {
              synchronized (this) {
                isLooking = false;
              }
            });
  }

  /** As with properties that no client takes. */
  private void cannotOpen(Throwable cause) {
    isUp = false;
    away = "it cannot be opened";
    if (complaints.dueAfterOneMore() > 0) {
      log.atWarn()
          .setCause(cause)
          .addKeyValue("topic", config.topic())
          .log("The log cannot be opened; posts are answered 503, and it is tried again");
    }
  }

  private @Nullable Void lookNow() {
    switch (topic.look()) {
      case LogTopic.Seen.Away why -> {
        isUp = false;
        away = why.why();
      }
      case LogTopic.Seen.Unusable why -> {
        isUp = false;
        away = why.why();
        KafkaProducer<byte[], byte[]> open = producer;
        if (open != null) {
          renew(open);
        }
      }
      case LogTopic.Seen.Usable usable -> {
        KafkaProducer<byte[], byte[]> open = producer;
        long since = failingSince.get();
        if (open == null) {
          open();
        } else if (since != NEVER && System.nanoTime() - since > HOPELESS_NANOS) {
          failingSince.set(System.nanoTime());
          renew(open);
          open();
        }
        isUp = producer != null;
      }
    }
    return null;
  }

  private void open() {
    KafkaProducer<byte[], byte[]> opened =
        new KafkaProducer<>(
            properties(config, brokers), new ByteArraySerializer(), new ByteArraySerializer());
    if (!knowsTopic(opened)) {
      opened.close(Duration.ZERO);
      return;
    }
    synchronized (this) {
      if (!isStopping) {
        producer = opened;
        failingSince.set(NEVER);
        return;
      }
    }
    opened.close(Duration.ZERO);
  }

  /** Sending does not wait for what is known of the topic, so that must be known before. */
  private boolean knowsTopic(KafkaProducer<byte[], byte[]> opened) {
    for (int i = 0; i < 50 && !isStopping; i++) {
      try {
        return !opened.partitionsFor(config.topic()).isEmpty();
      } catch (org.apache.kafka.common.errors.TimeoutException notYet) {
        try {
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  /** On these depends that what is acknowledged is stored once, and that nothing blocks. */
  static Map<String, Object> properties(LogConfig config, Map<String, Object> brokers) {
    int wait = (int) config.longestWait().toMillis();
    Map<String, Object> all = new HashMap<>(brokers);
    all.put("acks", "all");
    all.put("enable.idempotence", true);
    all.put("max.block.ms", 0);
    all.put("linger.ms", 1);
    all.put("delivery.timeout.ms", wait);
    all.put("request.timeout.ms", Math.max(50, wait * 2 / 3));
    all.put("retry.backoff.ms", 50);
    all.put("retry.backoff.max.ms", 250);
    all.put("reconnect.backoff.ms", 50);
    all.put("reconnect.backoff.max.ms", 500);
    all.put("max.request.size", config.mostBytes() + HEADERS);
    all.put("buffer.memory", Math.max(LEAST_BUFFER, 4L * (config.mostBytes() + HEADERS)));
    all.put("metadata.max.age.ms", 10_000);
    // A topic that nobody posts to for a while must not be forgotten.
    all.put("metadata.max.idle.ms", TimeUnit.DAYS.toMillis(3_650));
    return all;
  }

  /** Waits for what was handed over, and closes. */
  public Future<Void> close(Duration within) {
    vertx.cancelTimer(timer);
    KafkaProducer<byte[], byte[]> open;
    synchronized (this) {
      isStopping = true;
      open = producer;
      producer = null;
      away = "this gateway stops";
    }
    return vertx
        .executeBlocking(
            () -> {
              if (open != null) {
                open.close(within);
              }
              topic.close();
              return null;
            },
            false)
        .mapEmpty();
  }

  /** Keys of the file with properties of clients that would break what is promised. */
  public static Set<String> ours() {
    return Set.of(
        "acks",
        "delivery.timeout.ms",
        "enable.idempotence",
        "key.serializer",
        "max.block.ms",
        "partitioner.class",
        "retries",
        "transactional.id",
        "value.serializer");
  }
}
