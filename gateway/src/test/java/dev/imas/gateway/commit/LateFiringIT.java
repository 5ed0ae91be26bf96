package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The members of a pair post the same episode, each in its own order, and all recoveries name the
 * same end. However their posts are interleaved, the alert fires afterwards only if the last that
 * some member said since the recovery is that it fires.
 */
class LateFiringIT {

  /** What one member posts: {@code f} for firing, {@code r} for a recovery. */
  private static final List<String> FIRST = List.of("fr", "ffr", "frf", "frfr", "r");

  private static final List<String> SECOND = List.of("fr", "ffr", "frf", "f", "rfr");

  private static final Duration WINDOW = Duration.ofSeconds(25);

  private static TestCommitters committers;

  @BeforeAll
  static void start() {
    committers = new TestCommitters(1, TestCommitters.CONFIG);
  }

  @AfterAll
  static void stop() {
    committers.ledgerBalances();
    committers.close();
  }

  /** One post: the member, and whether the alert fires by it. */
  private record Post(String member, boolean firing) {
    @Override
    public String toString() {
      return member + (firing ? "f" : "r");
    }
  }

  /** What is right, told member by member. It knows nothing of rows, ends or receipts. */
  private static final class Oracle {
    private boolean fires;
    private @Nullable Duration recovered;
    private final Set<String> fireSince = new HashSet<>();

    void take(Post post, Duration at) {
      if (post.firing()) {
        if (fires || recovered == null || at.compareTo(recovered.plus(WINDOW)) >= 0) {
          fires();
        } else {
          fireSince.add(post.member());
        }
      } else if (fires || recovered == null) {
        fires = false;
        recovered = at;
        fireSince.clear();
      } else {
        fireSince.remove(post.member());
      }
    }

    void sweep(Duration at) {
      if (!fires
          && !fireSince.isEmpty()
          && recovered != null
          && at.compareTo(recovered.plus(WINDOW)) >= 0) {
        fires();
      }
    }

    private void fires() {
      fires = true;
      fireSince.clear();
    }
  }

  /** All posts within one second, so that they share batches where they can. */
  @Test
  void membersOfAPairEndAlikeHoweverTheirPostsAreInterleavedWithinBatches() {
    Map<String, List<Post>> histories = histories("at once");
    Map<String, Boolean> right = new LinkedHashMap<>();
    List<Future<?>> posted = new ArrayList<>();
    histories.forEach(
        (name, posts) -> {
          Oracle oracle = new Oracle();
          for (Post post : posts) {
            oracle.take(post, Duration.ZERO);
            posted.add(committers.submit(0, List.of(said(name, post))));
          }
          oracle.sweep(WINDOW);
          right.put(name, oracle.fires);
        });
    Await.result(Future.all(posted));
    committers.clock.move(WINDOW);
    sweep();

    endAs("at once", right);
  }

  /**
   * With IMAS's own timer between any two posts. At 11 seconds the window ends while they still
   * post.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 11})
  void membersOfAPairEndAlikeWithTheSweepBetweenAnyTwoPosts(int seconds) {
    Map<String, List<Post>> histories = histories("by " + seconds);
    Map<String, Oracle> oracles = new LinkedHashMap<>();
    histories.keySet().forEach(name -> oracles.put(name, new Oracle()));
    Duration at = Duration.ZERO;
    for (int step = 0; step < 8; step++) {
      List<Future<?>> posted = new ArrayList<>();
      for (Map.Entry<String, List<Post>> history : histories.entrySet()) {
        if (step < history.getValue().size()) {
          Post post = history.getValue().get(step);
          oracle(oracles, history.getKey()).take(post, at);
          posted.add(committers.submit(0, List.of(said(history.getKey(), post))));
        }
      }
      Await.result(Future.all(posted));
      committers.clock.move(Duration.ofSeconds(seconds));
      at = at.plusSeconds(seconds);
      sweep();
      for (Oracle oracle : oracles.values()) {
        oracle.sweep(at);
      }
    }
    committers.clock.move(WINDOW);
    sweep();
    Map<String, Boolean> right = new LinkedHashMap<>();
    for (Map.Entry<String, Oracle> each : oracles.entrySet()) {
      each.getValue().sweep(at.plus(WINDOW));
      right.put(each.getKey(), each.getValue().fires);
    }

    endAs("by " + seconds, right);
  }

  private static Oracle oracle(Map<String, Oracle> oracles, String name) {
    Oracle oracle = oracles.get(name);
    if (oracle == null) {
      throw new AssertionError(name);
    }
    return oracle;
  }

  /** A member that came back after the other has recovered the alert is not a page. */
  @Test
  void recoveryOfTheMemberThatFiredLateLeavesNothingWaiting() {
    Post firing = new Post("a", true);
    Post recovery = new Post("a", false);
    committers.commit(said("Back", firing));
    committers.commit(said("Back", recovery));
    assertThat(committers.commit(said("Back", firing)).name()).isEqualTo("STALE");
    committers.clock.move(Duration.ofSeconds(10));
    assertThat(committers.commit(said("Back", recovery)).name()).isEqualTo("DEDUPLICATED");

    assertThat(committers.database.count("SELECT count(*) FROM late_firing")).isZero();
    committers.clock.move(WINDOW);
    sweep();
    assertThat(committers.state("Back")).startsWith("R");
  }

  /** Every interleaving of every pair of scripts, by a name of its own. */
  private static Map<String, List<Post>> histories(String kind) {
    Map<String, List<Post>> all = new LinkedHashMap<>();
    for (String first : FIRST) {
      for (String second : SECOND) {
        interleave(kind + " " + first + "/" + second, first, second, new ArrayList<>(), all);
      }
    }
    assertThat(all.size()).isGreaterThan(300);
    return all;
  }

  private static void interleave(
      String prefix, String a, String b, List<Post> before, Map<String, List<Post>> all) {
    if (a.isEmpty() && b.isEmpty()) {
      all.put(prefix + " " + before, List.copyOf(before));
      return;
    }
    next(prefix, "a", a, b, before, all);
    next(prefix, "b", b, a, before, all);
  }

  private static void next(
      String prefix,
      String member,
      String own,
      String other,
      List<Post> before,
      Map<String, List<Post>> all) {
    if (own.isEmpty()) {
      return;
    }
    List<Post> now = new ArrayList<>(before);
    now.add(new Post(member, own.charAt(0) == 'f'));
    String rest = own.substring(1);
    boolean isFirst = member.equals("a");
    interleave(prefix, isFirst ? rest : other, isFirst ? other : rest, now, all);
  }

  private static Said said(String name, Post post) {
    return new Said(
        name,
        post.firing(),
        -3_600L,
        null,
        Severity.SEV3_MEDIUM,
        post.firing() ? null : -60L,
        "http://alertmanager-" + post.member() + ":9093");
  }

  private static void sweep() {
    committers.database.query(
        "SELECT refired FROM refire_alerts('%s', 10000)".formatted(committers.clock.instant()));
  }

  private static void endAs(String kind, Map<String, Boolean> right) {
    List<String> wrong = new ArrayList<>();
    Map<String, Boolean> is = new LinkedHashMap<>();
    for (String row :
        committers.database.query(
            "SELECT (status = 1) || '|' || name FROM alert WHERE name LIKE '" + kind + " %'")) {
      int bar = row.indexOf('|');
      is.put(row.substring(bar + 1), row.startsWith("true"));
    }
    right.forEach(
        (name, fires) -> {
          if (!fires.equals(is.get(name))) {
            wrong.add(name + ": fires " + is.get(name) + ", not " + fires);
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(committers.database.count("SELECT count(*) FROM late_firing")).isZero();
  }
}
