package dev.imas.core.deadletter;

import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.deadletter.DeadLetterRepository.DeadLetterView;
import dev.imas.core.http.GatewayRefusal;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.TestPosts;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Map;

/**
 * Has a gateway read one dead letter again. The gateway marks the letter when it commits, so that
 * asking twice does nothing more. Why a letter still cannot be read is kept as its reason.
 */
final class LetterReplay {

  sealed interface Outcome {

    /** Its alerts are committed, and it is marked as replayed. */
    record Replayed() implements Outcome {}

    /** It stays, for what can be mended. */
    record Refused(Fault fault, String reason) implements Outcome {}

    /** Nobody knows: ask again. */
    record Unknown(Fault fault) implements Outcome {}
  }

  private static final int UNREADABLE = 422;
  private static final int CONFLICT = 409;

  private final Transactions transactions;
  private final DeadLetterRepository letters;
  private final EventBus bus;

  LetterReplay(Transactions transactions, DeadLetterRepository letters, EventBus bus) {
    this.transactions = transactions;
    this.letters = letters;
    this.bus = bus;
    ReplayRequested.registerOn(bus);
  }

  /**
   * @param letter with its bytes
   * @param by who asks for it
   * @param patience how long the gateway may take
   */
  Outcome of(TenantId tenant, DeadLetterView letter, String by, Duration patience) {
    if (letter.replayedAt() != null) {
      return conflict(
          "it was replayed already, at "
              + letter.replayedAt()
              + "; post it again yourself if you must");
    }
    if (letter.isCut()) {
      return conflict(
          "only the beginning of its "
              + letter.bodySize()
              + " bytes was kept, so it cannot be replayed; have the sender post it again");
    }
    Buffer body = letter.body() == null ? Buffer.buffer() : letter.body();
    ReplayRequested request =
        new ReplayRequested(
            tenant.value(),
            letter.source().id(),
            letter.id(),
            by,
            letter.dialect(),
            !letter.kind().equals("body"),
            letter.receivedAt(),
            body,
            TestPosts.isMarked(letter.contentType()));
    DeliveryOptions options =
        new DeliveryOptions().setSendTimeout(Math.max(1, patience.toMillis()));
    try {
      bus.<String>request(ReplayRequested.ADDRESS, request, options).await();
      return new Outcome.Replayed();
    } catch (ReplyException e) {
      return refusal(tenant, letter, e);
    }
  }

  private Outcome refusal(TenantId tenant, DeadLetterView letter, ReplyException e) {
    if (e.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      String why = String.valueOf(e.getMessage());
      switch (e.failureCode()) {
        case UNREADABLE -> {
          transactions.call(tenant, tx -> letters.stays(tx, letter.id(), why).await());
          return new Outcome.Refused(
              Fault.of(Fault.Kind.INVALID, "it still cannot be read: " + why), why);
        }
        case CONFLICT, ReplayRequested.OVER -> {
          return conflict(why);
        }
        case ReplayRequested.FAULT -> {
          return new Outcome.Refused(Fault.of(Fault.Kind.INVALID, why), why);
        }
        default -> {}
      }
    }
    return new Outcome.Unknown(
        GatewayRefusal.of(
            e,
            Map.of(),
            "the gateway did not reply in time; the dead letter is kept, so try again"));
  }

  private static Outcome conflict(String why) {
    return new Outcome.Refused(Fault.conflict(why), why);
  }
}
