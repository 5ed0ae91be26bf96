package dev.imas.notifier.card;

import dev.imas.notifier.channel.Card;
import java.util.UUID;

/** What an update finds that wants to change a card. */
public sealed interface CardFinding {

  /** There is none, or it is at another address: the update becomes a message of its own. */
  record None() implements CardFinding {}

  /** It is being changed, or a later state is wanted, which is shown first. */
  record Busy() implements CardFinding {}

  /**
   * It shows this state already, or a later one.
   *
   * @param postedBy the delivery that posted the card
   */
  record Shown(Card card, UUID postedBy) implements CardFinding {}

  /**
   * It may be changed now, by nobody else for as long as the lease.
   *
   * @param claim the number under which what became of it is stored
   * @param seq of the state that it is to show
   */
  record Ours(Card card, UUID postedBy, int claim, int seq) implements CardFinding {}
}
