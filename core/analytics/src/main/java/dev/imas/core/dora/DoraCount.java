package dev.imas.core.dora;

import dev.imas.core.dora.DoraFigures.ChangeFailRate;
import dev.imas.core.dora.DoraFigures.Frequency;
import dev.imas.core.dora.DoraFigures.LeadTime;
import dev.imas.core.dora.DoraFigures.RecoveryTime;
import dev.imas.core.dora.DoraFigures.ReworkRate;
import dev.imas.core.dora.Rollout.FailedBy;
import dev.imas.core.dora.Rollout.Recovery;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the metrics of rollouts to production that ended in a time. Pure.
 *
 * @param rollouts of production alone, in the order in which they ended
 * @param span in which all of them ended
 */
record DoraCount(List<Rollout> rollouts, DoraSpan span) {

  private static final BigDecimal DAYS_OF_A_WEEK = BigDecimal.valueOf(7);
  private static final int DIGITS_OF_RATE = 4;

  DoraCount {
    rollouts = List.copyOf(rollouts);
  }

  /** Counts a part of the time. */
  DoraCount in(DoraSpan part) {
    return new DoraCount(Rollout.endedIn(rollouts, part), part);
  }

  DoraFigures figures() {
    return new DoraFigures(frequency(), leadTime(), changeFailRate(), recoveryTime(), reworkRate());
  }

  Frequency frequency() {
    List<Rollout> successes = successes();
    Set<LocalDate> days = new HashSet<>();
    for (Rollout one : successes) {
      days.add(span.day(one.finishedAt()));
    }
    return new Frequency(
        successes.size(),
        (int) successes.stream().filter(one -> one.rollbackOf != null).count(),
        days.size(),
        successes.isEmpty() ? null : perWeek(successes.size()),
        successes.isEmpty() ? null : medianDays(days));
  }

  private List<Rollout> successes() {
    return rollouts.stream().filter(Rollout::isSuccess).toList();
  }

  private @Nullable BigDecimal perWeek(int deployments) {
    BigDecimal days = span.days();
    return days.signum() <= 0
        ? null
        : BigDecimal.valueOf(deployments)
            .multiply(DAYS_OF_A_WEEK)
            .divide(days, 2, RoundingMode.HALF_UP);
  }

  private @Nullable Integer medianDays(Set<LocalDate> days) {
    List<Integer> weeks = new ArrayList<>();
    LocalDate monday = span.firstWholeDay().with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
    LocalDate end = span.endOfWholeDays();
    for (; !monday.plusWeeks(1).isAfter(end); monday = monday.plusWeeks(1)) {
      LocalDate start = monday;
      weeks.add(
          (int)
              Stream.iterate(start, day -> day.plus(1, ChronoUnit.DAYS))
                  .limit(DayOfWeek.values().length)
                  .filter(days::contains)
                  .count());
    }
    weeks.sort(Comparator.naturalOrder());
    return weeks.isEmpty() ? null : weeks.get((weeks.size() - 1) / 2);
  }

  /** The commits that these rollouts brought, in order. */
  List<Commit> commits() {
    List<Commit> commits = new ArrayList<>();
    for (Rollout one : rollouts) {
      Lead lead = one.lead;
      if (lead != null) {
        for (PushRecord push : lead.pushes()) {
          for (int place = 0; place < push.listed(); place++) {
            commits.add(new Commit(one, push, place));
          }
        }
      }
    }
    return commits;
  }

  LeadTime leadTime() {
    // A year has hundreds of thousands of commits: none of them becomes an object here.
    Ranked ranked = new Ranked();
    int withoutTime = 0;
    int negative = 0;
    int missing = 0;
    int deployments = 0;
    int known = 0;
    int first = 0;
    Ranked sinceMerge = new Ranked();
    for (Rollout one : rollouts) {
      Lead lead = one.lead;
      if (lead == null) {
        continue;
      }
      long endedAt = one.finishedAt().toEpochMilli();
      for (PushRecord push : lead.pushes()) {
        for (int place = 0; place < push.listed(); place++) {
          long committedAt = push.committedAt(place);
          switch (Commit.counted(endedAt, committedAt)) {
            case YES -> ranked.add(Commit.seconds(endedAt, committedAt));
            case WITHOUT_TIME -> withoutTime++;
            case NEGATIVE -> negative++;
          }
        }
      }
      switch (lead.known()) {
        case YES -> {
          deployments++;
          known++;
          missing += lead.pushes().stream().mapToInt(PushRecord::missing).sum();
          if (!lead.pushes().isEmpty()) {
            Duration since =
                Duration.between(lead.pushes().getFirst().pushedAt(), one.finishedAt());
            if (!since.isNegative()) {
              sinceMerge.add(since.toSeconds());
            }
          }
        }
        case NO -> deployments++;
        case FIRST -> first++;
        case NONE -> {
          // It brought nothing that could be late.
        }
      }
    }
    return new LeadTime(
        ranked.percentile(50),
        ranked.percentile(75),
        ranked.percentile(90),
        ranked.count(),
        withoutTime,
        negative,
        missing,
        deployments,
        known,
        first,
        sinceMerge.percentile(50));
  }

  /** Those that failed, in order. */
  List<Rollout> failed() {
    return rollouts.stream().filter(one -> one.failedBy() != null).toList();
  }

  ChangeFailRate changeFailRate() {
    List<Rollout> failed = failed();
    return new ChangeFailRate(
        rate(failed.size()),
        failed.size(),
        rollouts.size(),
        by(failed, FailedBy.INCIDENT),
        by(failed, FailedBy.FAILURE),
        by(failed, FailedBy.ROLLBACK));
  }

  private static int by(List<Rollout> failed, FailedBy reason) {
    return (int) failed.stream().filter(one -> one.failedBy() == reason).count();
  }

  private @Nullable BigDecimal rate(int part) {
    return rollouts.isEmpty()
        ? null
        : BigDecimal.valueOf(part)
            .divide(BigDecimal.valueOf(rollouts.size()), DIGITS_OF_RATE, RoundingMode.HALF_UP);
  }

  RecoveryTime recoveryTime() {
    Ranked ranked = new Ranked();
    int notYet = 0;
    int unmeasurable = 0;
    for (Rollout one : failed()) {
      switch (one.recovery()) {
        case Recovery.After after -> ranked.add(after.seconds());
        case Recovery.NotYet no -> notYet++;
        case Recovery.Unmeasurable no -> unmeasurable++;
      }
    }
    return new RecoveryTime(
        ranked.percentile(50), ranked.mean(), ranked.count(), notYet, unmeasurable);
  }

  ReworkRate reworkRate() {
    int named = 0;
    int hotfix = 0;
    for (Rollout one : rollouts) {
      switch (one.reworkBy()) {
        case NAMED_INCIDENT -> named++;
        case HOTFIX -> hotfix++;
        case null -> {
          // It was planned.
        }
      }
    }
    return new ReworkRate(rate(named + hotfix), named + hotfix, rollouts.size(), named, hotfix);
  }
}
