package dev.imas.core.comment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.Versioned;
import dev.imas.core.incident.CommentState;
import java.time.Instant;

/**
 * A comment as it is shown.
 *
 * @param seq of its entry in the incident's timeline
 * @param message Markdown; empty if it is deleted
 */
record CommentView(
    int seq, String author, String message, Instant createdAt, @JsonUnwrapped CommentState state)
    implements Versioned {

  @Override
  @com.fasterxml.jackson.annotation.JsonIgnore
  public int version() {
    return state.version();
  }
}
