package dev.imas.gateway.mail;

import dev.imas.core.platform.FairSlots;
import dev.imas.gateway.pipeline.TokenBucket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.Session;

/** What is remembered of one connection. Bound to its thread, but for its age, slot and end. */
final class MailSession implements FairSlots.Occupant {

  private static final Logger log = LoggerFactory.getLogger(MailSession.class);

  /** More of them in one connection are guesses. */
  private static final int MOST_UNKNOWN = 10;

  private final Session session;

  /** The connection itself, below TLS. */
  private final MailSocket socket;

  private final MailMeters meters;
  private final TokenBucket messages;
  private final long since;
  private int unknown;
  private volatile boolean isDelivering;

  MailSession(Session session, MailMeters meters, int messagesPerMinute, long nowNanos) {
    this.session = session;
    this.socket = (MailSocket) session.getSocket();
    this.meters = meters;
    this.messages = new TokenBucket(messagesPerMinute / 60.0, messagesPerMinute, nowNanos);
    this.since = nowNanos;
  }

  boolean mayBegin(long nowNanos) {
    return messages.take(nowNanos);
  }

  /** Counts an address of nobody. Returns whether there were too many. */
  boolean unknownOnce() {
    return ++unknown > MOST_UNKNOWN;
  }

  boolean isOlderThan(Duration age, long nowNanos) {
    return nowNanos - since > TimeUnit.MILLISECONDS.toNanos(age.toMillis());
  }

  /** Whether its client has not read an answer for so long. */
  boolean isUnreadFor(Duration time) {
    return socket.isUnreadFor(time);
  }

  void isDelivering(boolean is) {
    isDelivering = is;
  }

  /**
   * Closes the connection, whatever its thread does. The library's own way would wait for a client
   * that reads no answer.
   */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("a connection was closed already", e);
    }
  }

  @Override
  public FairSlots.Stage stage() {
    if (isDelivering) {
      return FairSlots.Stage.BUSY;
    }
    return session.isMailTransactionInProgress() ? FairSlots.Stage.ASKING : FairSlots.Stage.RESTING;
  }

  @Override
  public void evict() {
    meters.displaced();
    cut();
  }
}
