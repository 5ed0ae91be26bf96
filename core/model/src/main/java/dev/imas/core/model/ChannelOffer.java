package dev.imas.core.model;

import java.util.Set;

/**
 * What a running notifier can send with, as it tells core: enough to refuse a contact that could
 * never be reached, without calling anybody.
 *
 * @param channels that are configured there
 * @param addresses that webhooks may go to
 * @param ports that webhooks may go to; empty for any
 */
public record ChannelOffer(Set<String> channels, AddressPolicy addresses, Set<Integer> ports) {

  public ChannelOffer {
    channels = Set.copyOf(channels);
    ports = Set.copyOf(ports);
  }

  public boolean offers(String channel) {
    return channels.contains(channel);
  }

  public boolean takesPort(int port) {
    return ports.isEmpty() || ports.contains(port);
  }
}
