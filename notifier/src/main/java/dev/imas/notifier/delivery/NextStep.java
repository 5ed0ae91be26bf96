package dev.imas.notifier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a delivery does after a try. */
public sealed interface NextStep {

  record Done(@Nullable String providerMessageId) implements NextStep {}

  record Again(Duration delay, String reason) implements NextStep {}

  record GiveUp(String reason) implements NextStep {}

  /** Nobody is there any more to send it to. */
  record Cancel(String reason) implements NextStep {}
}
