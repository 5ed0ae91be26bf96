package dev.imas.core.imports;

import dev.imas.core.rule.RuleLimits;
import dev.imas.core.rule.RuleTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes an ordered list of a tree of routes: the first row that matches an alert names all routes
 * at which the alert ends, in their order. The last row matches every alert.
 *
 * <p>The tree is walked once for each way that alerts can take through it. Where an alert may match
 * a child or not, the ways on which it matches come first. Together these take every alert that
 * matches the child, so on the ways after them it did not match, and need not say so. Only {@code
 * continue} makes more ways than there are nodes.
 */
final class RouteCompiler {

  /** Alerts that these match end at these routes. */
  record Row(Conjunction when, List<RouteNode> ends) {

    Row {
      ends = List.copyOf(ends);
    }

    /** The one at this path, which is among them. */
    RouteNode end(String path) {
      return ends.stream().filter(end -> end.path().equals(path)).findFirst().orElseThrow();
    }

    /** The routes that tell somebody; empty if all receivers tell nobody. */
    List<RouteNode> told() {
      return ends.stream().filter(end -> !end.isSilent()).toList();
    }

    /**
     * The route that ended the search. Those before it say continue: they usually keep a record, or
     * call somebody as well. One that tells nobody counts only where all do.
     */
    RouteNode last() {
      return told().isEmpty() ? ends.getLast() : told().getLast();
    }

    /**
     * When its alerts are hidden: when all these routes tell nobody, as far as intervals can say
     * so. An incident is hidden from all, or from nobody.
     */
    RuleTimes muting() {
      Set<String> mute = new LinkedHashSet<>(last().muting().mute());
      Set<String> active = new LinkedHashSet<>();
      boolean isActive = true;
      for (RouteNode end : told()) {
        mute.retainAll(end.muting().mute());
        active.addAll(end.muting().active());
        isActive &= !end.muting().active().isEmpty();
      }
      boolean fits = isActive && active.size() <= RuleLimits.TIME_INTERVALS;
      return new RuleTimes(List.copyOf(mute), fits ? List.copyOf(active) : List.of());
    }

    /**
     * Those who are told: the one of the last route first, then the others in the order of the
     * file.
     */
    List<String> receivers() {
      Set<String> receivers = new LinkedHashSet<>();
      if (!told().isEmpty()) {
        receivers.add(last().receiver());
      }
      told().forEach(end -> receivers.add(end.receiver()));
      return List.copyOf(receivers);
    }
  }

  /**
   * @param isExact whether all ends are there. Otherwise there were too many ways, and each row has
   *     the first end alone
   */
  record Compiled(List<Row> rows, boolean isExact) {}

  /** A node on the way, from the child that is looked at next. */
  private record Place(RouteNode node, int next, boolean hasMatched, @Nullable Place above) {

    Place matched(boolean continues) {
      return new Place(node, continues ? next + 1 : node.routes().size(), true, above);
    }

    Place notMatched() {
      return new Place(node, next + 1, hasMatched, above);
    }
  }

  /** The ends of a way so far, from the last one. Ways share what they have in common. */
  private record End(RouteNode node, @Nullable End before) {}

  /** A way so far. Without a place, it is complete. */
  private record Way(Conjunction when, @Nullable End ends, @Nullable Place place) {

    Row row() {
      List<RouteNode> all = new ArrayList<>();
      for (End end = ends; end != null; end = end.before()) {
        all.add(end.node());
      }
      return new Row(when, all.reversed());
    }
  }

  /** Each may be a service of its own, which somebody has to read. */
  private static final int MOST_WAYS = 1_500;

  /** A row for each node, when nothing goes on. */
  private static final int MOST_ROWS = 10_000;

  private static final int MOST_STEPS = 500_000;

  private RouteCompiler() {}

  /** Empty if even the first ends make too many rows. */
  static Optional<Compiled> compile(RouteNode root) {
    return rows(root, true, MOST_WAYS)
        .map(rows -> new Compiled(rows, true))
        .or(() -> rows(root, false, MOST_ROWS).map(rows -> new Compiled(rows, false)));
  }

  private static Optional<List<Row>> rows(RouteNode root, boolean withContinue, int mostRows) {
    List<Row> rows = new ArrayList<>();
    Deque<Way> open = new ArrayDeque<>();
    open.push(new Way(Conjunction.ALL, null, new Place(root, 0, false, null)));
    int steps = 0;
    while (!open.isEmpty()) {
      Way way = open.pop();
      // A way of more matchers is longer than any rule, and costs as much as it is long.
      boolean isTooLong = way.when().matchers().size() > RuleLimits.MATCHERS_PER_RULE;
      if (isTooLong || ++steps > MOST_STEPS || rows.size() >= mostRows) {
        return Optional.empty();
      }
      Place at = way.place();
      if (at == null) {
        rows.add(way.row());
      } else if (at.next() == at.node().routes().size()) {
        open.push(left(way, at));
      } else {
        branch(way, at, withContinue, open);
      }
    }
    return Optional.of(rows);
  }

  /** All children were looked at. A node of which none matched is an end itself. */
  private static Way left(Way way, Place at) {
    if (at.hasMatched()) {
      return new Way(way.when(), way.ends(), at.above());
    }
    return new Way(way.when(), new End(at.node(), way.ends()), at.above());
  }

  private static void branch(Way way, Place at, boolean withContinue, Deque<Way> open) {
    RouteNode child = at.node().routes().get(at.next());
    Optional<Conjunction> both = way.when().and(child.matchers());
    boolean always = both.isPresent() && both.get().equals(way.when());
    if (!always) {
      open.push(new Way(way.when(), way.ends(), at.notMatched()));
    }
    boolean continues = withContinue && child.continues();
    both.ifPresent(
        when ->
            open.push(
                new Way(when, way.ends(), new Place(child, 0, false, at.matched(continues)))));
  }
}
