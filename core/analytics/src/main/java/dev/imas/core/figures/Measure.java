package dev.imas.core.figures;

import org.jspecify.annotations.Nullable;

/**
 * How times are measured: around the clock or in business hours, with or without holds, and what
 * acknowledges. Pure.
 *
 * @param business null: around the clock
 * @param anyAcknowledges whether a resolution acknowledges, too
 */
record Measure(@Nullable OpenSeconds business, boolean withoutHolds, boolean anyAcknowledges) {

  static final Measure USUAL = new Measure(null, false, false);

  int toAcknowledge(Fact of) {
    return of.isTold()
        ? open(of, anyAcknowledges ? of.toAnyAcknowledge() : of.toAcknowledge())
        : Fact.NONE;
  }

  /** Where a resolution acknowledges, whatever was asked for. */
  int toAnyAcknowledge(Fact of) {
    return of.isTold() ? open(of, of.toAnyAcknowledge()) : Fact.NONE;
  }

  int toResolve(Fact of) {
    if (!of.counts() || of.toResolve() == Fact.NONE) {
      return Fact.NONE;
    }
    return withoutHolds ? Math.max(0, of.toResolve() - of.onHold()) : open(of, of.toResolve());
  }

  private int open(Fact of, int length) {
    return business == null || length == Fact.NONE
        ? length
        : business.between(of.openedAt(), of.openedAt() + length);
  }
}
