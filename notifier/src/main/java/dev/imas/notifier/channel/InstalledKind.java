package dev.imas.notifier.channel;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.platform.Settings;
import java.util.List;
import java.util.Optional;

/**
 * A kind of channel that this distribution contains: all that the product has to know of it. The
 * types of contacts, the API description, the settings, what this process offers and the table in
 * the documents are derived from it. Each package below this one has one, and a line in the list of
 * installed channels names it.
 */
public interface InstalledKind extends ChannelKind {

  @Override
  default List<? extends InstalledProvider> providers() {
    return List.of();
  }

  /** Whether providers of that type can send to that address. */
  default boolean sends(String provider, String address) {
    return true;
  }

  /** Whether one message may tell of many incidents: {@link Channel#takesDigests}. */
  default boolean takesDigests() {
    return true;
  }

  /** Whether an incident has one message by it that grows, with at least one type of provider. */
  default boolean hasCards() {
    return providers().stream().anyMatch(InstalledProvider::hasCards);
  }

  /**
   * Reads its settings and reports their faults to the reader.
   *
   * @return empty where it is not configured, or has no settings: this process sends by it with a
   *     tenant's providers only, and {@link #mend} says what to set or create
   */
  default Optional<ChannelSetup> configure(Settings in) {
    return Optional.empty();
  }
}
