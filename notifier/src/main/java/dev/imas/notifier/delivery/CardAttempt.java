package dev.imas.notifier.delivery;

import dev.imas.notifier.card.CardChange;
import dev.imas.notifier.card.CardFinding;
import dev.imas.notifier.channel.Attempted;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an attempt at a delivery is made, and what it means for the card of its receiver. */
final class CardAttempt {

  /** A growing incident is told by its own message, or not at all. */
  private static final String GREW = "incident.grew";

  /** The delivery itself tries first; after its own wait and this time its card is looked after. */
  private static final Duration BEHIND = Duration.ofSeconds(30);

  private CardAttempt() {}

  /** How an attempt is made. */
  @FunctionalInterface
  interface Way {

    Future<Tried> attempt(Channel channel, Message message);

    /** What an attempt means that could not be made, or did not end. */
    default Tried failed(Attempted attempted) {
      return unrelated(attempted);
    }
  }

  /**
   * An attempt that was made.
   *
   * @param turn the card that was claimed for it; null: none
   * @param made what is known to have become of a card
   * @param ends how the delivery ends, whatever the outcome; null: as the outcome says
   */
  record Tried(
      Attempted attempted,
      CardFinding.@Nullable Ours turn,
      CardChange made,
      @Nullable NextStep ends) {

    Tried with(List<String> faults) {
      return new Tried(attempted.with(faults), turn, made, ends);
    }

    /**
     * @param usual what follows from the outcome
     */
    NextStep step(NextStep usual) {
      if (ends != null) {
        return ends;
      }
      return usual instanceof NextStep.Done done && made instanceof CardChange.Shown shown
          ? new NextStep.Done(done.providerMessageId(), shown.turn().postedBy())
          : usual;
    }

    /** What is stored about the card. */
    CardChange change(NextStep step) {
      if (turn == null || !(made instanceof CardChange.None)) {
        return made;
      }
      return new CardChange.NotShown(
          turn, step instanceof NextStep.Again again ? again.delay().plus(BEHIND) : null);
    }
  }

  /** It has nothing to do with a card. */
  static Tried unrelated(Attempted attempted) {
    return new Tried(attempted, null, CardChange.NONE, null);
  }

  /** A message of its own; it becomes the card if there is none. */
  static Tried posted(Delivery d, Attempted attempted) {
    return new Tried(attempted, null, change(d, attempted, false), null);
  }

  private static CardChange change(Delivery d, Attempted attempted, boolean replaces) {
    UUID provider = attempted.provider();
    if (!(attempted.outcome() instanceof Outcome.Accepted accepted) || provider == null) {
      return CardChange.NONE;
    }
    String message = accepted.providerMessageId();
    return message == null
        ? CardChange.NONE
        : new CardChange.Posted(
            d.id(), d.eventSeq(), d.address(), provider, message, accepted.place(), replaces);
  }

  /**
   * Changes the card. If that can never be done again, a new message takes its place, except where
   * it would tell no more than that the incident has grown.
   */
  record Update(Delivery delivery, CardFinding.Ours turn) implements Way {

    @Override
    public Future<Tried> attempt(Channel channel, Message message) {
      return channel
          .update(message, turn.card())
          .compose(
              update ->
                  switch (update) {
                    case CardUpdate.Shown shown ->
                        Future.succeededFuture(
                            tried(
                                new Outcome.Accepted(turn.card().message(), shown.status()),
                                new CardChange.Shown(turn)));
                    case CardUpdate.NotShown not ->
                        Future.succeededFuture(tried(not.outcome(), CardChange.NONE));
                    case CardUpdate.Gone gone -> anew(channel, message, gone.reason());
                  });
    }

    private Tried tried(Outcome outcome, CardChange made) {
      return new Tried(new Attempted(outcome, turn.card().provider(), null), turn, made, null);
    }

    @Override
    public Tried failed(Attempted attempted) {
      return new Tried(attempted, turn, CardChange.NONE, null);
    }

    private Future<Tried> anew(Channel channel, Message message, String reason) {
      String gone =
          "the message " + turn.card().message() + " can no longer be changed (" + reason + ")";
      if (delivery.event().equals(GREW)) {
        String why = gone + ", and growth alone begins no new one";
        return Future.succeededFuture(
            new Tried(
                new Attempted(Outcome.Refused.because(why), turn.card().provider(), null),
                turn,
                CardChange.NONE,
                new NextStep.Cancel(why)));
      }
      return channel
          .attempt(message)
          .map(
              attempted ->
                  new Tried(
                      attempted.after(gone + ", so a new one was begun"),
                      turn,
                      change(delivery, attempted, true),
                      null));
    }
  }
}
