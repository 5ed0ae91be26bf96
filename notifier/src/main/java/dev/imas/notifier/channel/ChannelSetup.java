package dev.imas.notifier.channel;

import dev.imas.core.model.ChannelReach;
import dev.imas.core.platform.Platform;
import java.time.Duration;

/**
 * A channel as it is configured, not yet open.
 *
 * @param timeout of one try; the lease of deliveries is held to it
 * @param reach what core checks addresses against
 */
public record ChannelSetup(Duration timeout, ChannelReach reach, Opening opening) {

  /** Opens what the channel needs: clients, pools, meters. */
  @FunctionalInterface
  public interface Opening {

    /**
     * @param concurrency of all deliveries of this process
     */
    Channel open(Platform platform, int concurrency);
  }

  /** A channel that can reach whatever address has its form. */
  public static ChannelSetup anywhere(Duration timeout, Opening opening) {
    return new ChannelSetup(timeout, ChannelReach.ANYWHERE, opening);
  }
}
