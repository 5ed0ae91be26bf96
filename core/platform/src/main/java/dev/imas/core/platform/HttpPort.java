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
 * How every role listens: HTTP/1.1 alone, a bounded number of connections, and an end to each of
 * them. One for a port, shared by the event loops that serve it.
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
        .description("Connections of clients that are open")
        .tag("role", role)
        .strongReference(true)
        .register(meters);
    this.refused =
        Counter.builder("imas.http.connections.refused")
            .description("Connections closed unread, since as many are open as may be")
            .tag("role", role)
            .register(meters);
    this.slowHeads = slow("head", meters);
    this.slowBodies = slow("body", meters);
  }

  private Counter slow(String part, MeterRegistry meters) {
    return Counter.builder("imas.http.slow")
        .description("Connections closed since a request did not arrive in time")
        .tag("role", role)
        .tag("part", part)
        .register(meters);
  }

  /**
   * A listener for the event loop it is called on.
   *
   * @param compressed whether answers may be packed
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
            // No client speaks HTTP/2 in clear text. One connection of it may open streams without
            // end, and its shutdown cuts answers off.
            .setHttp2ClearTextEnabled(false)
            // Else each read and write passes their handler, and nobody opens a WebSocket.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setCompressionSupported(compressed)
            // Bodies are inflated where their limit is known.
            .setDecompressionSupported(false);
    return new HttpListener(vertx, options, this, limits, requests);
  }

  /** May one more connection stay? If so, {@link #left} is owed. */
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
          .log("As many connections are open as may be; further ones are closed");
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
