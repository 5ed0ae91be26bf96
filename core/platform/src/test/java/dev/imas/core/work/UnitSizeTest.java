package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.work.UnitSize.Verdict;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UnitSizeTest {

  private static final Throwable REFUSED = new PgException("refused", "ERROR", "23514", "");

  private final UnitSize size = new UnitSize(100);

  @Test
  void culpritIsFoundInAFewHalvesAndItsNeighboursAreDone() {
    List<Integer> rows = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
    int culprit = 97;
    List<Integer> done = new ArrayList<>();
    List<Integer> putOff = new ArrayList<>();
    int failures = 0;
    while (!rows.isEmpty()) {
      List<Integer> unit = rows.subList(0, Math.min(size.rows(), rows.size()));
      if (!unit.contains(culprit)) {
        done.addAll(unit);
        unit.clear();
        size.succeeded(false);
        continue;
      }
      failures++;
      if (size.failed(REFUSED, unit.size()) == Verdict.PUT_OFF) {
        putOff.addAll(unit);
        unit.clear();
        size.culpritGone();
      }
    }
    assertThat(putOff).containsExactly(culprit);
    assertThat(done).hasSize(99);
    assertThat(failures).isLessThan(15);
    assertThat(size.rows()).isEqualTo(100);
  }

  @Test
  void unitOfFewerRowsThanItMightTakeIsHalvedByWhatItHad() {
    assertThat(size.failed(REFUSED, 6)).isEqualTo(Verdict.SMALLER);
    assertThat(size.rows()).isEqualTo(3);
  }

  @Test
  void whatPassesIsNobodysFaultHoweverFewRowsItHad() {
    for (Throwable passes :
        List.of(
            new ConnectException("refused"),
            new PgException("deadlock", "ERROR", "40P01", ""),
            new PgException("shutdown", "FATAL", "57P01", ""),
            new PgException("lock", "ERROR", "55P03", ""))) {
      assertThat(size.failed(passes, 1)).isEqualTo(Verdict.LATER);
      assertThat(size.failed(passes, 50)).isEqualTo(Verdict.LATER);
    }
    assertThat(size.rows()).isEqualTo(100);
  }

  @Test
  void failureBeforeAnyRowWasClaimedIsNoRowsFault() {
    assertThat(size.failed(REFUSED, 0)).isEqualTo(Verdict.LATER);
  }

  @Test
  void overtakenUnitIsMadeAgainButNotForEver() {
    for (int i = 0; i < 5; i++) {
      assertThat(size.failed(new Overtaken(), 10)).isEqualTo(Verdict.AGAIN);
    }
    assertThat(size.failed(new Overtaken(), 10)).isEqualTo(Verdict.SMALLER);

    size.succeeded(false);
    assertThat(size.failed(new Overtaken(), 10)).isEqualTo(Verdict.AGAIN);
  }

  @Test
  void unitThatIsTooLargeIsReducedAtOnceAndGrowsWhenUnitsAreSmall() {
    assertThat(size.failed(new TooLarge(0.1), 80)).isEqualTo(Verdict.AGAIN);
    assertThat(size.rows()).isEqualTo(8);
    size.succeeded(true);
    assertThat(size.rows()).isEqualTo(8);
    size.succeeded(false);
    assertThat(size.rows()).isEqualTo(16);
  }

  @Test
  void unitThatIsTooLargeIsMadeSmallerEachTimeUntilItHasOneRow() {
    int rows = size.rows();
    for (int i = 0; i < 100 && rows > 1; i++) {
      assertThat(size.failed(new TooLarge(0.999), rows)).isEqualTo(Verdict.AGAIN);
      rows = size.rows();
    }
    assertThat(rows).isEqualTo(1);
  }
}
