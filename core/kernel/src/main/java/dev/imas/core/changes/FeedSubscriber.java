package dev.imas.core.changes;

import dev.imas.core.http.Authenticator.Standing;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Fault;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of changes. It has no queue: it knows up to which number its client was
 * told, and writes the next message from the tenant's window when the one before has left. So it
 * needs the memory of one message, however slow its client is. Bound to the event loop of its
 * connection, except where it says otherwise.
 */
final class FeedSubscriber {

  /** What a subscriber wants. */
  record Wish(Filter filter, @Nullable Long since, @Nullable Duration lasts) {}

  private static final long SILENCE_NANOS = Duration.ofSeconds(60).toNanos();

  /** To read all lists anew is work for everybody, so nobody is told to more often than that. */
  private static final long START_OVER_NANOS = Duration.ofSeconds(5).toNanos();

  private final Context context;
  private final ChangeWindow window;
  private final Wish wish;
  private final Standing standing;
  private final Sink sink;
  private final FeedConfig config;
  private final FeedMetrics metrics;
  private final long retryMillis;
  private final LongSupplier gapNanos;
  private final Consumer<FeedSubscriber> left;

  /** The client was told everything up to here; -1 before it was told anything. */
  private long number = -1;

  private boolean isSending;
  private boolean isResting;
  private boolean isOver;
  private boolean isLast;
  private boolean isChecking;
  private long sentNanos = System.nanoTime();
  private long checkedNanos = System.nanoTime();
  private long pingedNanos = System.nanoTime();
  private long startedOverNanos = System.nanoTime() - START_OVER_NANOS;

  /**
   * @param context the event loop of its connection
   * @param retryMillis after how long its client should come again if the connection breaks
   * @param gapNanos how much time lies between two messages
   * @param left called once, when it has ended
   */
  FeedSubscriber(
      Context context,
      ChangeWindow window,
      Wish wish,
      Standing standing,
      Sink sink,
      FeedConfig config,
      FeedMetrics metrics,
      long retryMillis,
      LongSupplier gapNanos,
      Consumer<FeedSubscriber> left) {
    this.context = context;
    this.window = window;
    this.wish = wish;
    this.standing = standing;
    this.sink = sink;
    this.config = config;
    this.metrics = metrics;
    this.retryMillis = retryMillis;
    this.gapNanos = gapNanos;
    this.left = left;
    metrics.came(sink);
  }

  Principal principal() {
    return standing.principal();
  }

  /** The window was read since it came, so it can be told. From any thread. */
  void begin() {
    context.runOnContext(
        now -> {
          if (!isOver && number < 0) {
            number = wish.since() == null ? window.last() : wish.since();
            limit();
            send(FeedMessage.hello(number, retryMillis));
          }
        });
  }

  private void limit() {
    Duration wait = wish.lasts();
    if (wait != null && wait.isZero()) {
      isLast = true;
    } else if (wait != null) {
      context
          .owner()
          .setTimer(
              wait.toMillis(),
              over -> {
                isLast = true;
                tell();
              });
    }
  }

  /** There is something new in the window. From any thread. */
  void news() {
    context.runOnContext(now -> tell());
  }

  /** Once a second, from any thread. */
  void tick() {
    context.runOnContext(now -> look(System.nanoTime()));
  }

  /** From any thread. */
  void end(Ending why) {
    context.runOnContext(now -> finish(why));
  }

  private void tell() {
    if (isOver || isSending || isResting || number < 0) {
      return;
    }
    long now = System.nanoTime();
    long rest = gapNanos.getAsLong() - (now - sentNanos);
    if (!window.reaches(number)) {
      startOver(now, rest);
      return;
    }
    FeedMessage next = window.after(number, wish.filter());
    while (next != null && next.isEmpty()) {
      number = next.number();
      next = window.after(number, wish.filter());
    }
    if (next == null) {
      if (isLast) {
        finish(Ending.DONE);
      }
    } else if (rest > 0) {
      rest(rest);
    } else {
      send(next);
    }
  }

  private void startOver(long now, long rest) {
    long wait = Math.max(rest, START_OVER_NANOS - (now - startedOverNanos));
    if (wait > 0) {
      rest(wait);
      return;
    }
    startedOverNanos = now;
    metrics.startedOver();
    send(FeedMessage.startOver(window.last()));
  }

  private void rest(long nanos) {
    isResting = true;
    context
        .owner()
        .setTimer(
            Math.max(1, Duration.ofNanos(nanos).toMillis()),
            over -> {
              isResting = false;
              tell();
            });
  }

  private void send(FeedMessage message) {
    isSending = true;
    sentNanos = System.nanoTime();
    number = message.number();
    metrics.sent();
    sink.send(message)
        .onComplete(
            sent -> {
              isSending = false;
              if (sent.failed()) {
                finish(Ending.GONE);
              } else {
                tell();
              }
            });
  }

  private void look(long now) {
    if (isOver) {
      return;
    }
    if (isSending && now - sentNanos > config.writeTimeout().toNanos()) {
      finish(Ending.TOO_SLOW);
    } else if (now - sink.heardNanos() > SILENCE_NANOS) {
      finish(Ending.SILENT);
    } else {
      // In a storm, too: who is told without a rest must be heard as well.
      if (now - pingedNanos > config.alive().toNanos()) {
        pingedNanos = now;
        sink.ping();
      }
      if (!isSending && number >= 0 && now - sentNanos > config.alive().toNanos()) {
        send(FeedMessage.alive(number));
      }
      if (!isChecking && now - checkedNanos > config.checkRights().toNanos()) {
        check();
      }
    }
  }

  /** Looks whether it still may be told what it is told. An outage of the database says nothing. */
  private void check() {
    isChecking = true;
    standing
        .again()
        .get()
        .onComplete(
            found ->
                context.runOnContext(
                    now -> {
                      isChecking = false;
                      checkedNanos = System.nanoTime();
                      if (found.succeeded()) {
                        if (!ChangeRoutes.may(found.result(), wish.filter())) {
                          finish(Ending.NOT_ALLOWED);
                        }
                      } else if (found.cause() instanceof Fault fault
                          && fault.kind() == Fault.Kind.UNAUTHENTICATED) {
                        finish(Ending.NOT_AUTHENTICATED);
                      }
                    }));
  }

  private void finish(Ending why) {
    if (!isOver) {
      isOver = true;
      metrics.left(sink, why);
      left.accept(this);
      sink.end(why);
    }
  }
}
