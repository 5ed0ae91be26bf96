package dev.imas.core.limit;

import dev.imas.core.http.RateBuckets;
import dev.imas.core.http.RateBuckets.Taken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the rates of this process with others through Redis. No request waits for it: every tick
 * it tells Redis what was taken here, and hears what is left for all. One call is in flight at
 * most. If none answers in time, the client is closed with all that it holds, and another is tried
 * after a pause; until then each process has the limits of its own.
 */
public final class SharedLimits extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(SharedLimits.class);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final long DEADLINE = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(15).toNanos();

  /** Callers told in one call, of each limiter. */
  private static final int AT_ONCE = 500;

  /**
   * A bucket for each key, by the clock of Redis. Its key goes when it must be full again. What all
   * took beyond the burst is remembered up to another burst.
   */
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] + time[2] / 1000000
      local left = {}
      for i, key in ipairs(KEYS) do
        local taken, rate, burst = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
        local known = redis.call('HMGET', key, 'left', 'at')
        local was, at = tonumber(known[1] or burst), tonumber(known[2] or now)
        local is = math.min(burst, was + math.max(0, now - at) * rate) - taken
        is = math.max(is, -burst)
        redis.call('HSET', key, 'left', string.format('%.6f', is), 'at', string.format('%.6f', now))
        redis.call('PEXPIRE', key, math.ceil(2000 * burst / rate) + 1000)
        left[i] = string.format('%.6f', is)
      end
      return left
      """;

  private record Told(RateBuckets buckets, Taken taken) {}

  private final String url;
  private final Map<String, RateBuckets> limiters;
  private final LongSupplier nanos;
  private final Counter fallbacks;
  private final Timer answers;
  private @Nullable Redis client;
  private long askedAt;
  private boolean isAsking;
  private long triesAgainAt;
  private long pause = SHORTEST_PAUSE;
  private volatile boolean inUse;

  /**
   * @param url of Redis, which may hold a password
   * @param limiters by the names of their keys
   * @param nanos a monotonic clock
   */
  public SharedLimits(
      String url, Map<String, RateBuckets> limiters, LongSupplier nanos, MeterRegistry meters) {
    this.url = url;
    this.limiters = new TreeMap<>(limiters);
    this.nanos = nanos;
    this.triesAgainAt = nanos.getAsLong();
    this.fallbacks =
        Counter.builder("imas.limits.fallbacks")
            .description("Times that Redis did not answer, and rates became those of each process")
            .register(meters);
    this.answers =
        Timer.builder("imas.limits.answers")
            .description("How long Redis took to answer, which no request waits for")
            .register(meters);
    Gauge.builder("imas.limits.shared", this, limits -> limits.inUse ? 1 : 0)
        .description("Whether rates are shared through Redis at this moment")
        .register(meters);
  }

  @Override
  public Future<?> start() {
    limiters.values().forEach(RateBuckets::share);
    vertx.setPeriodic(TICK.toMillis(), tick -> tick());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    Redis last = client;
    client = null;
    return last == null ? Future.succeededFuture() : last.close();
  }

  private void tick() {
    long now = nanos.getAsLong();
    if (isAsking) {
      if (now - askedAt > DEADLINE) {
        fallBack("it has not answered within a second");
      }
      return;
    }
    if (now - triesAgainAt < 0) {
      return;
    }
    List<Told> told = new ArrayList<>();
    Request request = request(told);
    if (told.isEmpty() && inUse) {
      return;
    }
    Redis asked = client == null ? fresh() : client;
    client = asked;
    askedAt = now;
    isAsking = true;
    asked
        .send(told.isEmpty() ? Request.cmd(Command.PING) : request)
        .onComplete(
            answer -> {
              if (asked == client) { // Else it was given up.
                isAsking = false;
                if (answer.succeeded()) {
                  answers.record(nanos.getAsLong() - now, TimeUnit.NANOSECONDS);
                  answered(told, answer.result());
                } else {
                  fallBack(String.valueOf(answer.cause().getMessage()));
                }
              }
            });
  }

  private Redis fresh() {
    NetClientOptions net = new NetClientOptions().setConnectTimeout((int) (DEADLINE / 1_000_000));
    return Redis.createClient(
        vertx,
        new RedisOptions()
            .setConnectionString(url)
            .setNetClientOptions(net)
            .setMaxPoolSize(1)
            .setMaxPoolWaiting(1)
            .setMaxWaitingHandlers(2));
  }

  private Request request(List<Told> told) {
    List<String> keys = new ArrayList<>();
    List<String> values = new ArrayList<>();
    limiters.forEach(
        (name, buckets) -> {
          for (Taken taken : buckets.drain(AT_ONCE)) {
            told.add(new Told(buckets, taken));
            // One slot of a cluster: a script may not touch more.
            keys.add("{imas-limits}:" + name + ":" + taken.who());
            values.add(Integer.toString(taken.tokens()));
            values.add(Double.toString(taken.perSecond()));
            values.add(Double.toString(taken.burst()));
          }
        });
    Request request = Request.cmd(Command.EVAL).arg(SCRIPT).arg(keys.size());
    keys.forEach(request::arg);
    values.forEach(request::arg);
    return request;
  }

  private void answered(List<Told> told, Response left) {
    for (int i = 0; i < told.size(); i++) {
      Told one = told.get(i);
      one.buckets.settle(one.taken.who(), Double.parseDouble(left.get(i).toString()));
    }
    if (!inUse) {
      log.info("rates are shared through Redis");
    }
    inUse = true;
    pause = SHORTEST_PAUSE;
  }

  private void fallBack(String why) {
    Redis last = client;
    client = null;
    isAsking = false;
    if (inUse || pause == SHORTEST_PAUSE) {
      log.atWarn()
          .addKeyValue("reason", why)
          .log("Redis does not answer: until it does, every process has the rates of its own");
    }
    inUse = false;
    fallbacks.increment();
    triesAgainAt = nanos.getAsLong() + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    if (last != null) {
      last.close().onFailure(closed -> log.debug("the client of Redis was not closed", closed));
    }
  }
}
