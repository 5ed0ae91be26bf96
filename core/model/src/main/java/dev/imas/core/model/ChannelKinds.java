package dev.imas.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of channels that there are, by type. */
public final class ChannelKinds {

  /** As PostgreSQL stores them. */
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,19}");

  private final Map<String, ChannelKind> byType = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException when one has no type of its own
   */
  public ChannelKinds(List<? extends ChannelKind> kinds) {
    for (ChannelKind kind : kinds) {
      if (!TYPE.matcher(kind.type()).matches() || byType.put(kind.type(), kind) != null) {
        throw new IllegalArgumentException("no type of its own: " + kind.type());
      }
    }
  }

  /** In the order of the documents. */
  public List<String> types() {
    return List.copyOf(byType.keySet());
  }

  public Optional<ChannelKind> of(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** The address without what may be a password; nothing of it where the channel is not known. */
  public String shown(String type, String address) {
    ChannelKind kind = byType.get(type);
    return kind == null ? "…" : kind.shown(address);
  }
}
