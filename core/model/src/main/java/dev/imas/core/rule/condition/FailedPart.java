package dev.imas.core.rule.condition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.imas.core.model.Labels;
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
 * @param values what the alert's labels say that it reads; null where there is no such label
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
  public static List<FailedPart> of(Condition condition, Labels labels, Instant at) {
    List<FailedPart> failed = new ArrayList<>();
    try {
      addTo(failed, "/when", condition, labels, at);
    } catch (ConditionFailedException e) {
      // The expression has added itself.
    }
    return List.copyOf(failed.subList(0, Math.min(MOST, failed.size())));
  }

  /** Adds the parts of a condition that does not hold, and nothing if it holds. */
  private static boolean addTo(
      List<FailedPart> failed, String pointer, Condition condition, Labels labels, Instant at) {
    switch (condition) {
      case Condition.All all -> {
        for (int i = 0; i < all.parts().size(); i++) {
          if (!addTo(failed, pointer + "/all/" + i, all.parts().get(i), labels, at)) {
            return false;
          }
        }
        return true;
      }
      case Condition.Any any -> {
        List<FailedPart> inner = new ArrayList<>();
        for (int i = 0; i < any.parts().size(); i++) {
          if (addTo(inner, pointer + "/any/" + i, any.parts().get(i), labels, at, failed)) {
            return true;
          }
        }
        failed.addAll(inner);
        return false;
      }
      case Condition.Not not -> {
        // What fails inside is what makes it hold.
        if (!addTo(new ArrayList<>(), pointer + "/not", not.part(), labels, at, failed)) {
          return true;
        }
        failed.add(part(pointer, not, labels, at, null));
        return false;
      }
      case Condition.Matches leaf -> {
        return leaf(failed, pointer, leaf, labels, at);
      }
      case Condition.Compares leaf -> {
        return leaf(failed, pointer, leaf, labels, at);
      }
      case Condition.In leaf -> {
        return leaf(failed, pointer, leaf, labels, at);
      }
      case Condition.Exists leaf -> {
        return leaf(failed, pointer, leaf, labels, at);
      }
      case Condition.During leaf -> {
        return leaf(failed, pointer, leaf, labels, at);
      }
      case Condition.Cel leaf -> {
        return leaf(failed, pointer, leaf, labels, at);
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
      Labels labels,
      Instant at,
      List<FailedPart> outer) {
    try {
      return addTo(inner, pointer, condition, labels, at);
    } catch (ConditionFailedException e) {
      outer.add(inner.getLast());
      throw e;
    }
  }

  private static boolean leaf(
      List<FailedPart> failed, String pointer, Condition leaf, Labels labels, Instant at) {
    try {
      boolean holds = leaf.holds(labels, at);
      if (!holds) {
        failed.add(part(pointer, leaf, labels, at, null));
      }
      return holds;
    } catch (ConditionFailedException e) {
      failed.add(part(pointer, leaf, labels, at, e.getMessage()));
      throw e;
    }
  }

  private static FailedPart part(
      String pointer, Condition condition, Labels labels, Instant at, @Nullable String error) {
    Set<String> names = new TreeSet<>();
    condition.addLabels(names);
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    names.stream().limit(MOST).forEach(name -> values.put(name, labels.get(name)));
    String text = condition.text();
    return new FailedPart(
        pointer,
        text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text,
        values,
        localTime(condition, at),
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
