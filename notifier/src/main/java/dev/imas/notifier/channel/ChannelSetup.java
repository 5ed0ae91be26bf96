package dev.imas.notifier.channel;

import dev.imas.core.model.ChannelReach;
import java.time.Duration;

/**
 * The settings of a channel that is not open yet.
 *
 * @param timeout of one attempt; the lease of deliveries must be longer
 * @param reach what core checks addresses against
 */
public record ChannelSetup(Duration timeout, ChannelReach reach, Opening opening) {

  /** Opens what the channel needs: clients, pools, meters. */
  @FunctionalInterface
  public interface Opening {

    Channel open(ChannelPorts ports);
  }

  /** A channel that can reach every address of its form. */
  public static ChannelSetup anywhere(Duration timeout, Opening opening) {
    return new ChannelSetup(timeout, ChannelReach.ANYWHERE, opening);
  }
}
