package dev.imas.core.model;

import java.util.Map;

/**
 * The channels that a running notifier reports to core. With it core refuses a contact that could
 * never be reached, without calling anybody.
 *
 * @param channels the configured ones, by type
 */
public record ChannelOffer(Map<String, ChannelReach> channels) {

  public ChannelOffer {
    channels = Map.copyOf(channels);
  }

  public boolean offers(String channel) {
    return channels.containsKey(channel);
  }

  /** The reach of an offered channel. */
  public ChannelReach reach(String channel) {
    return channels.getOrDefault(channel, ChannelReach.ANYWHERE);
  }
}
