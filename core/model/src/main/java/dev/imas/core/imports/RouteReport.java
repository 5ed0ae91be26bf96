package dev.imas.core.imports;

import dev.imas.core.imports.RouteCompiler.Compiled;
import dev.imas.core.imports.RouteCompiler.Row;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Says what became of each route. */
final class RouteReport {

  private static final int MOST_COMPARED = 2_000;

  /** In place of a service, which has a name. */
  private static final String NOWHERE = "";

  private final Compiled compiled;
  private final ServiceDrafts services;
  private final ImportReport report;

  private RouteReport(Compiled compiled, ServiceDrafts services, ImportReport report) {
    this.compiled = compiled;
    this.services = services;
    this.report = report;
  }

  static void write(
      RouteNode root, Compiled compiled, ServiceDrafts services, ImportReport report) {
    RouteReport writer = new RouteReport(compiled, services, report);
    writer.routes(root);
    writer.otherGroups();
    writer.sharedGroups();
    writer.twice();
    writer.muting();
  }

  /**
   * An incident is hidden from all of its receivers, or from nobody. So what a route hides depends
   * on where else its alerts end.
   */
  private void muting() {
    Map<String, List<Row>> rows = new LinkedHashMap<>();
    for (Row row : live()) {
      for (RouteNode end : row.told()) {
        if (!end.muting().isNone()) {
          rows.computeIfAbsent(end.path(), any -> new ArrayList<>()).add(row);
        }
      }
    }
    rows.forEach(
        (path, all) -> {
          RuleTimes muting = all.getFirst().end(path).muting();
          for (String name : muting.mute()) {
            hides(
                path + ".mute_time_intervals",
                "while the time interval '" + name + "' is in force",
                path,
                all,
                row -> row.muting().mute().contains(name));
          }
          if (!muting.active().isEmpty()) {
            hides(
                path + ".active_time_intervals",
                "while none of these is in force: " + String.join(", ", muting.active()),
                path,
                all.stream().filter(row -> !isHiddenLess(row, muting)).toList(),
                row -> !row.muting().active().isEmpty());
            all.stream()
                .filter(row -> isHiddenLess(row, muting))
                .forEach(
                    row ->
                        report.changed(
                            path + ".active_time_intervals",
                            "those that end at "
                                + others(path, List.of(row))
                                + ", too, are muted while none of these is in force: "
                                + String.join(", ", row.muting().active())));
          }
        });
  }

  /** Without rows that earlier ones leave no alert; of very many, all. */
  private List<Row> live() {
    List<Row> rows = compiled.rows();
    if (rows.size() > MOST_COMPARED) {
      return rows;
    }
    List<Row> live = new ArrayList<>();
    List<Set<Matcher>> before = new ArrayList<>();
    for (Row row : rows) {
      Set<Matcher> matchers = Set.copyOf(row.when().matchers());
      if (before.stream().noneMatch(matchers::containsAll)) {
        live.add(row);
        before.add(matchers);
      }
    }
    return live;
  }

  /** Whether they are hidden at fewer times, since another route tells at more. */
  private static boolean isHiddenLess(Row row, RuleTimes muting) {
    return !row.muting().active().isEmpty()
        && !Set.copyOf(row.muting().active()).equals(Set.copyOf(muting.active()));
  }

  private void hides(
      String where, String when, String route, List<Row> rows, Predicate<Row> isHidden) {
    List<Row> told = rows.stream().filter(isHidden.negate()).toList();
    if (rows.isEmpty()) {
      return;
    }
    if (told.isEmpty()) {
      report.carried(where, "alerts that end here are muted " + when);
    } else if (told.size() == rows.size()) {
      report.changed(
          where,
          "no alert is muted "
              + when
              + ": all that end here end at "
              + others(route, told)
              + ", too, and notify there");
    } else {
      report.changed(
          where,
          "alerts that end here are muted "
              + when
              + ", but for those that end at "
              + others(route, told)
              + ", too, and notify there");
    }
  }

  private static String others(String route, List<Row> rows) {
    List<String> others =
        rows.stream()
            .flatMap(row -> row.told().stream())
            .map(RouteNode::path)
            .filter(path -> !path.equals(route))
            .distinct()
            .toList();
    return String.join(" or ", others.subList(0, Math.min(3, others.size())))
        + (others.size() > 3 ? " or " + (others.size() - 3) + " more" : "");
  }

  private void routes(RouteNode root) {
    Map<String, Set<String>> reached = new HashMap<>();
    for (Row row : compiled.rows()) {
      String service = row.told().isEmpty() ? NOWHERE : services.named(row.receivers());
      row.ends()
          .forEach(
              end ->
                  reached.computeIfAbsent(end.path(), any -> new LinkedHashSet<>()).add(service));
    }
    Deque<RouteNode> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      RouteNode node = open.pop();
      route(node, reached.getOrDefault(node.path(), Set.of()));
      node.routes().reversed().forEach(open::push);
    }
  }

  private void route(RouteNode node, Set<String> reached) {
    if (reached.isEmpty()) {
      report.carried(node.path(), "no alert ends here, since others take all of them");
    } else {
      Set<String> told = new LinkedHashSet<>(reached);
      boolean opensNothing = told.remove(NOWHERE);
      report.carried(
          node.path(),
          told.isEmpty()
              ? "alerts that end here open no incident"
              : "alerts that end here go to "
                  + shown(told)
                  + (opensNothing ? ", or open no incident" : ""));
    }
    if (node.continues() && !compiled.isExact()) {
      report.left(
          node.path() + ".continue",
          "the routes after it get only what does not come here: in how many ways alerts"
              + " can go on would make too many rules");
    }
  }

  private static String shown(Set<String> services) {
    List<String> first = services.stream().limit(3).map(name -> "'" + name + "'").toList();
    return "the service"
        + (services.size() == 1 ? " " : "s ")
        + String.join(", ", first)
        + (services.size() > 3 ? " and " + (services.size() - 3) + " more" : "");
  }

  /** An incident has one group, and Alertmanager a group for each route. */
  private void otherGroups() {
    Set<String> told = new HashSet<>();
    for (Row row : compiled.rows()) {
      RouteNode last = row.last();
      for (RouteNode other : row.told()) {
        if (!Set.copyOf(other.groupBy()).equals(Set.copyOf(last.groupBy()))
            && told.add(other.path())) {
          report.changed(
              other.path() + ".group_by",
              "alerts that "
                  + last.path()
                  + " takes as well are grouped as it says, since they open one incident");
        }
      }
    }
  }

  private void sharedGroups() {
    Set<String> told = new HashSet<>();
    Map<String, RouteNode> groups = new HashMap<>();
    for (Row row : compiled.rows()) {
      if (row.told().size() == 1) {
        RouteNode end = row.told().getFirst();
        RouteNode other = groups.putIfAbsent(end.receiver() + "\n" + end.groupBy(), end);
        if (other != null && !other.path().equals(end.path()) && told.add(end.path())) {
          report.changed(
              end.path(),
              "alerts that end here join incidents of those that end at "
                  + other.path()
                  + ", if the labels of group_by are the same: the receiver is the same, too");
        }
      }
    }
  }

  private void twice() {
    Set<String> told = new HashSet<>();
    for (Row row : compiled.rows()) {
      Set<String> receivers = new HashSet<>();
      for (RouteNode end : row.told()) {
        if (!receivers.add(end.receiver()) && told.add(end.path())) {
          report.changed(
              end.path(),
              "the receiver '"
                  + Fields.cut(end.receiver())
                  + "' is reached by several routes at once, and is notified once");
        }
      }
    }
  }
}
