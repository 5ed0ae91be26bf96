package dev.imas.core.dora;

import dev.imas.core.dora.DoraFigures.ChangeFailRate;
import dev.imas.core.dora.DoraFigures.Frequency;
import dev.imas.core.dora.DoraFigures.LeadTime;
import dev.imas.core.dora.DoraFigures.RecoveryTime;
import dev.imas.core.dora.DoraFigures.ReworkRate;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The definitions once more, as they are written and not as they are computed: each question is
 * answered by looking at everything. It knows nothing of the classes that it judges but the forms
 * of their input and output.
 */
final class NaiveDora {

  private static final Duration HALF_A_YEAR = Duration.ofDays(180);
  private static final Duration QUARTER = Duration.ofDays(90);

  /** What counts as one deployment. */
  private static final class Unit {
    final List<FinishedDeployment> places = new ArrayList<>();
    final List<CausedIncident> caused = new ArrayList<>();

    FinishedDeployment first() {
      return places.get(0);
    }

    Instant end() {
      return places.stream()
          .map(FinishedDeployment::finishedAt)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }

    boolean any(DeploymentState state) {
      return places.stream().anyMatch(place -> place.state() == state);
    }

    boolean isGood() {
      return !any(DeploymentState.FAILURE) && !any(DeploymentState.ROLLED_BACK);
    }

    boolean isBefore(Unit other) {
      int order = end().compareTo(other.end());
      return order < 0 || order == 0 && first().id().compareTo(other.first().id()) < 0;
    }
  }

  private final List<Unit> units = new ArrayList<>();
  private final List<PushRecord> pushes = new ArrayList<>();
  private final Map<Unit, List<Unit>> there = new HashMap<>();
  private final Map<Unit, @Nullable List<PushRecord>> paths = new HashMap<>();
  private final Map<String, List<PushRecord>> pushesOf = new HashMap<>();
  private final Map<Object, List<Unit>> unitsOf = new HashMap<>();
  private final Map<Unit, Optional<Unit>> before = new HashMap<>();
  private final Map<Unit, Boolean> rollsBack = new HashMap<>();

  NaiveDora(DoraFacts facts) {
    List<FinishedDeployment> sorted = new ArrayList<>(facts.deployments());
    sorted.sort(Comparator.comparing(FinishedDeployment::id));
    sorted.sort(Comparator.comparing(FinishedDeployment::finishedAt));
    Map<String, List<Unit>> byPlace = new HashMap<>();
    for (FinishedDeployment one : sorted) {
      List<Unit> here =
          byPlace.computeIfAbsent(
              one.service()
                  + "|"
                  + (one.service() == null ? one.repository() : "")
                  + "|"
                  + one.environment(),
              key -> new ArrayList<>());
      Unit joined = null;
      for (int i = here.size() - 1; i >= 0 && joined == null; i--) {
        if (here.get(i).first().sha().equals(one.sha())) {
          joined = here.get(i);
        }
      }
      boolean fits =
          joined != null
              && !one.sha().isEmpty()
              && Duration.between(joined.first().finishedAt(), one.finishedAt()).toMillis()
                  <= 30 * 60_000
              && joined.places.stream().noneMatch(place -> place.place().equals(one.place()));
      if (!fits) {
        joined = new Unit();
        here.add(joined);
        units.add(joined);
        unitsOf
            .computeIfAbsent(
                one.service() == null ? one.repository() : one.service(), key -> new ArrayList<>())
            .add(joined);
        there.put(joined, here);
      }
      Objects.requireNonNull(joined).places.add(one);
    }
    for (CausedIncident incident : facts.incidents()) {
      for (Unit unit : units) {
        if (unit.places.stream().anyMatch(place -> place.id().equals(incident.deployment()))) {
          unit.caused.add(incident);
        }
      }
    }
    Set<String> told = new HashSet<>();
    for (PushRecord push : facts.pushes()) {
      if (told.add(push.repository() + push.before() + push.after())) {
        pushes.add(push);
        pushesOf.computeIfAbsent(push.repository(), name -> new ArrayList<>()).add(push);
      }
    }
  }

  private static boolean sameCommit(String one, String other) {
    return one.length() >= 7
        && other.length() >= 7
        && (one.startsWith(other) || other.startsWith(one));
  }

  private List<Unit> goodBefore(Unit unit) {
    List<Unit> good = new ArrayList<>();
    for (Unit other : there.getOrDefault(unit, List.of())) {
      if (other.isGood() && other.isBefore(unit)) {
        good.add(other);
      }
    }
    good.sort((one, other) -> one.isBefore(other) ? -1 : 1);
    return good;
  }

  private @Nullable Unit before(Unit unit) {
    return before.computeIfAbsent(unit, one -> Optional.ofNullable(findBefore(one))).orElse(null);
  }

  private @Nullable Unit findBefore(Unit unit) {
    List<Unit> good = goodBefore(unit);
    Unit last = good.isEmpty() ? null : good.get(good.size() - 1);
    return last == null || Duration.between(last.end(), unit.end()).compareTo(HALF_A_YEAR) > 0
        ? null
        : last;
  }

  private boolean rollsBack(Unit unit) {
    Boolean known = rollsBack.get(unit);
    if (known == null) {
      known = findRollsBack(unit);
      rollsBack.put(unit, known);
    }
    return known;
  }

  private boolean findRollsBack(Unit unit) {
    Unit before = before(unit);
    if (!unit.isGood() || before == null || unit.first().sha().isEmpty()) {
      return false;
    }
    if (before.first().sha().equals(unit.first().sha())) {
      return false;
    }
    return goodBefore(unit).stream()
        .anyMatch(
            earlier ->
                earlier.first().sha().equals(unit.first().sha())
                    && Duration.between(earlier.end(), unit.end()).compareTo(HALF_A_YEAR) <= 0);
  }

  private @Nullable Unit nextGood(Unit unit) {
    return there.getOrDefault(unit, List.of()).stream()
        .filter(other -> other.isGood() && unit.isBefore(other))
        .min((one, other) -> one.isBefore(other) ? -1 : other.isBefore(one) ? 1 : 0)
        .filter(other -> Duration.between(unit.end(), other.end()).compareTo(QUARTER) <= 0)
        .orElse(null);
  }

  private @Nullable Unit undoneBy(Unit unit) {
    Unit next = nextGood(unit);
    return unit.isGood() && next != null && rollsBack(next) ? next : null;
  }

  private String failure(Unit unit) {
    if (!unit.caused.isEmpty()) {
      return "incident";
    }
    if (unit.any(DeploymentState.ROLLED_BACK)) {
      return "rollback";
    }
    if (unit.any(DeploymentState.FAILURE)) {
      return "failure";
    }
    return undoneBy(unit) != null ? "rollback" : "";
  }

  /** Null: not yet. */
  private @Nullable Duration recovery(Unit unit) {
    if (!unit.caused.isEmpty()) {
      if (unit.caused.stream().anyMatch(one -> one.restoredAt() == null)) {
        return null;
      }
      TreeSet<Instant> begins = new TreeSet<>();
      TreeSet<Instant> ends = new TreeSet<>();
      unit.caused.forEach(
          one -> {
            begins.add(one.detectedAt());
            ends.add(Objects.requireNonNull(one.restoredAt()));
          });
      return Duration.between(begins.first(), ends.last());
    }
    if (unit.any(DeploymentState.ROLLED_BACK)) {
      Instant undone = Instant.MIN;
      for (FinishedDeployment place : unit.places) {
        Instant at = place.stateAt();
        if (place.state() == DeploymentState.ROLLED_BACK && at != null && at.isAfter(undone)) {
          undone = at;
        }
      }
      if (undone.isAfter(unit.end())) {
        return Duration.between(unit.end(), undone);
      }
    }
    Unit next = nextGood(unit);
    return next == null ? null : Duration.between(unit.end(), next.end());
  }

  private @Nullable List<PushRecord> path(Unit unit) {
    if (!paths.containsKey(unit)) {
      Unit before = before(unit);
      String from = before == null ? "" : before.first().sha();
      paths.put(
          unit,
          walk(
              unit.first().repository(),
              unit.first().sha(),
              from,
              unit.first().finishedAt().minus(HALF_A_YEAR)));
    }
    return paths.get(unit);
  }

  private @Nullable List<PushRecord> walk(
      String repository, String from, String goal, Instant earliest) {
    for (PushRecord push : pushesOf.getOrDefault(repository, List.of())) {
      if (sameCommit(push.after(), from) && !push.pushedAt().isBefore(earliest)) {
        if (sameCommit(push.before(), goal)) {
          return List.of(push);
        }
        List<PushRecord> rest = walk(repository, push.before(), goal, earliest);
        if (rest != null) {
          List<PushRecord> all = new ArrayList<>(rest);
          all.add(push);
          return all;
        }
      }
    }
    return null;
  }

  DoraFigures figures(Instant from, Instant to, ZoneId zone, Predicate<FinishedDeployment> which) {
    List<Unit> asked =
        units.stream()
            .filter(unit -> unit.first().tier() == EnvironmentTier.PRODUCTION)
            .filter(unit -> which.test(unit.first()))
            .filter(unit -> !unit.end().isBefore(from) && unit.end().isBefore(to))
            .sorted((one, other) -> one.isBefore(other) ? -1 : other.isBefore(one) ? 1 : 0)
            .toList();
    return new DoraFigures(
        frequency(asked, from, to, zone),
        leadTime(asked),
        fails(asked),
        recoveries(asked),
        rework(asked));
  }

  private Frequency frequency(List<Unit> asked, Instant from, Instant to, ZoneId zone) {
    List<Unit> good = asked.stream().filter(Unit::isGood).toList();
    Set<LocalDate> days = new HashSet<>();
    good.forEach(unit -> days.add(LocalDate.ofInstant(unit.end(), zone)));
    LocalDate begin = LocalDate.ofInstant(from, zone);
    LocalDate end = LocalDate.ofInstant(to, zone);
    double weeks = (end.toEpochDay() - begin.toEpochDay()) / 7.0;
    List<Integer> perWeek = new ArrayList<>();
    for (LocalDate day = begin; !day.plusDays(7).isAfter(end); day = day.plusDays(1)) {
      if (day.getDayOfWeek() == DayOfWeek.MONDAY) {
        int active = 0;
        for (int i = 0; i < 7; i++) {
          active += days.contains(day.plusDays(i)) ? 1 : 0;
        }
        perWeek.add(active);
      }
    }
    return new Frequency(
        good.size(),
        (int) good.stream().filter(this::rollsBack).count(),
        days.size(),
        good.isEmpty()
            ? null
            : new BigDecimal(good.size() / weeks).setScale(2, RoundingMode.HALF_UP),
        good.isEmpty() || perWeek.isEmpty() ? null : least(perWeek, 50));
  }

  /** The least value that so many percent do not exceed. */
  private static <N extends Comparable<N>> @Nullable N least(List<N> values, int percent) {
    List<N> sorted = values.stream().sorted().toList();
    int reached = 0;
    for (N value : sorted) {
      reached++;
      if (100L * reached >= (long) percent * sorted.size()) {
        return value;
      }
    }
    return null;
  }

  private LeadTime leadTime(List<Unit> asked) {
    List<Long> seconds = new ArrayList<>();
    List<Long> sinceMerge = new ArrayList<>();
    int without = 0;
    int negative = 0;
    int missing = 0;
    int deployments = 0;
    int known = 0;
    int first = 0;
    for (Unit unit : asked) {
      if (!unit.isGood() || rollsBack(unit)) {
        continue;
      }
      Unit before = before(unit);
      if (before == null) {
        first++;
        continue;
      }
      if (sameCommit(before.first().sha(), unit.first().sha())) {
        continue;
      }
      deployments++;
      List<PushRecord> path = path(unit);
      if (path == null) {
        continue;
      }
      known++;
      List<PushRecord> fresh = new ArrayList<>(path);
      fresh.removeIf(push -> wasBrought(push, unit));
      for (PushRecord push : fresh) {
        missing += push.total() > push.listed() ? push.total() - push.listed() : 0;
        for (int i = 0; i < push.listed(); i++) {
          if (push.committedAt(i) == PushRecord.UNKNOWN) {
            without++;
          } else if (Instant.ofEpochMilli(push.committedAt(i)).isAfter(unit.end())) {
            negative++;
          } else {
            seconds.add((unit.end().toEpochMilli() - push.committedAt(i)) / 1_000);
          }
        }
      }
      if (!fresh.isEmpty()) {
        sinceMerge.add(
            unit.end().getEpochSecond() - fresh.get(fresh.size() - 1).pushedAt().getEpochSecond());
      }
    }
    return new LeadTime(
        least(seconds, 50),
        least(seconds, 75),
        least(seconds, 90),
        seconds.size(),
        without,
        negative,
        missing,
        deployments,
        known,
        first,
        least(sinceMerge, 50));
  }

  private boolean wasBrought(PushRecord push, Unit unit) {
    FinishedDeployment of = unit.first();
    for (Unit other :
        unitsOf.getOrDefault(of.service() == null ? of.repository() : of.service(), List.of())) {
      if (other.first().tier() == EnvironmentTier.PRODUCTION
          && other.isBefore(unit)
          && other.isGood()
          && !rollsBack(other)) {
        Unit before = before(other);
        if (before != null && !sameCommit(before.first().sha(), other.first().sha())) {
          List<PushRecord> path = path(other);
          if (path != null && path.contains(push)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private ChangeFailRate fails(List<Unit> asked) {
    Map<String, Integer> by = new HashMap<>();
    asked.forEach(unit -> by.merge(failure(unit), 1, Integer::sum));
    int good = by.getOrDefault("", 0);
    return new ChangeFailRate(
        share(asked.size() - good, asked.size()),
        asked.size() - good,
        asked.size(),
        by.getOrDefault("incident", 0),
        by.getOrDefault("failure", 0),
        by.getOrDefault("rollback", 0));
  }

  private static @Nullable BigDecimal share(int part, int of) {
    return of == 0
        ? null
        : new BigDecimal(part).divide(new BigDecimal(of), 4, RoundingMode.HALF_UP);
  }

  private RecoveryTime recoveries(List<Unit> asked) {
    List<Long> seconds = new ArrayList<>();
    int notYet = 0;
    int odd = 0;
    for (Unit unit : asked) {
      if (!failure(unit).isEmpty()) {
        Duration took = recovery(unit);
        if (took == null) {
          notYet++;
        } else if (took.isNegative()) {
          odd++;
        } else {
          seconds.add(took.toSeconds());
        }
      }
    }
    return new RecoveryTime(
        least(seconds, 50),
        seconds.isEmpty()
            ? null
            : Math.round(seconds.stream().mapToLong(Long::longValue).average().orElseThrow()),
        seconds.size(),
        notYet,
        odd);
  }

  private static ReworkRate rework(List<Unit> asked) {
    int named = 0;
    int hotfix = 0;
    for (Unit unit : asked) {
      if (unit.places.stream().anyMatch(place -> place.incident() != null)) {
        named++;
      } else if (unit.places.stream()
          .map(place -> place.ref().replaceFirst("^refs/heads/", ""))
          .anyMatch(branch -> branch.startsWith("hotfix/"))) {
        hotfix++;
      }
    }
    return new ReworkRate(
        share(named + hotfix, asked.size()), named + hotfix, asked.size(), named, hotfix);
  }
}
