package dev.imas.core.imports;

import dev.imas.core.rule.Matcher;
import java.util.List;

/**
 * A node of Alertmanager's tree of routes, with what it inherits.
 *
 * @param path such as {@code route.routes[2]}
 * @param receiver its own, or its parent's
 * @param groupBy its own, or its parent's; {@code ["..."]} for all labels
 * @param times when it tells, its own or its parent's
 * @param continues whether an alert that matches goes on to the siblings after it
 */
record RouteNode(
    String path,
    int line,
    String receiver,
    List<String> groupBy,
    RouteTimes times,
    List<Matcher> matchers,
    boolean continues,
    List<RouteNode> routes) {

  RouteNode {
    groupBy = List.copyOf(groupBy);
    matchers = List.copyOf(matchers);
    routes = List.copyOf(routes);
  }
}
