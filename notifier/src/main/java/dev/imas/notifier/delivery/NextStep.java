package dev.imas.notifier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens to a delivery after an attempt. */
public sealed interface NextStep {

  record Done(@Nullable String providerMessageId) implements NextStep {}

  record Again(Duration delay, String reason) implements NextStep {}

  record GiveUp(String reason) implements NextStep {}

  /** Its contact is gone, so there is nobody to send it to. */
  record Cancel(String reason) implements NextStep {}
}
