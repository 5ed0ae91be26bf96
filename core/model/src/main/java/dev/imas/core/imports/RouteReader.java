package dev.imas.core.imports;

import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.rule.RuleTimes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the tree of routes, and reports what of it rules have not. */
final class RouteReader {

  private static final String ALL_LABELS = "...";

  private final Set<String> receivers;
  private final Set<String> silent;
  private final Map<String, Optional<String>> intervals;
  private final MatcherReader matchers;
  private final FileFaults faults;
  private final ImportReport report;

  /**
   * @param receivers names of those that there are
   * @param silent those of them that tell nobody
   * @param intervals the time intervals that there are, with their names in the documents
   */
  RouteReader(
      Set<String> receivers,
      Set<String> silent,
      Map<String, Optional<String>> intervals,
      FileFaults faults,
      ImportReport report) {
    this.receivers = Set.copyOf(receivers);
    this.silent = Set.copyOf(silent);
    this.intervals = Map.copyOf(intervals);
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
    String receives = receiver != null ? receiver : parent == null ? "" : parent.receiver();
    RouteNode node =
        new RouteNode(
            route.path(),
            route.line(),
            receives,
            silent.contains(receives),
            groupBy != null ? groupBy : parent == null ? List.of() : parent.groupBy(),
            RouteTimes.of(route, parent == null ? null : parent.times(), faults, report),
            muting(route),
            own,
            continues,
            List.of());
    reportWhatRulesHaveNot(route);
    List<RouteNode> routes = new ArrayList<>();
    for (YamlPart child : route.items("routes")) {
      routes.add(node(Fields.of(child, faults), node));
    }
    report.unread(route);
    return new RouteNode(
        node.path(),
        node.line(),
        node.receiver(),
        node.isSilent(),
        node.groupBy(),
        node.times(),
        node.muting(),
        own,
        continues,
        routes);
  }

  private @Nullable List<String> groupBy(Fields route, boolean isRoot) {
    if (!route.has("group_by")) {
      return null;
    }
    Set<String> labels = new TreeSet<>();
    List<YamlPart.Scalar> given = route.texts("group_by");
    for (YamlPart.Scalar label : given) {
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
  }

  private void left(Fields route, String name, String says) {
    if (route.has(name)) {
      report.left(route.path(name), says);
    }
  }

  /** Only the rules show what it hides; {@link RouteReport} says it. */
  private RuleTimes muting(Fields route) {
    List<String> mute = intervals(route, "mute_time_intervals");
    List<String> active = intervals(route, "active_time_intervals");
    // Told in fewer of its intervals, it would be hidden at times at which it was told.
    boolean isWhole = active.size() == names(route, "active_time_intervals").size();
    return new RuleTimes(mute, isWhole ? active : List.of());
  }

  /** Those that are in the documents, by their names there. */
  private List<String> intervals(Fields route, String member) {
    Set<String> found = new LinkedHashSet<>();
    for (YamlPart.Scalar interval : route.texts(member)) {
      String named = String.valueOf(interval.text());
      Optional<String> there = intervals.get(named);
      if (there == null) {
        faults.add(
            interval, "names '" + Fields.cut(named) + "', which is no time interval of the file");
      } else if (there.isPresent()) {
        found.add(there.get());
      } else {
        report.left(
            interval.path(),
            "the time interval '" + Fields.cut(named) + "' is in none of the documents");
      }
    }
    if (found.size() > RuleLimits.TIME_INTERVALS) {
      report.left(route.path(member), "names more time intervals than rules take");
      return List.of();
    }
    return List.copyOf(found);
  }

  private static List<String> names(Fields route, String member) {
    return route.texts(member).stream()
        .map(text -> String.valueOf(text.text()))
        .distinct()
        .toList();
  }
}
