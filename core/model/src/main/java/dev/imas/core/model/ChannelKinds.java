package dev.imas.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** All kinds of channels, by type. */
public final class ChannelKinds {

  /** The types that PostgreSQL accepts. */
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,19}");

  /** A type of provider, and the channel that it sends by. */
  public record Provided(ChannelKind channel, ProviderKind provider) {}

  private final Map<String, ChannelKind> byType = new LinkedHashMap<>();
  private final Map<String, Provided> providers = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException when a type is malformed or used twice
   */
  public ChannelKinds(List<? extends ChannelKind> kinds) {
    for (ChannelKind kind : kinds) {
      if (!TYPE.matcher(kind.type()).matches() || byType.put(kind.type(), kind) != null) {
        throw new IllegalArgumentException(
            "channel type is malformed or used twice: " + kind.type());
      }
      for (ProviderKind provider : kind.providers()) {
        Provided provided = new Provided(kind, provider);
        if (!TYPE.matcher(provider.type()).matches()
            || providers.put(provider.type(), provided) != null) {
          throw new IllegalArgumentException(
              "provider type is malformed or used twice: " + provider.type());
        }
      }
    }
  }

  /** In the order in which the documentation lists them. */
  public List<String> types() {
    return List.copyOf(byType.keySet());
  }

  public Optional<ChannelKind> of(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** All types of providers, in the order of their channels. */
  public List<Provided> providers() {
    return List.copyOf(providers.values());
  }

  public Optional<Provided> provider(String type) {
    return Optional.ofNullable(providers.get(type));
  }

  /** The address without what may be a password; {@code "…"} if the channel is unknown. */
  public String shown(String type, String address) {
    ChannelKind kind = byType.get(type);
    return kind == null ? "…" : kind.shown(address);
  }
}
