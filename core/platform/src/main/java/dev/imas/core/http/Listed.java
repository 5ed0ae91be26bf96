package dev.imas.core.http;

import org.jspecify.annotations.Nullable;

/** The body of an answer that has further pages. */
public interface Listed {

  /** The cursor of the following page; null on the last page. */
  @Nullable String next();
}
