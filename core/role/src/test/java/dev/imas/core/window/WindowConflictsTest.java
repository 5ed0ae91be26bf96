package dev.imas.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.window.WindowConflicts.BurningIncident;
import dev.imas.core.window.WindowConflicts.Code;
import dev.imas.core.window.WindowConflicts.Conflict;
import dev.imas.core.window.WindowConflicts.FrozenTime;
import dev.imas.core.window.WindowConflicts.Gap;
import dev.imas.core.window.WindowConflicts.OtherWindow;
import dev.imas.core.window.WindowConflicts.Plan;
import dev.imas.core.window.WindowConflicts.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CAL-08, G20, G21: what speaks against a deployment window. */
class WindowConflictsTest {

  private static final Instant NOON = Instant.parse("2026-12-03T12:00:00Z");
  private static final UUID INCIDENT = new UUID(1, 1);

  private static Plan plan(boolean production, @Nullable UUID incident) {
    return new Plan(new UUID(9, 9), NOON, NOON.plus(Duration.ofHours(2)), production, incident);
  }

  private static World frozen(boolean observes, boolean emergencies, List<BurningIncident> open) {
    return new World(
        List.of(),
        List.of(
            new FrozenTime(
                new UUID(2, 2),
                "Black Friday",
                observes,
                emergencies,
                NOON.minusSeconds(60),
                NOON.plusSeconds(60))),
        open,
        List.of(),
        false,
        false);
  }

  private static BurningIncident incident(int severity) {
    return new BurningIncident(INCIDENT, "INC-1", severity, NOON.minusSeconds(600), "checkout");
  }

  private static List<Code> codes(List<Conflict> conflicts) {
    return conflicts.stream().map(Conflict::code).toList();
  }

  @Test
  void freezeBlocksAndAnObservingOneDoesNot() {
    assertThat(WindowConflicts.of(plan(true, null), frozen(false, true, List.of())))
        .singleElement()
        .matches(one -> one.code() == Code.FREEZE && one.blocking());
    assertThat(WindowConflicts.of(plan(true, null), frozen(true, true, List.of())))
        .singleElement()
        .matches(one -> one.code() == Code.FREEZE_OBSERVED && !one.blocking());
  }

  @Test
  void hotfixUnderTheSev1ThatItNamesIsBlockedByNeither() {
    List<Conflict> named =
        WindowConflicts.of(plan(true, INCIDENT), frozen(false, true, List.of(incident(1))));
    assertThat(codes(named)).containsExactly(Code.FREEZE_EMERGENCY);
    assertThat(named).noneMatch(Conflict::blocking);

    List<Conflict> unnamed =
        WindowConflicts.of(plan(true, null), frozen(false, true, List.of(incident(1))));
    assertThat(codes(unnamed)).containsExactly(Code.FREEZE, Code.OPEN_INCIDENT);
    assertThat(unnamed).allMatch(Conflict::blocking);

    assertThat(WindowConflicts.of(plan(true, INCIDENT), frozen(false, false, List.of(incident(1)))))
        .as("a freeze that lets no emergency pass")
        .anyMatch(one -> one.code() == Code.FREEZE && one.blocking());
  }

  @Test
  void openSev1BlocksProductionAlone() {
    World world = new World(List.of(), List.of(), List.of(incident(1)), List.of(), false, false);
    assertThat(WindowConflicts.of(plan(true, null), world)).allMatch(Conflict::blocking);
    assertThat(WindowConflicts.of(plan(false, null), world))
        .hasSize(1)
        .noneMatch(Conflict::blocking);
  }

  @Test
  void windowMayBeginWhenAnotherEnds() {
    World world =
        new World(
            List.of(
                new OtherWindow(new UUID(3, 3), "Before", NOON.minusSeconds(60), NOON),
                new OtherWindow(
                    new UUID(4, 4), "Beside", NOON.minusSeconds(60), NOON.plusSeconds(1)),
                new OtherWindow(new UUID(9, 9), "Itself", NOON, NOON.plusSeconds(60))),
            List.of(),
            List.of(),
            List.of(),
            false,
            false);
    assertThat(WindowConflicts.of(plan(true, null), world))
        .extracting(Conflict::subject)
        .containsExactly("Beside");
  }

  @Test
  void conflictsOfManyWindowsAreThoseOfEachSecond() {
    Random random = new Random(20);
    for (int i = 0; i < 10_000; i++) {
      Instant from = NOON.plusSeconds(random.nextInt(100));
      Plan plan =
          new Plan(
              new UUID(9, 9),
              from,
              from.plusSeconds(1 + random.nextInt(60)),
              random.nextBoolean(),
              random.nextInt(3) == 0 ? INCIDENT : null);
      World world = world(random);
      Set<String> wanted = new HashSet<>();
      for (Instant at = plan.from(); at.isBefore(plan.until()); at = at.plusSeconds(1)) {
        Instant second = at;
        world.windows().stream()
            .filter(one -> holds(one.from(), one.until(), second) && !one.id().equals(plan.id()))
            .forEach(one -> wanted.add(one.title()));
        world.freezes().stream()
            .filter(one -> holds(one.from(), one.until(), second))
            .forEach(one -> wanted.add(one.name()));
      }
      world.incidents().stream()
          .filter(one -> !one.id().equals(plan.incident()))
          .forEach(one -> wanted.add(one.shortId()));
      world.gaps().forEach(gap -> wanted.add(gap.team()));
      assertThat(WindowConflicts.of(plan, world))
          .extracting(Conflict::subject)
          .containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  private static boolean holds(Instant from, Instant until, Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  private static World world(Random random) {
    List<OtherWindow> windows = new ArrayList<>();
    List<FrozenTime> freezes = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      Instant from = NOON.plusSeconds(random.nextInt(200) - 40);
      Instant until = from.plusSeconds(1 + random.nextInt(30));
      if (random.nextBoolean()) {
        UUID id = random.nextInt(5) == 0 ? new UUID(9, 9) : new UUID(5, n);
        windows.add(new OtherWindow(id, "window " + n, from, until));
      } else {
        freezes.add(
            new FrozenTime(
                new UUID(6, n),
                "freeze " + n,
                random.nextBoolean(),
                random.nextBoolean(),
                from,
                until));
      }
    }
    return new World(
        windows,
        freezes,
        random.nextBoolean() ? List.of(incident(1 + random.nextInt(2))) : List.of(),
        random.nextInt(3) == 0 ? List.of(new Gap("payments", NOON)) : List.of(),
        random.nextBoolean(),
        random.nextBoolean());
  }
}
