package dev.imas.notifier.card;

import dev.imas.notifier.channel.Card;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A card that does not show the newest state of its incident, and is ours to change until the lease
 * runs out.
 *
 * @param tries of this state before, without success
 * @param newest the message that tells the newest state; null: it is kept no more
 */
public record ClaimedCard(
    CardKey key,
    Card card,
    String address,
    UUID postedBy,
    int claim,
    int tries,
    int seq,
    @Nullable Newest newest) {

  /**
   * @param locale of the person who reads it; null when it is nobody's alone
   * @param timeZone of that person
   */
  public record Newest(
      UUID delivery,
      String event,
      int urgency,
      String payload,
      Instant createdAt,
      @Nullable String locale,
      @Nullable String timeZone) {}

  CardFinding.Ours turn() {
    return new CardFinding.Ours(card, postedBy, claim, seq);
  }
}
