package dev.imas.core.figures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where incidents of a time are read: packed months as they are, and everything else from the
 * incidents, a month at a time, so that an answer never has more than that in memory. Pure.
 *
 * @param completeSince nothing that was opened later is missing; null: nothing at all is
 */
record ReadingPlan(List<Piece> pieces, @Nullable Instant completeSince) {

  /** As many incidents of packed months are read at once. */
  static final int MOST_AT_ONCE = 400_000;

  /** Something that is read at once. */
  sealed interface Piece {}

  record Packed(List<LocalDate> months) implements Piece {}

  /**
   * Incidents.
   *
   * @param resolvedFrom only those that were resolved then or later; null: all
   */
  record Rows(Instant from, Instant to, @Nullable Instant resolvedFrom) implements Piece {}

  ReadingPlan {
    pieces = List.copyOf(pieces);
  }

  /**
   * @param months all that are packed, in order
   * @param oldest when the first incident was opened that is there; null: there is none
   * @param withEarlier whether incidents that were opened before and resolved in the span are read,
   *     too
   */
  static ReadingPlan of(
      Span span,
      List<PackedMonth> months,
      @Nullable Instant removedBefore,
      @Nullable Instant oldest,
      boolean withEarlier) {
    List<PackedMonth> usable = months.stream().filter(one -> one.isRead(removedBefore)).toList();
    List<Piece> pieces = new ArrayList<>();
    Batch batch = new Batch(pieces);
    // Where rows have been read up to; before the span, only what was resolved in it.
    Instant done = withEarlier ? Instant.EPOCH : span.from();
    for (PackedMonth one : usable) {
      if (!one.begin().isBefore(span.to()) || !one.end().isAfter(done)) {
        continue;
      }
      rows(pieces, done, one.begin(), span, oldest);
      boolean isOfSpan = one.end().isAfter(span.from());
      Instant ended = one.endedUntil();
      if (isOfSpan || ended != null && !ended.isBefore(span.from())) {
        batch.add(one);
      }
      done = one.end();
    }
    batch.close();
    rows(pieces, done, span.to(), span, oldest);
    return new ReadingPlan(pieces, completeSince(months, removedBefore));
  }

  private static void rows(
      List<Piece> pieces, Instant since, Instant until, Span span, @Nullable Instant oldest) {
    if (oldest == null) {
      return;
    }
    Instant from = since.isBefore(oldest) ? oldest : since;
    Instant to = until.isAfter(span.to()) ? span.to() : until;
    if (from.isBefore(span.from()) && from.isBefore(to)) {
      Instant before = to.isBefore(span.from()) ? to : span.from();
      pieces.add(new Rows(from, before, span.from()));
    }
    Instant at = from.isBefore(span.from()) ? span.from() : from;
    while (at.isBefore(to)) {
      Instant next =
          FigureFactRepository.begin(
              at.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).plusMonths(1));
      Instant end = next.isAfter(to) ? to : next;
      pieces.add(new Rows(at, end, null));
      at = end;
    }
  }

  /** Whole months that touch where the retention has come to are complete as they were packed. */
  private static @Nullable Instant completeSince(
      List<PackedMonth> months, @Nullable Instant removedBefore) {
    Instant since = removedBefore;
    for (PackedMonth one : months.reversed()) {
      if (since != null
          && one.isWhole()
          && one.begin().isBefore(since)
          && !one.end().isBefore(since)) {
        since = one.begin();
      }
    }
    return since;
  }

  /** Packed months that follow each other, up to a bound. */
  private static final class Batch {

    private final List<Piece> pieces;
    private final List<LocalDate> months = new ArrayList<>();
    private long incidents;

    Batch(List<Piece> pieces) {
      this.pieces = pieces;
    }

    void add(PackedMonth month) {
      if (incidents + month.incidents() > MOST_AT_ONCE) {
        close();
      }
      months.add(month.month());
      incidents += month.incidents();
    }

    void close() {
      if (!months.isEmpty()) {
        pieces.add(new Packed(List.copyOf(months)));
        months.clear();
        incidents = 0;
      }
    }
  }
}
