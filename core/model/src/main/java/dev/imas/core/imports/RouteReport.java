package dev.imas.core.imports;

import dev.imas.core.imports.RouteCompiler.Compiled;
import dev.imas.core.imports.RouteCompiler.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what became of each route. */
final class RouteReport {

  private final Compiled compiled;
  private final ServiceDrafts services;
  private final Report report;

  private RouteReport(Compiled compiled, ServiceDrafts services, Report report) {
    this.compiled = compiled;
    this.services = services;
    this.report = report;
  }

  static void write(RouteNode root, Compiled compiled, ServiceDrafts services, Report report) {
    RouteReport writer = new RouteReport(compiled, services, report);
    writer.routes(root);
    writer.otherGroups();
    writer.sharedGroups();
    writer.twice();
    writer.toldMore();
  }

  /** An incident is hidden from all of its receivers, or from nobody. */
  private void toldMore() {
    Set<String> told = new HashSet<>();
    for (Row row : compiled.rows()) {
      for (RouteNode end : row.ends()) {
        if (!end.muting().equals(row.muting()) && told.add(end.path())) {
          report.changed(
              end.path(),
              "alerts that end at other routes as well, which tell at other times, are hidden only"
                  + " when all of these tell nobody");
        }
      }
    }
  }

  private void routes(RouteNode root) {
    Map<String, Set<String>> reached = new HashMap<>();
    for (Row row : compiled.rows()) {
      String service = services.named(row.receivers());
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
      report.carried(node.path(), "alerts that end here go to " + shown(reached));
    }
    if (node.continues() && !compiled.isExact()) {
      report.left(
          node.path() + ".continue",
          "the routes after it are told only of what does not come here: in how many ways alerts"
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
      for (RouteNode other : row.ends()) {
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
      if (row.ends().size() == 1) {
        RouteNode end = row.ends().getFirst();
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
      for (RouteNode end : row.ends()) {
        if (!receivers.add(end.receiver()) && told.add(end.path())) {
          report.changed(
              end.path(),
              "the receiver '"
                  + Fields.cut(end.receiver())
                  + "' is reached by several routes at once, and is told once");
        }
      }
    }
  }
}
