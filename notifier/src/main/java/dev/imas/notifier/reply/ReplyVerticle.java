package dev.imas.notifier.reply;

import dev.imas.core.bus.RepliesQueued;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.InFlight;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.ChatReply;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ReplyVendor;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.provider.ProviderReplies;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in chats what could not be said in the answer to a request (decision C5): at once, as long
 * as the vendor takes it, and not after that. Nothing is kept of what nobody takes. Deploy it on a
 * virtual thread.
 */
public final class ReplyVerticle extends VerticleBase {

  /** Whether work waits for it, as a condition of its poll. */
  public static final String WAITS = "chat_replies_wait()";

  private static final Logger log = LoggerFactory.getLogger(ReplyVerticle.class);
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final int AT_ONCE = 16;

  private final Platform platform;
  private final ProviderReplies providers;
  private final Egress egress;
  private final ReplyQueueRepository replies;
  private final Duration drain;
  private final InFlight inFlight = new InFlight(AT_ONCE);
  private final WorkLoop loop;
  private boolean stopping;

  /**
   * @param poll how it learns of what waits, by {@link #WAITS}
   * @param drain how long a stop waits for what is in flight
   */
  public ReplyVerticle(
      Platform platform,
      Transactions transactions,
      ProviderReplies providers,
      Egress egress,
      Poll poll,
      Duration drain) {
    this.platform = platform;
    this.providers = providers;
    this.egress = egress;
    this.replies = new ReplyQueueRepository(transactions, LEASE);
    this.drain = drain;
    this.loop =
        new WorkLoop(
            poll,
            PassObserver.complaining(
                log, platform.database().outage(), "answers in chats cannot be claimed"),
            this::claim);
  }

  @Override
  public Future<?> start() {
    loop.start(context);
    RepliesQueued.registerOn(vertx.eventBus());
    vertx.eventBus().<RepliesQueued>consumer(RepliesQueued.ADDRESS, queued -> loop.wake());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return loop.stop(drain)
        .compose(stopped -> inFlight.drain())
        .timeout(Math.max(1, drain.toMillis()), TimeUnit.MILLISECONDS)
        .otherwise(late -> null); // what is in flight is repeated after its lease
  }

  private Future<Next> claim() {
    int room = stopping ? 0 : inFlight.room();
    if (room == 0) {
      return Future.succeededFuture(Next.IDLE); // the next that ends wakes this
    }
    List<Claimed> claimed = replies.claim(room).await();
    for (Claimed reply : claimed) {
      inFlight.begin();
      // Each in an event of its own, so that they await beside each other.
      context.runOnContext(now -> run(reply));
    }
    return Future.succeededFuture(claimed.isEmpty() ? Next.IDLE : Next.MORE);
  }

  private void run(Claimed reply) {
    try {
      if (reply.hasExpired()) {
        end(reply, "expired", null);
      } else {
        end(reply, said(reply));
      }
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("reply", reply.id())
          .setCause(e)
          .log("What became of an answer in a chat is unknown; it is repeated after its lease");
    } finally {
      inFlight.end();
      loop.wake();
    }
  }

  private Outcome said(Claimed reply) {
    Optional<ReplyVendor> vendor = providers.of(reply.tenant(), reply.provider(), reply.type());
    if (vendor.isEmpty()) {
      return Outcome.Refused.because("its provider was deleted or is not active");
    }
    Map<String, String> to =
        Json.readTexts(
            platform
                .secrets()
                .open(reply.sealedTo(), RepliesQueued.sealedFor(reply.tenant(), reply.id())));
    ChatReply first = reply.first(to);
    Outcome outcome = said(reply, vendor.get(), first);
    if (first instanceof ChatReply.Form && !(outcome instanceof Outcome.Accepted)) {
      log.atInfo()
          .addKeyValue("provider", reply.provider())
          .addKeyValue("outcome", outcome)
          .log("A form could not be opened; the person is told what to write instead");
      return said(reply, vendor.get(), reply.words(to));
    }
    return outcome;
  }

  private Outcome said(Claimed reply, ReplyVendor vendor, ChatReply what) {
    try {
      WebReply answer = egress.send(reply.tenant(), true, vendor.request(reply.id(), what)).await();
      return switch (answer) {
        case WebReply.Answered answered -> vendor.read(answered, platform.clock().instant());
        case WebReply.Barred barred -> Outcome.Refused.because(barred.reason());
        case WebReply.PutOff putOff -> new Outcome.Deferred(putOff.delay());
        case WebReply.Failed failed -> Outcome.Retry.because("no answer");
      };
    } catch (IllegalArgumentException e) {
      return Outcome.Refused.because(String.valueOf(e.getMessage()));
    }
  }

  private void end(Claimed reply, Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted accepted -> end(reply, "sent", null);
      case Outcome.Deferred deferred -> end(reply, "again", deferred.delay());
      case Outcome.Retry retry ->
          end(reply, "again", ReplyRetry.after(reply.attempt(), retry.retryAfter()));
      case Outcome.MayHeal healing -> end(reply, "refused", null);
      case Outcome.Refused refused -> end(reply, "refused", null);
    }
  }

  private void end(Claimed reply, String end, @Nullable Duration wait) {
    Boolean again = replies.end(reply, wait).await();
    Counter.builder("imas.chat.replies")
        .description("Attempts at what is said in chats after a request was answered, by end")
        .tag("kind", reply.isForm() ? "form" : "words")
        .tag("end", wait != null && Boolean.FALSE.equals(again) ? "expired" : end)
        .register(platform.meters())
        .increment();
  }
}
