package dev.imas.core.rule.condition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A part of a rule's condition for which the rule did not match.
 *
 * @param pointer JSON pointer into the rule, such as {@code /when/all/1}
 * @param condition what it asks for, in words
 * @param values what the alert's labels say that it reads, and what else it asks for; null where
 *     there is no such thing
 * @param localTime when the alert was received, by the clocks of the window's zone
 * @param error why it could not be evaluated
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailedPart(
    String pointer,
    String condition,
    Map<String, @Nullable String> values,
    @Nullable String localTime,
    @Nullable String error) {

  /** Beyond these, parts and labels tell nobody more. */
  private static final int MOST = 20;

  private static final int LONGEST_TEXT = 300;

  public FailedPart {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The parts to blame. Of those that must all hold it is the first that does not, and all of those
   * of which none does.
   *
   * @return empty if the condition holds
   */
  public static List<FailedPart> of(Condition condition, AlertContext alert) {
    List<FailedPart> failed = new ArrayList<>();
    try {
      addTo(failed, "/when", condition, alert);
    } catch (ConditionFailedException e) {
      // The expression has added itself.
    }
    return List.copyOf(failed.subList(0, Math.min(MOST, failed.size())));
  }

  /** Adds the parts of a condition that does not hold, and nothing if it holds. */
  private static boolean addTo(
      List<FailedPart> failed, String pointer, Condition condition, AlertContext alert) {
    switch (condition) {
      case Condition.All all -> {
        for (int i = 0; i < all.parts().size(); i++) {
          if (!addTo(failed, pointer + "/all/" + i, all.parts().get(i), alert)) {
            return false;
          }
        }
        return true;
      }
      case Condition.Any any -> {
        List<FailedPart> inner = new ArrayList<>();
        for (int i = 0; i < any.parts().size(); i++) {
          if (addTo(inner, pointer + "/any/" + i, any.parts().get(i), alert, failed)) {
            return true;
          }
        }
        failed.addAll(inner);
        return false;
      }
      case Condition.Not not -> {
        // What fails inside is what makes it hold.
        if (!addTo(new ArrayList<>(), pointer + "/not", not.part(), alert, failed)) {
          return true;
        }
        failed.add(part(pointer, not, alert, null));
        return false;
      }
      case Condition.Matches leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
      case Condition.Compares leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
      case Condition.In leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
      case Condition.Known leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
      case Condition.Exists leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
      case Condition.During leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
      case Condition.Cel leaf -> {
        return leaf(failed, pointer, leaf, alert);
      }
    }
  }

  /**
   * @param outer gets the expression that could not be evaluated, since it fails the whole
   */
  private static boolean addTo(
      List<FailedPart> inner,
      String pointer,
      Condition condition,
      AlertContext alert,
      List<FailedPart> outer) {
    try {
      return addTo(inner, pointer, condition, alert);
    } catch (ConditionFailedException e) {
      outer.add(inner.getLast());
      throw e;
    }
  }

  private static boolean leaf(
      List<FailedPart> failed, String pointer, Condition leaf, AlertContext alert) {
    try {
      boolean holds = leaf.holds(alert);
      if (!holds) {
        failed.add(part(pointer, leaf, alert, null));
      }
      return holds;
    } catch (ConditionFailedException e) {
      failed.add(part(pointer, leaf, alert, e.getMessage()));
      throw e;
    }
  }

  private static FailedPart part(
      String pointer, Condition condition, AlertContext alert, @Nullable String error) {
    Set<String> names = new TreeSet<>();
    condition.addLabels(names);
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    names.stream().limit(MOST).forEach(name -> values.put(name, alert.labels().get(name)));
    if (condition instanceof Condition.Known known) {
      List<String> keys = alert.keys(known.attribute());
      values.put(known.attribute().member(), keys.isEmpty() ? null : keys.getFirst());
    }
    String text = condition.text();
    return new FailedPart(
        pointer,
        text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text,
        values,
        localTime(condition, alert.receivedAt()),
        error);
  }

  /** That of the window in it, however often it is negated. */
  private static @Nullable String localTime(Condition condition, Instant at) {
    return switch (condition) {
      case Condition.During during ->
          at.atZone(during.window().zone()).truncatedTo(ChronoUnit.SECONDS).toString();
      case Condition.Not not -> localTime(not.part(), at);
      case Condition.All all -> firstLocalTime(all.parts(), at);
      case Condition.Any any -> firstLocalTime(any.parts(), at);
      case Condition.Matches matches -> null;
      case Condition.Compares compares -> null;
      case Condition.In in -> null;
      case Condition.Known known -> null;
      case Condition.Exists exists -> null;
      case Condition.Cel cel -> null;
    };
  }

  private static @Nullable String firstLocalTime(List<Condition> parts, Instant at) {
    for (Condition part : parts) {
      String time = localTime(part, at);
      if (time != null) {
        return time;
      }
    }
    return null;
  }
}
