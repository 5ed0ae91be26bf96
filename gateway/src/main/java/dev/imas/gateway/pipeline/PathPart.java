package dev.imas.gateway.pipeline;

import dev.imas.gateway.decode.PathFields;
import org.jspecify.annotations.Nullable;

/**
 * The one part of a path that stands for any: {@code identifier} in {@code
 * /v2/alerts/{identifier}/close}. Pure.
 *
 * @param before the part, with the slash
 * @param name of the part, without its braces
 * @param after the part, with the slash; may be empty
 */
record PathPart(String before, String name, String after, PathFields fields) {

  /** Null for a path without such a part. */
  static @Nullable PathPart of(String path, @Nullable PathFields fields) {
    int open = path.indexOf('{');
    int close = path.indexOf('}');
    if ((fields == null) != (open < 0) || open > close) {
      throw new IllegalArgumentException("what is read of the path, and where is it: " + path);
    }
    return fields == null
        ? null
        : new PathPart(
            path.substring(0, open),
            path.substring(open + 1, close),
            path.substring(close + 1),
            fields);
  }

  /**
   * @param path from its root, without a key before it and a slash at its end
   */
  boolean isIn(String path) {
    int end = path.length() - after.length();
    if (end <= before.length() || !path.startsWith(before) || !path.endsWith(after)) {
      return false;
    }
    int slash = path.indexOf('/', before.length());
    return slash < 0 || slash >= end;
  }

  /**
   * What is read of a post: its path, its query and its body together.
   *
   * @param path with or without a key before it, and a slash at its end
   */
  byte[] around(String path, @Nullable String query, byte[] body) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int from = bare.indexOf(before) + before.length();
    return fields.around(name, bare.substring(from, bare.length() - after.length()), query, body);
  }
}
