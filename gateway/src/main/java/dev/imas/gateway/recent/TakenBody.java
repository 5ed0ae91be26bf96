package dev.imas.gateway.recent;

import dev.imas.gateway.commit.Submission;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A body of the sample.
 *
 * @param size of the body in bytes
 * @param deadLetters how many of its elements could not be read; 1 for a body that could not
 * @param bytes not to be changed; null where there are too many to be kept
 */
public record TakenBody(
    UUID tenant,
    UUID source,
    UUID receipt,
    long receivedAtMicros,
    String dialect,
    int size,
    int alerts,
    int deadLetters,
    byte @Nullable [] bytes) {

  /** Larger ones are told of, and not kept. */
  static final int LONGEST = 256 << 10;

  static TakenBody of(Submission posted) {
    byte[] bytes = posted.body();
    return new TakenBody(
        posted.tenant(),
        posted.source(),
        posted.receipt(),
        posted.receivedAtMicros(),
        posted.dialect(),
        bytes.length,
        posted.events().size(),
        posted.deadLetters().size(),
        bytes.length > LONGEST ? null : bytes);
  }

  int bytesHeld() {
    return bytes == null ? 0 : bytes.length;
  }
}
