package dev.imas.core.imports;

import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleTimes;
import java.util.List;

/**
 * A node of Alertmanager's tree of routes, with what it inherits.
 *
 * @param path such as {@code route.routes[2]}
 * @param receiver its own, or its parent's
 * @param isSilent whether the receiver tells nobody
 * @param groupBy its own, or its parent's; {@code ["..."]} for all labels
 * @param times when it tells, its own or its parent's
 * @param muting when its alerts are hidden, its own alone: Alertmanager's routes inherit no
 *     intervals
 * @param continues whether an alert that matches goes on to the siblings after it
 */
record RouteNode(
    String path,
    int line,
    String receiver,
    boolean isSilent,
    List<String> groupBy,
    RouteTimes times,
    RuleTimes muting,
    List<Matcher> matchers,
    boolean continues,
    List<RouteNode> routes) {

  RouteNode {
    groupBy = List.copyOf(groupBy);
    matchers = List.copyOf(matchers);
    routes = List.copyOf(routes);
  }
}
