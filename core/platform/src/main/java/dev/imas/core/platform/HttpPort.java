package dev.imas.core.platform;

import dev.imas.core.model.Network;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How every role listens: only HTTP/1.1, over TLS or without, with a bounded number of connections
 * and a timeout for each. The event loops of a port share one instance.
 */
public final class HttpPort {

  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int LONGEST_HEAD = 16 * 1024;

  private final String role;
  private final HttpLimits limits;
  private final Predicate<String> proxies;
  private final Optional<PortTls> tls;
  private final FairSlots slots;
  private final List<HttpListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
  private final Counter refused;
  private final Counter slowHeads;
  private final Counter slowBodies;
  private final Counter displaced;
  private final Counter deaf;

  public HttpPort(String role, HttpLimits limits, MeterRegistry meters) {
    this(role, limits, meters, address -> false, Optional.empty());
  }

  /**
   * @param proxies whether an address is of a proxy, whose connections are those of many clients
   * @param tls empty: the port speaks plain HTTP
   */
  public HttpPort(
      String role,
      HttpLimits limits,
      MeterRegistry meters,
      Predicate<String> proxies,
      Optional<PortTls> tls) {
    this.role = role;
    this.limits = limits;
    this.proxies = proxies;
    this.tls = tls;
    this.slots = new FairSlots(limits.connections(), FairSlots.Own.REPLACES, System::nanoTime);
    Gauge.builder("imas.http.connections", slots, FairSlots::taken)
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
    this.deaf = slow("response", meters);
    this.displaced =
        Counter.builder("imas.http.connections.displaced")
            .description("Connections closed at the limit, so that others could be opened")
            .tag("role", role)
            .register(meters);
  }

  private Counter slow(String part, MeterRegistry meters) {
    return Counter.builder("imas.http.slow")
        .description("Connections closed because a part of a request or response took too long")
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
    HttpListener made = new HttpListener(vertx, options, this, limits, requests);
    listeners.add(made);
    return made;
  }

  /** It has closed: with all that serves its requests, it is not kept. */
  void ended(HttpListener listener) {
    listeners.remove(listener);
    if (listeners.isEmpty()) {
      tls.ifPresent(PortTls::end);
    }
  }

  /** What encrypts its connections; empty: nothing does. */
  Optional<PortTls> tls() {
    return tls;
  }

  /**
   * Goes on listening and serving, but each connection ends with its next answer, which says so
   * ({@code Connection: close}). From any thread.
   */
  public void drain() {
    listeners.forEach(HttpListener::drain);
  }

  /**
   * Whether one more connection may stay. If so, call {@link #left} when it closes.
   *
   * @param address that it comes from
   */
  boolean enters(String address, FairSlots.Occupant connection) {
    if (slots.enter(proxies.test(address) ? null : Network.of(address), connection)) {
      return true;
    }
    refused.increment();
    if (mayLog()) {
      log.atWarn()
          .addKeyValue("role", role)
          .addKeyValue("connections", limits.connections())
          .log("The limit of open connections is reached; further ones are closed");
    }
    return false;
  }

  /** Its first request has a complete head. */
  void asked(FairSlots.Occupant connection) {
    slots.asked(connection);
  }

  /** It was closed to make room for another one. */
  void wasDisplaced() {
    displaced.increment();
    if (mayLog()) {
      log.atWarn()
          .addKeyValue("role", role)
          .addKeyValue("connections", limits.connections())
          .log(
              "The limit of open connections is reached; those of whoever has the most are closed"
                  + " for others");
    }
  }

  void left(FairSlots.Occupant connection) {
    slots.leave(connection);
  }

  /** A client took nothing of what it was sent. */
  void responseWasNotRead() {
    deaf.increment();
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
