package dev.imas.notifier.channel;

import dev.imas.core.model.ProviderKind;

/** A type of provider that this distribution can send with. */
public interface InstalledProvider extends ProviderKind {

  /** Whether its messages can be changed later, so that an incident has one that grows. */
  default boolean hasCards() {
    return false;
  }

  /** Whether its vendor is paid in advance and says what is left: {@link Channel#credits}. */
  default boolean isPrepaid() {
    return false;
  }

  /**
   * Opens a channel that sends with one provider. It is closed when the provider has changed.
   *
   * @throws IllegalStateException when the config does not suffice, with a reason without secrets
   */
  Channel open(ProviderConfig config, ChannelPorts ports);
}
