package dev.imas.core.imports;

import dev.imas.core.rule.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the tree of routes, and reports what of it rules have not. */
final class RouteReader {

  private static final String ALL_LABELS = "...";

  private final Set<String> receivers;
  private final Set<String> intervals;
  private final MatcherReader matchers;
  private final Faults faults;
  private final Report report;

  /**
   * @param receivers names of those that there are
   * @param intervals names of the time intervals that there are
   */
  RouteReader(Set<String> receivers, Set<String> intervals, Faults faults, Report report) {
    this.receivers = Set.copyOf(receivers);
    this.intervals = Set.copyOf(intervals);
    this.matchers = new MatcherReader(faults);
    this.faults = faults;
    this.report = report;
  }

  /** The whole tree. Where it is wrong there are faults. */
  RouteNode root(Fields route) {
    if (route.text("receiver") == null) {
      faults.add(route.line(), route.path("receiver"), "is missing; name a receiver");
    }
    RouteNode root = node(route, null);
    if (!root.matchers().isEmpty()) {
      faults.add(root.line(), root.path(), "may have no matchers, since it takes every alert");
    }
    if (root.continues()) {
      faults.add(root.line(), root.path(), "may not say continue, since it has no siblings");
    }
    return root;
  }

  private RouteNode node(Fields route, @Nullable RouteNode parent) {
    String receiver = route.text("receiver");
    if (receiver != null && !receivers.contains(receiver)) {
      faults.add(
          route.line(),
          route.path("receiver"),
          "names '" + Fields.cut(receiver) + "', which is no receiver of the file");
    }
    List<Matcher> own = matchers.read(route, "match", "match_re", "matchers");
    boolean continues = route.flag("continue", false);
    List<String> groupBy = groupBy(route, parent == null);
    RouteNode node =
        new RouteNode(
            route.path(),
            route.line(),
            receiver != null ? receiver : parent == null ? "" : parent.receiver(),
            groupBy != null ? groupBy : parent == null ? List.of() : parent.groupBy(),
            RouteTimes.of(route, parent == null ? null : parent.times(), faults, report),
            own,
            continues,
            List.of());
    reportWhatRulesHaveNot(route);
    List<RouteNode> routes = new ArrayList<>();
    for (Part child : route.items("routes")) {
      routes.add(node(Fields.of(child, faults), node));
    }
    report.unread(route);
    return new RouteNode(
        node.path(),
        node.line(),
        node.receiver(),
        node.groupBy(),
        node.times(),
        own,
        continues,
        routes);
  }

  private @Nullable List<String> groupBy(Fields route, boolean isRoot) {
    if (!route.has("group_by")) {
      return null;
    }
    Set<String> labels = new TreeSet<>();
    List<Part.Scalar> given = route.texts("group_by");
    for (Part.Scalar label : given) {
      if (!labels.add(String.valueOf(label.text()))) {
        faults.add(label, "is there twice");
      }
    }
    if (labels.contains(ALL_LABELS) && labels.size() > 1) {
      faults.add(
          route.line(), route.path("group_by"), "has '...', which is all labels, beside others");
    }
    if (given.isEmpty() && !isRoot) {
      report.changed(
          route.path("group_by"),
          "is one group, as in newer releases of Alertmanager; older ones, such as 0.25, take the"
              + " group_by of the route above");
    }
    return given.stream().map(label -> String.valueOf(label.text())).toList();
  }

  private void reportWhatRulesHaveNot(Fields route) {
    left(
        route,
        "labels",
        "labels of routes are for Alertmanager's templates; the labels of alerts are in messages");
    intervals(route, "mute_time_intervals", "at these times, too");
    intervals(route, "active_time_intervals", "at all times, not at these alone");
  }

  private void left(Fields route, String name, String says) {
    if (route.has(name)) {
      report.left(route.path(name), says);
    }
  }

  private void intervals(Fields route, String name, String when) {
    for (Part.Scalar interval : route.texts(name)) {
      String named = String.valueOf(interval.text());
      if (!intervals.contains(named)) {
        faults.add(
            interval, "names '" + Fields.cut(named) + "', which is no time interval of the file");
      }
      report.left(
          interval.path(),
          "IMAS opens incidents and pages "
              + when
              + ": the interval '"
              + Fields.cut(named)
              + "' is in none of the documents");
    }
  }
}
