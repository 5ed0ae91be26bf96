package dev.imas.gateway.alertmanager;

import dev.imas.core.platform.Fault;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of {@code /api/v2/alerts} and {@code /alerts/groups}: {@code filter} (matchers,
 * repeated, all must match), {@code receiver_matchers} (the same for the receiver's name), {@code
 * receiver} (an anchored regular expression) and the states that are asked for.
 */
record AlertsQuery(
    List<Matcher> matchers,
    @Nullable Matcher receiver,
    List<Matcher> receiverMatchers,
    boolean active,
    boolean silenced,
    boolean inhibited,
    boolean muted) {

  /**
   * @throws Fault when a filter, the receiver or a flag cannot be read
   */
  static AlertsQuery read(MultiMap query) {
    List<Matcher> matchers = matchers(query, "filter");
    flag(query, "unprocessed");
    String receiver = query.get("receiver");
    Matcher named = null;
    if (receiver != null && !receiver.isEmpty()) {
      try {
        named = Matcher.of("receiver", Operator.MATCHES, receiver);
      } catch (InvalidRuleException e) {
        throw Fault.at(
            Fault.Kind.BAD_REQUEST,
            "receiver",
            "failed to parse receiver param: " + receiver + ": " + e.getMessage());
      }
    }
    return new AlertsQuery(
        matchers,
        named,
        matchers(query, "receiver_matchers"),
        flag(query, "active"),
        flag(query, "silenced"),
        flag(query, "inhibited"),
        flag(query, "muted"));
  }

  /** The matchers of a repeated parameter. */
  static List<Matcher> matchers(MultiMap query, String parameter) {
    List<Matcher> matchers = new ArrayList<>();
    for (String text : query.getAll(parameter)) {
      try {
        matchers.addAll(Matcher.parseAll(text));
      } catch (InvalidRuleException e) {
        throw Fault.at(
            Fault.Kind.BAD_REQUEST,
            parameter,
            "bad matcher format: " + text + ": " + e.getMessage());
      }
    }
    return List.copyOf(matchers);
  }

  /**
   * @throws Fault when the matching costs more than the budget
   */
  boolean takes(FiringAlert alert, FilterBudget budget) {
    if (!isOfAskedState(alert.hiddenBy())
        || (receiver != null && !passes(receiver, alert.receiver(), budget))) {
      return false;
    }
    for (Matcher matcher : receiverMatchers) {
      // A team has a name and no labels of its own.
      String value = matcher.name().equals("name") ? alert.receiver() : "";
      if (!passes(matcher, value, budget)) {
        return false;
      }
    }
    for (Matcher matcher : matchers) {
      String value = alert.labels().get(matcher.name());
      if (!passes(matcher, value == null ? "" : value, budget)) {
        return false;
      }
    }
    return true;
  }

  /**
   * As Alertmanager: an alert that is silenced and inhibited is shown only if both are asked for.
   */
  private boolean isOfAskedState(SuppressionStatus hiddenBy) {
    return (active || !hiddenBy.isActive())
        && (silenced || hiddenBy.silences().isEmpty())
        && (inhibited || hiddenBy.inhibitors().isEmpty())
        && (muted || hiddenBy.intervals().isEmpty());
  }

  private static boolean passes(Matcher matcher, String value, FilterBudget budget) {
    budget.take(matcher.steps(value.length()));
    return matcher.matchesValue(value);
  }

  private static boolean flag(MultiMap query, String name) {
    String value = query.get(name);
    if (value == null) {
      return true;
    }
    return switch (value) {
      case "true", "1", "t", "T", "TRUE", "True" -> true;
      case "false", "0", "f", "F", "FALSE", "False" -> false;
      default ->
          throw Fault.at(
              Fault.Kind.BAD_REQUEST, name, name + " must be true or false, not " + value);
    };
  }
}
