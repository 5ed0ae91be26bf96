package dev.imas.notifier.delivery;

import dev.imas.notifier.channel.Channel;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The channels of this process, by the type of their kind. */
public final class Channels {

  private final Map<String, Channel> byType;

  public Channels(Map<String, Channel> byType) {
    this.byType = Map.copyOf(byType);
  }

  public Optional<Channel> named(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  public Set<String> names() {
    return byType.keySet();
  }

  public Future<Void> close() {
    return Future.join(byType.values().stream().map(Channel::close).toList()).mapEmpty();
  }
}
