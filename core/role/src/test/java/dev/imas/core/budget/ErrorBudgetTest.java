package dev.imas.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** G25: what is spent of an error budget, and until when. */
class ErrorBudgetTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final ErrorBudget MONTH = new ErrorBudget(99.9, 30);

  private static ServiceOutage outage(Duration from, @Nullable Duration until) {
    return new ServiceOutage(
        UUID.randomUUID(), "INC-1", 1, NOW.plus(from), until == null ? null : NOW.plus(until));
  }

  private static ServiceOutage days(double from, double until) {
    return outage(
        Duration.ofSeconds(Math.round(from * 86_400)),
        Duration.ofSeconds(Math.round(until * 86_400)));
  }

  @Test
  void aMonthOfThreeNinesAllowsFortyThreeMinutes() {
    assertThat(MONTH.allowed()).isEqualTo(Duration.ofSeconds(2_592));
    assertThat(new ErrorBudget(99.999, 90).allowed()).isEqualTo(Duration.ofSeconds(78));
    assertThat(new ErrorBudget(50, 1).allowed()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void outagesAtOnceCountOnceAndThoseAtTheEdgeCountInPart() {
    ErrorBudget.Spending spending =
        new ErrorBudget(90, 10)
            .spending(
                List.of(days(-11, -9.5), days(-3, -2), days(-2.5, -2.25), days(-2.1, -1.9)), NOW);
    assertThat(spending.spent()).isEqualTo(Duration.ofHours(12 + 24).plusSeconds(8_640));
    assertThat(spending.isSpent()).isTrue();
    assertThat(spending.outages()).hasSize(4);
    assertThat(spending.until())
        .as("once the first has left the ten days, and the second for a part")
        .isEqualTo(NOW.minus(Duration.ofDays(3)).plusSeconds(8_640).plus(Duration.ofDays(10)));
  }

  @Test
  void whatIsStillBrokenEndsNever() {
    ErrorBudget.Spending spending =
        MONTH.spending(List.of(outage(Duration.ofHours(-1), null)), NOW);
    assertThat(spending.spent()).isEqualTo(Duration.ofHours(1));
    assertThat(spending.isSpent()).isTrue();
    assertThat(spending.until()).isNull();
    assertThat(MONTH.spending(List.of(outage(Duration.ofMinutes(-40), null)), NOW).isSpent())
        .isFalse();
  }

  @Test
  void whatCameLaterWasNotKnownThen() {
    List<ServiceOutage> outages = List.of(days(-2, -1));
    assertThat(MONTH.spending(outages, NOW.minus(Duration.ofDays(3))).spent()).isZero();
    ErrorBudget.Spending amid = MONTH.spending(outages, NOW.minus(Duration.ofHours(36)));
    assertThat(amid.spent()).isEqualTo(Duration.ofHours(12));
    assertThat(amid.until()).as("nobody knew when it would end").isNull();
  }

  private static final int BEFORE = 12_000;

  /** Another way to compute it: minute by minute. */
  @Test
  void equalsACountOfMinutes() {
    Random random = new Random(25);
    for (int i = 0; i < 500; i++) {
      ErrorBudget budget = new ErrorBudget(95 + random.nextInt(50) / 10d, 1 + random.nextInt(3));
      List<ServiceOutage> outages = new ArrayList<>();
      int at = -random.nextInt(600);
      // Whether the service was broken in each minute before that moment, and is at it.
      boolean[] broken = new boolean[BEFORE];
      boolean isOpen = false;
      for (int n = random.nextInt(6); n > 0; n--) {
        int from = -random.nextInt(6_000);
        @Nullable Integer until =
            random.nextInt(6) == 0 ? null : (Integer) (from + 1 + random.nextInt(400));
        outages.add(
            outage(Duration.ofMinutes(from), until == null ? null : Duration.ofMinutes(until)));
        for (int m = from; m < (until == null ? at : Math.min(at, until)); m++) {
          broken[BEFORE - 1 - (at - 1 - m)] = true;
        }
        isOpen |= from <= at && (until == null || until > at);
      }
      ErrorBudget.Spending spending = budget.spending(outages, NOW.plus(Duration.ofMinutes(at)));
      int minutes = 0;
      int days = budget.days() * 1_440;
      for (int m = BEFORE - days; m < BEFORE; m++) {
        minutes += broken[m] ? 1 : 0;
      }
      assertThat(spending.spent()).isEqualTo(Duration.ofMinutes(minutes));
      if (!spending.isSpent() || isOpen) {
        assertThat(spending.until()).isNull();
        continue;
      }
      int passed = 0;
      while (Duration.ofMinutes(minutes).compareTo(budget.allowed()) >= 0) {
        minutes -= broken[BEFORE - days + passed++] ? 1 : 0;
      }
      assertThat(spending.until())
          .isBetween(
              NOW.plus(Duration.ofMinutes(at + passed - 1)),
              NOW.plus(Duration.ofMinutes(at + passed)));
    }
  }
}
