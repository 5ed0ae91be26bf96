package dev.imas.core.http;

import org.jspecify.annotations.Nullable;

/**
 * A body that is written piece by piece, each when the client has taken the one before. So it may
 * be longer than what memory holds.
 */
public interface Pieces {

  String contentType();

  /**
   * The next piece; null after the last. Called on the threads of handlers, so it may await. If it
   * fails, the connection is cut, so that nobody takes a part for the whole.
   */
  @Nullable String next();
}
