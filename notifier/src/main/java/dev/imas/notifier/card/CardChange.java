package dev.imas.notifier.card;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an attempt at a delivery means for the card of its receiver. */
public sealed interface CardChange {

  /** Nothing. */
  CardChange NONE = new None();

  record None() implements CardChange {}

  /**
   * A message was posted. It becomes the card if there is none.
   *
   * @param delivery that posted it
   * @param seq of the state that it tells
   * @param replaces whether it takes the place of a card that cannot be changed any more
   */
  record Posted(
      UUID delivery,
      int seq,
      String address,
      UUID provider,
      String message,
      String place,
      boolean replaces)
      implements CardChange {}

  /** The card shows its state now. */
  record Shown(CardFinding.Ours turn) implements CardChange {}

  /**
   * Nothing is known to have changed.
   *
   * @param again after which the keeper may try, if nobody else has; null: only for a newer state
   */
  record NotShown(CardFinding.Ours turn, @Nullable Duration again) implements CardChange {}
}
