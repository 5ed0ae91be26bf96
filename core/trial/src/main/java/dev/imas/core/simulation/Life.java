package dev.imas.core.simulation;

import dev.imas.core.model.Labels;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a replay remembers of an incident that it has opened. One thread at a time. */
final class Life {

  private final Opened opened;
  private final Labels labels;
  private final Optional<String> named;
  private final Audience audience = new Audience();
  private @Nullable Instant firstTold;
  private @Nullable Instant lastTold;

  /**
   * @param labels of the alert that opened it
   * @param named the policy that a rule names
   */
  Life(Opened opened, Labels labels, Optional<String> named) {
    this.opened = opened;
    this.labels = labels;
    this.named = named;
  }

  void tell(Instant at) {
    firstTold = firstTold == null ? at : firstTold;
    lastTold = at;
  }

  Opened opened() {
    return opened;
  }

  Labels labels() {
    return labels;
  }

  Optional<String> named() {
    return named;
  }

  /** When people were first told of it; null: they were not. */
  @Nullable Instant firstTold() {
    return firstTold;
  }

  @Nullable Instant lastTold() {
    return lastTold;
  }

  /** Who is paged about it, as far as that was followed. */
  Audience audience() {
    return audience;
  }
}
