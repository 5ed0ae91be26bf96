package dev.imas.core.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How every role listens: only HTTP/1.1, with a bounded number of connections and a timeout for
 * each. The event loops of a port share one instance.
 */
public final class HttpPort {

  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int LONGEST_HEAD = 16 * 1024;

  private final String role;
  private final HttpLimits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
  private final Counter refused;
  private final Counter slowHeads;
  private final Counter slowBodies;

  public HttpPort(String role, HttpLimits limits, MeterRegistry meters) {
    this.role = role;
    this.limits = limits;
    Gauge.builder("imas.http.connections", open, AtomicInteger::get)
        .description("Open client connections")
        .tag("role", role)
        .strongReference(true)
        .register(meters);
    this.refused =
        Counter.builder("imas.http.connections.refused")
            .description("Connections closed unread because the limit was reached")
            .tag("role", role)
            .register(meters);
    this.slowHeads = slow("head", meters);
    this.slowBodies = slow("body", meters);
  }

  private Counter slow(String part, MeterRegistry meters) {
    return Counter.builder("imas.http.slow")
        .description("Connections closed because a request did not arrive in time")
        .tag("role", role)
        .tag("part", part)
        .register(meters);
  }

  /**
   * Makes a listener for the event loop that it is called on.
   *
   * @param compressed whether responses may be compressed
   */
  public HttpListener listener(
      Vertx vertx, boolean compressed, Handler<HttpServerRequest> requests) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout((int) limits.idle().toMillis())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setTcpNoDelay(true)
            .setReusePort(false)
            .setMaxHeaderSize(LONGEST_HEAD)
            // Some senders post a whole alert in the query.
            .setMaxInitialLineLength(LONGEST_HEAD)
            // No client uses HTTP/2 without TLS. One such connection could open any number of
            // streams, and its shutdown cuts responses off.
            .setHttp2ClearTextEnabled(false)
            // Otherwise each read and write passes the WebSocket handlers, and no client opens a
            // WebSocket.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setCompressionSupported(compressed)
            // Bodies are decompressed where their limit is known.
            .setDecompressionSupported(false);
    return new HttpListener(vertx, options, this, limits, requests);
  }

  /** Whether one more connection may stay. If so, call {@link #left} when it closes. */
  boolean enters() {
    if (open.incrementAndGet() <= limits.connections()) {
      return true;
    }
    open.decrementAndGet();
    refused.increment();
    if (mayLog()) {
      log.atWarn()
          .addKeyValue("role", role)
          .addKeyValue("connections", limits.connections())
          .log("The limit of open connections is reached; further ones are closed");
    }
    return false;
  }

  void left() {
    open.decrementAndGet();
  }

  void headWasSlow() {
    slowHeads.increment();
  }

  void bodyWasSlow() {
    slowBodies.increment();
  }

  private boolean mayLog() {
    long now = System.nanoTime();
    long until = quietUntil.get();
    return now - until >= 0 && quietUntil.compareAndSet(until, now + LOG_EVERY_NANOS);
  }
}
