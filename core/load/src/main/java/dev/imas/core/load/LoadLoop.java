package dev.imas.core.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, their work, and its counts. Everything runs on the loop unless
 * it says otherwise.
 */
final class LoadLoop {

  static final long LONGEST_LATENCY = TimeUnit.MINUTES.toNanos(2);
  private static final long PATIENCE_SECONDS = 30;
  private static final int READ_BUFFER = 64 * 1024;

  /**
   * A timer costs about as much processor time as a request, so posts that are due within this time
   * share one timer.
   */
  private static final long SHORTEST_WAIT = 100_000;

  private static final long LONGEST_WAIT = 1_000_000;

  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final @Nullable Supplier<SSLEngine> tls;
  private final List<SenderPool> pools = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final RequestCounts counts = new RequestCounts();
  private final SingleWriterRecorder latencies = recorder();
  private final SingleWriterRecorder lateness = recorder();
  private final byte[] readBuffer = new byte[READ_BUFFER];
  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();
  private final long timeout;
  private @Nullable String firstRefusal;
  private boolean openLoop;
  private boolean running;

  /**
   * @param tls makes what encrypts a connection; null: nothing does
   */
  LoadLoop(
      Bootstrap bootstrap, @Nullable Supplier<SSLEngine> tls, EventLoop loop, long timeoutNanos) {
    this.bootstrap = bootstrap;
    this.tls = tls;
    this.loop = loop;
    this.timeout = timeoutNanos;
  }

  private static SingleWriterRecorder recorder() {
    return new SingleWriterRecorder(1_000, LONGEST_LATENCY, 3);
  }

  void add(SenderPool pool) {
    pools.add(pool);
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  // These methods are called by connections.

  ChannelFuture connect(Connection connection) {
    return bootstrap.clone(loop).handler(handler(connection)).connect();
  }

  private ChannelHandler handler(Connection connection) {
    Supplier<SSLEngine> engines = tls;
    return engines == null
        ? connection
        : new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new SslHandler(engines.get()), connection);
          }
        };
  }

  void later(Runnable what, long millis) {
    loop.schedule(what, millis, TimeUnit.MILLISECONDS);
  }

  RequestCounts counts() {
    return counts;
  }

  byte[] readBuffer() {
    return readBuffer;
  }

  /** Milliseconds since 1970, which never decrease. */
  long millis(long nanos) {
    return startMillis + (nanos - startNanos) / 1_000_000;
  }

  void sent(long behind) {
    counts.sent++;
    if (openLoop) {
      lateness.recordValue(Math.clamp(behind, 0, LONGEST_LATENCY));
    }
  }

  void answered(AnswerReader answer, long nanos, boolean inWindow) {
    int status = answer.status();
    counts.answered(status);
    latencies.recordValue(Math.clamp(nanos, 0, LONGEST_LATENCY));
    boolean good = status >= 200 && status < 300;
    if (inWindow) {
      counts.inWindow++;
      counts.inWindowSuccessful += good ? 1 : 0;
    }
    if (!good && firstRefusal == null) {
      firstRefusal = status + " " + answer.refusal().strip();
    }
  }

  // These methods are called by the generator, from its own thread.

  void open() {
    call(
        () -> {
          connections.forEach(Connection::resume);
          return connections.size();
        });
  }

  boolean isOpen() {
    return call(() -> connections.stream().allMatch(Connection::isConnected));
  }

  long connectFailures() {
    return call(() -> counts.connectFailed);
  }

  /**
   * @param start when the phase begins for all loops, which hear of it one after the other. If each
   *     began when it hears of it, its last posts would be due after the end of the phase, and the
   *     generator would stop without them.
   */
  void start(Phase phase, long start) {
    call(
        () -> {
          latencies.reset();
          lateness.reset();
          openLoop = phase.isOpenLoop();
          running = true;
          pools.forEach(pool -> pool.start(phase, start));
          if (openLoop) {
            pump();
          }
          watch();
          return start;
        });
  }

  private void pump() {
    if (!running) {
      return;
    }
    long now = System.nanoTime();
    long next = now + LONGEST_WAIT;
    for (SenderPool pool : pools) {
      long due = pool.pump(now);
      if (due != Arrivals.NONE) {
        next = Math.min(next, due);
      }
    }
    loop.schedule(this::pump, Math.max(next - now, SHORTEST_WAIT), TimeUnit.NANOSECONDS);
  }

  private void watch() {
    if (!running) {
      return;
    }
    long now = System.nanoTime();
    for (Connection connection : connections) {
      connection.checkTimeout(now, timeout);
    }
    loop.schedule(this::watch, 100, TimeUnit.MILLISECONDS);
  }

  /**
   * Whether no request is in progress and no post waits. After the end of a phase, this stays true.
   */
  boolean isDrained() {
    return call(
        () -> {
          long now = System.nanoTime();
          return connections.stream().noneMatch(Connection::isBusy)
              && pools.stream().allMatch(pool -> pool.waiting(now) == 0);
        });
  }

  long waiting() {
    return call(
        () -> {
          long now = System.nanoTime();
          return pools.stream().mapToLong(pool -> pool.waiting(now)).sum();
        });
  }

  /** Drops the posts that wait for a connection. */
  void giveUp() {
    call(
        () -> {
          pools.forEach(pool -> pool.giveUp(System.nanoTime()));
          return 0;
        });
  }

  /** Ends the phase and its timers. */
  void stop() {
    call(() -> running = false);
  }

  /** Closes the connections; {@link #open} opens new ones. */
  void close() {
    call(
        () -> {
          running = false;
          connections.forEach(Connection::finish);
          return 0;
        });
  }

  RequestCounts countsNow() {
    return call(counts::copy);
  }

  /** Counts the posts of the current phase that were not sent. */
  long notSent() {
    return call(() -> pools.stream().mapToLong(SenderPool::notSent).sum());
  }

  long longestQueue() {
    return call(() -> pools.stream().mapToLong(SenderPool::longestQueue).sum());
  }

  /**
   * Status and beginning of the body of the first answer that was not 2xx; empty if there is none.
   */
  String firstRefusal() {
    return call(() -> firstRefusal == null ? "" : firstRefusal);
  }

  /**
   * Adds what was recorded since the last call, or since the phase began. Any thread may call it.
   */
  void takeLatencies(Histogram into) {
    into.add(latencies.getIntervalHistogram());
  }

  void takeLateness(Histogram into) {
    into.add(lateness.getIntervalHistogram());
  }

  /** The expected result of one sender's alerts; no request may be in progress. */
  Expectation expectation(int sender) {
    return call(
        () -> {
          Expectation sum = new Expectation();
          for (Connection connection : connections) {
            if (connection.sender() == sender) {
              sum.add(connection.stream().expectation());
            }
          }
          return sum;
        });
  }

  private <T> T call(Callable<T> what) {
    try {
      return loop.submit(what).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StormFailure(StormFailure.INTERRUPTED, "Interrupted.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task on an event loop failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("an event loop does not answer", e);
    }
  }
}
