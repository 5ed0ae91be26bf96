package dev.imas.gateway.pipeline;

import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps each path that a sender posts to onto its route, and each dialect onto its decoder. */
public final class SenderRoutes {

  private static final String KEY_PREFIX = "/am/";

  private final Map<String, SenderRoute> byPath = new HashMap<>();
  private final List<SenderRoute> withParts = new ArrayList<>();
  private final Map<String, Format> byDialect = new HashMap<>();
  private final Map<String, SenderRoute> usual = new HashMap<>();

  /**
   * @throws IllegalArgumentException when two formats have the same path or dialect
   */
  public SenderRoutes(List<Sender> senders) {
    Map<Format, Set<String>> typesByFormat = new LinkedHashMap<>();
    for (Sender sender : senders) {
      for (Format format : sender.formats()) {
        typesByFormat.computeIfAbsent(format, f -> new TreeSet<>()).add(sender.type());
      }
    }
    typesByFormat.forEach(this::add);
    for (Sender sender : senders) {
      sender.formats().stream()
          .findFirst()
          .ifPresent(first -> usual.put(sender.type(), byPath.get(first.path())));
    }
  }

  private void add(Format format, Set<String> sourceTypes) {
    Stream.concat(Stream.of(format.path()), format.otherPaths().stream())
        .map(path -> SenderRoute.of(path, format, sourceTypes))
        .forEach(
            route -> {
              once(byPath, route.path(), route);
              if (route.inPath() != null) {
                withParts.add(route);
              }
            });
    once(byDialect, format.decoder().dialect(), format);
  }

  private static <V> void once(Map<String, V> map, String key, V value) {
    if (map.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("two formats have " + key);
    }
  }

  /**
   * @param keyInPath the part of the path that is a key, null for none
   */
  public record Found(SenderRoute route, @Nullable String keyInPath) {}

  /**
   * The route of a path: the path itself, below {@code /am/<key>}, or with the key as its last
   * part; or a path of which one part is any. A slash at the end does not matter.
   *
   * @return null when no sender posts there
   */
  public @Nullable Found find(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    SenderRoute route = byPath.get(bare);
    if (route != null) {
      return new Found(route, null);
    }
    String key = keyPrefix(bare);
    if (key != null) {
      String below = bare.substring(KEY_PREFIX.length() + key.length());
      route = byPath.get(below);
      route = route == null ? withPart(below) : route;
      return route == null ? null : new Found(route, key);
    }
    int slash = bare.lastIndexOf('/');
    route = slash <= 0 ? null : byPath.get(bare.substring(0, slash));
    if (route != null && route.isWebhook()) {
      return new Found(route, bare.substring(slash + 1));
    }
    route = withPart(bare);
    return route == null ? null : new Found(route, null);
  }

  /** Looked for last, and only where no map knows the path, so that others do not pay for it. */
  private @Nullable SenderRoute withPart(String path) {
    for (SenderRoute route : withParts) {
      PathPart part = route.inPath();
      if (part != null && part.isIn(path)) {
        return route;
      }
    }
    return null;
  }

  /** Where a source of this type posts first of all; null for a type that posts anything. */
  public @Nullable SenderRoute usualOf(String sourceType) {
    return usual.get(sourceType);
  }

  /** The key in {@code /am/<key>/…}, null where the path has none. */
  public static @Nullable String keyPrefix(String path) {
    if (!path.startsWith(KEY_PREFIX)) {
      return null;
    }
    int end = path.indexOf('/', KEY_PREFIX.length());
    return end < 0 ? null : path.substring(KEY_PREFIX.length(), end);
  }

  /** The first route of a dialect; null for one that no decoder reads. */
  public @Nullable SenderRoute routeOf(String dialect) {
    Format format = byDialect.get(dialect);
    return format == null ? null : byPath.get(format.path());
  }
}
