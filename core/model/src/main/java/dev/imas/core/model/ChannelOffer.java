package dev.imas.core.model;

import java.util.Map;

/**
 * What a running notifier can send with, as it tells core: enough to refuse a contact that could
 * never be reached, without calling anybody.
 *
 * @param channels that are configured there, by type
 */
public record ChannelOffer(Map<String, ChannelReach> channels) {

  public ChannelOffer {
    channels = Map.copyOf(channels);
  }

  public boolean offers(String channel) {
    return channels.containsKey(channel);
  }

  /** Of a channel that is offered. */
  public ChannelReach reach(String channel) {
    return channels.getOrDefault(channel, ChannelReach.ANYWHERE);
  }
}
