package dev.imas.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits of one of a notifier's channels, as the notifier reports them to core. Only the
 * channel's own kind knows what the names mean.
 */
public record ChannelReach(Map<String, List<String>> limits) {

  /** No limits, or none that can be known before sending. */
  public static final ChannelReach ANYWHERE = new ChannelReach(Map.of());

  public ChannelReach {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    limits.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    limits = Map.copyOf(copy);
  }

  /** The values of that limit; empty if there is none. */
  public List<String> limit(String name) {
    return limits.getOrDefault(name, List.of());
  }
}
