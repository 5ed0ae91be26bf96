package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pairs of features that can hold a page back: 101 of 105 have a scenario, and the table in
 * docs/reliability.md says why four cannot meet. In each, an alert fires on and nobody has taken it
 * on. When both features are through, one question is asked: was somebody who could be called,
 * called? One core for all; each pair has a tenant of its own.
 */
class HeldBackPairsIT {

  private static final RunningCore core = RunningCore.start();

  /** A pair, as its display name says it. */
  record Pair(Feature one, Feature other) {

    @Override
    public String toString() {
      return one.words() + " × " + other.words();
    }
  }

  @BeforeAll
  static void start() {
    core.holdHousekeeping();
  }

  @AfterAll
  static void close() {
    core.close();
  }

  static Stream<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Feature one : Feature.values()) {
      for (Feature other : Feature.values()) {
        if (one.compareTo(other) < 0 && Feature.whyNot(one, other).isEmpty()) {
          pairs.add(new Pair(one, other));
        }
      }
    }
    return pairs.stream();
  }

  /** Why nobody of a team can be called. The console shows pages in each of these cases. */
  enum Nobody {
    A_TEAM_WITHOUT_ANYBODY,
    ITS_ONLY_CONTACT_IS_SWITCHED_OFF,
    ITS_CONTACT_IS_A_CONSOLE,
    THE_SERVICE_IS_UNKNOWN,
    ITS_CONTACT_WANTS_SEV1_ONLY,
    PEOPLE_ON_CALL_HAVE_NO_CHANNEL
  }

  static Stream<Arguments> nobody() {
    return Stream.of(Nobody.values())
        .flatMap(
            why ->
                Stream.of(1, 2, 4)
                    .filter(severity -> why != Nobody.ITS_CONTACT_WANTS_SEV1_ONLY || severity > 1)
                    .map(severity -> Arguments.of(why, severity)));
  }

  @ParameterizedTest(name = "{0}, SEV{1}")
  @MethodSource("nobody")
  void whereNobodyOfTheTeamCanBeCalledTheFallbackIs(Nobody why, int severity) {
    try (HeldBackWorld world = new HeldBackWorld(core, Feature.CONSOLE, Feature.CONSOLE)) {
      world.nobody(why);
      world.fires(severity);
      world.settles();

      // The desk, or the team's own contact, whatever severities that wants.
      assertThat(world.called()).as(world.story()).singleElement().asString().endsWith(" webhook");
    }
  }

  /** Somebody who can be called and is responsible comes before the fallback, whatever severity. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whoeverIsOnCallIsCalledBeforeTheFallback(int severity) {
    try (HeldBackWorld world = new HeldBackWorld(core, Feature.CONSOLE, Feature.CONSOLE)) {
      world.noPolicy();
      world.onCall();
      world.fires(severity);
      world.settles();

      assertThat(world.called()).as(world.story()).isNotEmpty().allMatch(c -> c.endsWith(" email"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void somebodyWhoCouldBeCalledWasCalled(Pair pair) {
    try (HeldBackWorld world = new HeldBackWorld(core, pair.one(), pair.other())) {
      List<Feature> both = Stream.of(pair.one(), pair.other()).sorted().toList();
      both.forEach(feature -> feature.arrange(world));
      world.fires();
      both.forEach(feature -> feature.happens(world));
      both.forEach(feature -> feature.ends(world));
      world.settles();

      assertThat(world.called()).as("who was called%n%s", world.story()).isNotEmpty();
    }
  }
}
