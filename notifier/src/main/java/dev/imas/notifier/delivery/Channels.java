package dev.imas.notifier.delivery;

import dev.imas.notifier.channel.Channel;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The channels of this process, by name. */
public final class Channels {

  private final Map<String, Channel> byName;

  public Channels(List<Channel> channels) {
    Map<String, Channel> map = new LinkedHashMap<>();
    for (Channel channel : channels) {
      if (map.put(channel.name(), channel) != null) {
        throw new IllegalArgumentException("two channels named " + channel.name());
      }
    }
    byName = Map.copyOf(map);
  }

  public Optional<Channel> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Set<String> names() {
    return byName.keySet();
  }

  /** Those of them that are configured. */
  public Set<String> offered() {
    return byName.values().stream()
        .filter(Channel::isOffered)
        .map(Channel::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  public Future<Void> close() {
    return Future.join(byName.values().stream().map(Channel::close).toList()).mapEmpty();
  }
}
