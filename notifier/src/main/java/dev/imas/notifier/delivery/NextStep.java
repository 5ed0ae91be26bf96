package dev.imas.notifier.delivery;

import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a delivery after an attempt. */
public sealed interface NextStep {

  /**
   * @param shownIn the delivery whose message was changed, so that it tells this one's, too; null:
   *     it was a message of its own
   * @param movedTo the address that the contact has from now on; else empty
   */
  record Done(@Nullable String providerMessageId, @Nullable UUID shownIn, String movedTo)
      implements NextStep {

    public Done(@Nullable String providerMessageId, @Nullable UUID shownIn) {
      this(providerMessageId, shownIn, "");
    }

    public Done(@Nullable String providerMessageId) {
      this(providerMessageId, null);
    }

    static Done of(Outcome.Accepted accepted) {
      return new Done(accepted.providerMessageId(), null, accepted.movedTo());
    }
  }

  record Again(Duration delay, String reason) implements NextStep {}

  record GiveUp(String reason) implements NextStep {}

  /** Its contact is gone, so there is nobody to send it to. */
  record Cancel(String reason) implements NextStep {}
}
