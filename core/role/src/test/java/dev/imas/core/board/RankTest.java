package dev.imas.core.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** G38, G164: places between any two others. */
class RankTest {

  private static @Nullable String at(List<String> ranks, int at) {
    return at >= 0 && at < ranks.size() ? ranks.get(at) : null;
  }

  private static void insert(List<String> ranks, int at) {
    String rank = Rank.between(at(ranks, at - 1), at(ranks, at));
    assertThat(rank).doesNotEndWith("0");
    ranks.add(at, rank);
  }

  /** Compared as bytes, since all digits are ASCII. */
  private static void assertInOrder(List<String> ranks) {
    for (int i = 1; i < ranks.size(); i++) {
      assertThat(ranks.get(i - 1)).isLessThan(ranks.get(i));
    }
  }

  @Test
  void betweenAnyTwoThereIsAnother() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<String> ranks = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        insert(ranks, random.nextInt(ranks.size() + 1));
      }
      assertInOrder(ranks);
    }
  }

  @Test
  void whatIsAddedAtEitherEndStaysShort() {
    List<String> ranks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      insert(ranks, 0);
      insert(ranks, ranks.size());
    }
    assertInOrder(ranks);
    assertThat(ranks).allSatisfy(rank -> assertThat(rank.length()).isLessThanOrEqualTo(8));
  }

  @Test
  void oneGapTakesManyBeforeRanksGrowTooLong() {
    List<String> ranks = new ArrayList<>(List.of(Rank.between(null, null)));
    insert(ranks, 1);
    int inserted = 0;
    while (ranks.get(1).length() <= Rank.LONGEST) {
      insert(ranks, 1);
      inserted++;
    }
    assertInOrder(ranks);
    assertThat(inserted).isGreaterThan(100);
  }

  @Test
  void atTheEndsOfTheSpaceThereIsRoom() {
    List<String> ranks = new ArrayList<>(List.of("00000002", "zzzzzzzy"));
    for (int i = 0; i < 20; i++) {
      insert(ranks, 0);
      insert(ranks, ranks.size());
    }
    assertInOrder(ranks);
  }

  @Test
  void spreadRanksAreInOrderAndFarApart() {
    for (int count : List.of(0, 1, 2, 10_000)) {
      List<String> ranks = Rank.spread(count);
      assertThat(ranks).hasSize(count);
      assertInOrder(ranks);
      assertThat(ranks).allSatisfy(rank -> assertThat(rank.length()).isLessThanOrEqualTo(8));
    }
  }

  @Test
  void twoThatStandTheOtherWayRoundHaveNothingBetween() {
    assertThatThrownBy(() -> Rank.between("b", "a")).isInstanceOf(IllegalArgumentException.class);
  }
}
