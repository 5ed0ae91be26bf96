package dev.imas.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a notifier reaches by one of its channels, as it tells core. Only the channel's own kind
 * knows what the names mean.
 */
public record ChannelReach(Map<String, List<String>> limits) {

  /** Nothing is limited, or nothing that can be known before sending. */
  public static final ChannelReach ANYWHERE = new ChannelReach(Map.of());

  public ChannelReach {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    limits.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    limits = Map.copyOf(copy);
  }

  /** Empty where there is none of that name. */
  public List<String> limit(String name) {
    return limits.getOrDefault(name, List.of());
  }
}
