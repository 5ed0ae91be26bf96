package dev.imas.core.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.EnvironmentTier;
import dev.imas.fixtures.FullSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The metrics of random years are what a naive calculation makes of them (DOR-01 to DOR-04). */
class DoraOracleTest {

  private static final List<UUID> SERVICES =
      IntStream.rangeClosed(1, 20).mapToObj(i -> new UUID(0, i)).toList();

  private static DeliveryYear year(long seed) {
    return new DeliveryYear(
        YearMonth.of(2025, 3), SERVICES, FullSize.or(2_000, 20_000), FullSize.or(200, 2_000), seed);
  }

  private static DoraFigures figures(
      RolloutHistory history, DoraSpan span, Predicate<FinishedDeployment> which) {
    return new DoraCount(
            history.rollouts().stream()
                .filter(one -> one.deployment().tier() == EnvironmentTier.PRODUCTION)
                .filter(one -> which.test(one.deployment()) && span.has(one.finishedAt()))
                .toList(),
            span)
        .figures();
  }

  @Test
  void figuresAreThoseOfANaiveCalculationByServiceAndMonth() {
    for (long seed = 1; seed <= FullSize.or(2, 1); seed++) {
      DeliveryYear year = year(seed);
      RolloutHistory history = new RolloutHistory(year.facts());
      NaiveDora naive = new NaiveDora(year.facts());
      List<Predicate<FinishedDeployment>> selections = new ArrayList<>();
      selections.add(one -> true);
      selections.add(one -> one.service() == null);
      SERVICES.forEach(service -> selections.add(one -> service.equals(one.service())));
      List<DoraSpan> spans =
          Stream.concat(
                  Stream.of(new DoraSpan(year.from, year.to, DeliveryYear.ZONE)),
                  new DoraSpan(year.from, year.to, DeliveryYear.ZONE)
                      .months().stream().map(DoraSpan.Month::span))
              .toList();
      assertThat(spans).hasSize(13);
      for (Predicate<FinishedDeployment> which : selections) {
        for (DoraSpan span : spans) {
          assertThat(figures(history, span, which))
              .as("seed %d, %s", seed, span)
              .isEqualTo(naive.figures(span.from(), span.to(), span.zone(), which));
        }
      }
    }
  }

  @Test
  void aYearHasEachCaseThatTheDefinitionsName() {
    DeliveryYear year = year(1);
    DoraFigures figures =
        figures(
            new RolloutHistory(year.facts()),
            new DoraSpan(year.from, year.to, DeliveryYear.ZONE),
            one -> true);
    assertThat(figures.frequency().rollbacks()).isPositive();
    assertThat(figures.leadTime().negative()).isPositive();
    assertThat(figures.leadTime().withoutTime()).isPositive();
    assertThat(figures.leadTime().missing()).isPositive();
    assertThat(figures.leadTime().known())
        .isPositive()
        .isLessThan(figures.leadTime().deployments());
    assertThat(figures.changeFailRate().byIncident()).isPositive();
    assertThat(figures.changeFailRate().byFailure()).isPositive();
    assertThat(figures.changeFailRate().byRollback()).isPositive();
    assertThat(figures.recoveryTime().notRecovered()).isPositive();
    assertThat(figures.reworkRate().hotfix()).isPositive();
  }

  /**
   * G152: incidents divided by deployments can be more than one, deployments that failed cannot.
   */
  @Test
  void aFailRateIsNeverAboveOneHoweverManyIncidentsThereAre() {
    DeliveryYear year =
        new DeliveryYear(YearMonth.of(2025, 3), SERVICES.subList(0, 2), 40, 4_000, 7);
    DoraFigures figures =
        figures(
            new RolloutHistory(year.facts()),
            new DoraSpan(year.from, year.to, DeliveryYear.ZONE),
            one -> true);
    assertThat(figures.changeFailRate().rate()).isLessThanOrEqualTo(BigDecimal.ONE);
    assertThat(figures.changeFailRate().byIncident()).isPositive();
  }

  @Test
  void monthsAddUpToTheYearAndEachCommitIsBroughtOnce() {
    DeliveryYear year = year(2);
    RolloutHistory history = new RolloutHistory(year.facts());
    DoraSpan whole = new DoraSpan(year.from, year.to, DeliveryYear.ZONE);
    DoraFigures all = figures(history, whole, one -> true);
    List<DoraFigures> months =
        whole.months().stream().map(month -> figures(history, month.span(), one -> true)).toList();
    assertThat(months.stream().mapToInt(one -> one.frequency().deployments()).sum())
        .isEqualTo(all.frequency().deployments());
    assertThat(months.stream().mapToInt(one -> one.leadTime().commits()).sum())
        .isEqualTo(all.leadTime().commits());
    assertThat(months.stream().mapToInt(one -> one.changeFailRate().failed()).sum())
        .isEqualTo(all.changeFailRate().failed());
    Set<String> seen = new HashSet<>();
    List<Rollout> production =
        history.rollouts().stream()
            .filter(one -> one.deployment().tier() == EnvironmentTier.PRODUCTION)
            .toList();
    for (Commit commit : new DoraCount(production, whole).commits()) {
      assertThat(seen.add(commit.push().id() + "/" + commit.place())).isTrue();
    }
  }

  /** A part is found among the rollouts in order, also where some ended in its first moment. */
  @Test
  void aPartOfATimeHasTheRolloutsThatEndedInIt() {
    DeliveryYear year = year(4);
    List<Rollout> all =
        new RolloutHistory(year.facts())
            .rollouts().stream()
                .filter(one -> one.deployment().tier() == EnvironmentTier.PRODUCTION)
                .toList();
    DoraCount count = new DoraCount(all, new DoraSpan(year.from, year.to, DeliveryYear.ZONE));
    for (Instant edge :
        List.of(
            year.from,
            all.getFirst().finishedAt(),
            all.get(all.size() / 2).finishedAt(),
            all.getLast().finishedAt(),
            all.getLast().finishedAt().plusSeconds(1))) {
      DoraSpan before = new DoraSpan(year.from, edge, DeliveryYear.ZONE);
      DoraSpan after = new DoraSpan(edge, year.to, DeliveryYear.ZONE);
      assertThat(count.in(before).rollouts())
          .isEqualTo(all.stream().filter(one -> before.has(one.finishedAt())).toList());
      assertThat(count.in(after).rollouts())
          .isEqualTo(all.stream().filter(one -> after.has(one.finishedAt())).toList());
    }
  }

  /** What is read before and after the time does not change what its rollouts are. */
  @Test
  void aMonthReadAloneIsTheMonthOfItsYear() {
    DeliveryYear year = year(3);
    RolloutHistory whole = new RolloutHistory(year.facts());
    for (DoraSpan.Month month :
        new DoraSpan(year.from, year.to, DeliveryYear.ZONE).months().subList(7, 9)) {
      Instant from = month.span().from().minus(RolloutHistory.LOOK_BACK).minus(Rollout.TOGETHER);
      Instant to = month.span().to().plus(RolloutHistory.LOOK_AHEAD);
      DoraFacts read =
          new DoraFacts(
              year.deployments.stream()
                  .filter(one -> !one.finishedAt().isBefore(from) && one.finishedAt().isBefore(to))
                  .toList(),
              year.pushes.stream()
                  .filter(
                      one ->
                          !one.pushedAt().isBefore(from)
                              && one.pushedAt().isBefore(month.span().to()))
                  .toList(),
              year.incidents);
      assertThat(figures(new RolloutHistory(read), month.span(), one -> true))
          .isEqualTo(figures(whole, month.span(), one -> true));
    }
  }
}
