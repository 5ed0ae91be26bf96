package dev.imas.notifier.reply;

import dev.imas.core.bus.RepliesQueued;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
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
  private final LeasedQueue<Claimed> queue;

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
    this.queue =
        new LeasedQueue<>(
            poll,
            AT_ONCE,
            PassObserver.complaining(
                log, platform.database().outage(), "answers in chats cannot be claimed"),
            new Due());
  }

  @Override
  public Future<?> start() {
    queue.start(context);
    RepliesQueued.registerOn(vertx.eventBus());
    vertx.eventBus().<RepliesQueued>consumer(RepliesQueued.ADDRESS, queued -> queue.wake());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return queue.stop(drain);
  }

  private final class Due implements LeasedQueue.Work<Claimed> {

    @Override
    public Future<List<Claimed>> claim(int room) {
      return replies.claim(room);
    }

    @Override
    public Future<Void> run(Claimed reply) {
      work(reply);
      return Future.succeededFuture();
    }

    /** A vendor takes it for a short time only, which may be over when its lease is. */
    @Override
    public Future<Void> release(Claimed reply) {
      return run(reply);
    }
  }

  private void work(Claimed reply) {
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
