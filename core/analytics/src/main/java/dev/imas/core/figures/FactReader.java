package dev.imas.core.figures;

import dev.imas.core.figures.ReadingPlan.Packed;
import dev.imas.core.figures.ReadingPlan.Piece;
import dev.imas.core.figures.ReadingPlan.Rows;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the incidents of a selection piece by piece, and has them counted. Each piece is read in a
 * transaction of its own, so that nobody holds a connection while many are counted, on a thread
 * that may be kept busy. On a virtual thread.
 */
final class FactReader {

  /** So few are counted at once, in less than a millisecond. */
  private static final int FEW = 20_000;

  private final Computations computations;
  private final FigureFactRepository facts = new FigureFactRepository();
  private final FiguresRepository figures = new FiguresRepository();

  FactReader(Computations computations) {
    this.computations = computations;
  }

  /**
   * From where figures can be read.
   *
   * @param months that are packed, in order
   * @param removedBefore since when incidents are complete; null: all of them are there
   * @param oldest when the first incident was opened that is there; null: there is none
   */
  record Sources(
      List<PackedMonth> months, @Nullable Instant removedBefore, @Nullable Instant oldest) {

    Sources {
      months = List.copyOf(months);
    }

    /** Whether all of that time is there. */
    Kept kept(Span span) {
      return Kept.of(span, plan(span, false).completeSince());
    }

    ReadingPlan plan(Span span, boolean withEarlier) {
      return ReadingPlan.of(span, months, removedBefore, oldest, withEarlier);
    }
  }

  Sources sources(Tx tx) {
    return new Sources(
        facts.months(tx), figures.removedBefore(tx, Kept.INCIDENTS), facts.oldest(tx));
  }

  /** Runs a read in a transaction. */
  @FunctionalInterface
  interface Reading {
    List<Block> read(Function<Tx, List<Block>> piece);
  }

  /**
   * Counts the incidents of the selection.
   *
   * @return the same, which has all of them
   */
  <C extends Counting> C count(
      TenantId tenant, Selection of, Sources sources, Reading reading, C counting) {
    ReadingPlan plan = sources.plan(of.span(), counting.wantsResolved());
    for (Piece piece : plan.pieces()) {
      List<Block> blocks = reading.read(tx -> blocks(tx, of, piece));
      if (blocks.stream().mapToLong(Block::size).sum() <= FEW) {
        count(blocks, of, counting);
      } else {
        computations
            .of(tenant)
            .call(
                () -> {
                  count(blocks, of, counting);
                  return true;
                });
      }
    }
    return counting;
  }

  private List<Block> blocks(Tx tx, Selection of, Piece piece) {
    return switch (piece) {
      case Packed packed -> facts.packed(tx, packed.months(), of.services());
      case Rows rows ->
          facts.ofIncidents(tx, rows.from(), rows.to(), of.services(), rows.resolvedFrom());
    };
  }

  private static void count(List<Block> blocks, Selection of, Counting counting) {
    long from = of.span().from().getEpochSecond();
    long to = of.span().to().getEpochSecond();
    boolean wantsResolved = counting.wantsResolved();
    Fact fact = new Fact();
    for (Block block : blocks) {
      for (int place = 0; place < block.size(); place++) {
        fact.moveTo(block, place);
        if (!of.cut().takes(fact)) {
          continue;
        }
        if (isIn(fact.openedAt(), from, to)) {
          counting.opened(fact);
        }
        if (wantsResolved && fact.toResolve() != Fact.NONE && isIn(fact.resolvedAt(), from, to)) {
          counting.resolved(fact);
        }
      }
    }
  }

  private static boolean isIn(long second, long from, long to) {
    return second >= from && second < to;
  }
}
