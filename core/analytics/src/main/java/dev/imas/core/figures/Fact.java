package dev.imas.core.figures;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What figures know of one incident. One object is moved over all incidents of a {@link Block}, so
 * nothing is made for each. It belongs to the thread that reads.
 *
 * <p>Times are whole seconds, never negative. {@link #NONE} says that something has not happened.
 */
final class Fact {

  static final int NONE = -1;

  /** Why an incident is left out, by its number in the flags. */
  enum Exclusion {
    COUNTED,
    /** It stands for the incidents of a storm, which are counted. */
    STORM,
    /** Its alerts are another incident's, which is counted. */
    MERGED,
    /** It was opened by a test. */
    TEST
  }

  /** What ended it, by its number in the flags. */
  enum End {
    OPEN,
    PERSON,
    ALERTS,
    TIMEOUT,
    STORM,
    MERGED,
    /** It ended before this was kept, and the timeline is gone. */
    UNKNOWN
  }

  /** The number of the status RESOLVED. */
  static final int RESOLVED = 3;

  private static final Exclusion[] EXCLUSIONS = Exclusion.values();
  private static final End[] ENDS = End.values();

  private Block block = Block.EMPTY;
  private int place;
  private int flags;

  void moveTo(Block of, int index) {
    block = of;
    place = index;
    flags = of.flags(index);
  }

  UUID service() {
    return block.service();
  }

  /** In seconds since 1970. */
  long openedAt() {
    return block.begin() + block.opened(place);
  }

  /** 0 is SEV1. */
  int severity() {
    return flags & 3;
  }

  /** In the order of a life, 0 is triggered. */
  int status() {
    return flags >> 2 & 3;
  }

  boolean isResolved() {
    return status() == RESOLVED;
  }

  End end() {
    return ENDS[flags >> 4 & 7];
  }

  Exclusion exclusion() {
    return EXCLUSIONS[flags >> 7 & 7];
  }

  boolean counts() {
    return (flags >> 7 & 7) == 0;
  }

  /** Whether a storm has held it, so that nobody was told of it. */
  boolean isOfStorm() {
    return (flags >> 10 & 1) != 0;
  }

  /**
   * Whether people could acknowledge it: they were told of it, and of no other one in its place. An
   * umbrella is not counted, but it is what people were told of.
   */
  boolean isTold() {
    return !isOfStorm() && (counts() || exclusion() == Exclusion.STORM);
  }

  /** Until somebody acknowledged it, in whatever way; its resolution does not count. */
  int toAcknowledge() {
    return (flags >> 12 & 1) != 0 ? NONE : block.acked(place);
  }

  /** The same, where its resolution counts, too. */
  int toAnyAcknowledge() {
    return block.acked(place);
  }

  int toResolve() {
    return block.resolved(place);
  }

  /** In seconds since 1970. Only where it is resolved. */
  long resolvedAt() {
    return openedAt() + toResolve() + (flags >> 11 & 1);
  }

  /** For how long it was on hold, until it was resolved. */
  int onHold() {
    return block.held(place);
  }

  /** Null: it is unknown. */
  @Nullable UUID cause() {
    return block.cause(place);
  }
}
