package dev.imas.core.dora;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * A push. Pure.
 *
 * @param repository in lower case, or empty
 * @param forgeId the forge and its id of the repository, or empty
 * @param total how many commits it has; more than are listed where the forge cuts the list
 * @param committedAt of each listed commit, in milliseconds since 1970; {@link #UNKNOWN} where it
 *     is not told
 */
record PushRecord(
    UUID id,
    String repository,
    String forgeId,
    String before,
    String after,
    Instant pushedAt,
    int total,
    long[] committedAt) {

  static final long UNKNOWN = Long.MIN_VALUE;

  PushRecord {
    committedAt = committedAt.clone();
  }

  /** How many commits it has that are not listed. */
  int missing() {
    return Math.max(0, total - committedAt.length);
  }

  int listed() {
    return committedAt.length;
  }

  long committedAt(int place) {
    return committedAt[place];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PushRecord push && id.equals(push.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public long[] committedAt() {
    return Arrays.copyOf(committedAt, committedAt.length);
  }
}
