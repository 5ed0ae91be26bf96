package dev.imas.core.figures;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents of a time and of some services are meant. Pure.
 *
 * @param severities a bit for each, the lowest is SEV1; 15: all
 * @param cause null: of all causes
 * @param end null: whatever ended them, and open ones
 */
record FigureCut(int severities, @Nullable Cause cause, Fact.@Nullable End end) {

  /** A cause. Its id is null where it is unknown. */
  record Cause(@Nullable UUID id) {}

  static final FigureCut ALL = new FigureCut(15, null, null);

  boolean takes(Fact fact) {
    return (severities >> fact.severity() & 1) != 0
        && (cause == null || isCause(fact.cause(), cause.id()))
        && (end == null || fact.end() == end);
  }

  private static boolean isCause(@Nullable UUID is, @Nullable UUID wanted) {
    return is == null ? wanted == null : is.equals(wanted);
  }
}
