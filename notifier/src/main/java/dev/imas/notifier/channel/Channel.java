package dev.imas.notifier.channel;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * A way to reach people. Delivery is at least once: the same message may be sent again, with the
 * same id. It is called on an event loop, which it must not block, and answers on any thread.
 */
public interface Channel {

  /**
   * Makes one attempt, in bounded time. Every failure on the way is an {@link Outcome}. A failed
   * future is a bug of the channel; the message is then tried again.
   */
  Future<Outcome> send(Message message);

  /** The same, and with which provider it was made. */
  default Future<Attempted> attempt(Message message) {
    return send(message).map(Attempted::plainly);
  }

  /**
   * Whether one message may tell of many incidents. If not, a receiver gets each message, however
   * many there are.
   */
  default boolean takesDigests() {
    return true;
  }

  /**
   * How many messages may be in flight at once, for all receivers together: what its provider can
   * take.
   */
  default int concurrency() {
    return Integer.MAX_VALUE;
  }

  /**
   * Whether an incident has one message by it, which grows, rather than one for each change. Each
   * page is still a message of its own.
   */
  default boolean hasCards() {
    return false;
  }

  /** Makes one attempt to change a card, in bounded time. It may be repeated. */
  default Future<CardUpdate> update(Message message, Card card) {
    return Future.succeededFuture(
        new CardUpdate.Gone("messages of this channel cannot be changed"));
  }

  /** How people are answered late; empty where the vendor has no way for that. */
  default Optional<ReplyVendor> replies() {
    return Optional.empty();
  }

  /** How its vendor is asked what is left; empty where nothing is paid in advance. */
  default Optional<CreditVendor> credits() {
    return Optional.empty();
  }

  /** How rooms are made by it; empty where it makes none. */
  default Optional<RoomVendor> rooms() {
    return Optional.empty();
  }

  /** How issues are made by it; empty where it makes none. */
  default Optional<TrackerVendor> tracker() {
    return Optional.empty();
  }

  /** Closes its connections. Messages in flight may fail. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
