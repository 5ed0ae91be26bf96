package dev.imas.core.rule.condition;

import static java.util.stream.Collectors.joining;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Narrowing;
import dev.imas.core.rule.RuleLimits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One part of what must hold beside a rule's matchers. A missing label has the empty value, as
 * matchers read it. Immutable, safe for any number of threads.
 */
public sealed interface Condition {

  /**
   * Parts are tried in the order written, and no more of them than needed.
   *
   * @throws ConditionFailedException when an expression could not be evaluated
   */
  boolean holds(AlertContext alert);

  /** The most steps that it takes for one alert; each takes some nanoseconds. */
  long steps();

  /** Instructions and values that it holds in memory, as {@link Matcher#size} counts them. */
  int size();

  /** In words for people; long ones are not cut. */
  String text();

  /** The labels that it reads, as far as they are known beforehand. */
  void addLabels(Set<String> labels);

  /** What an index may rely on, since it must hold in each alert for which this holds. */
  default List<Narrowing> narrowings() {
    return List.of();
  }

  /** All must hold. */
  record All(List<Condition> parts) implements Condition {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(AlertContext alert) {
      for (Condition part : parts) {
        if (!part.holds(alert)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public long steps() {
      return sumOfSteps(parts);
    }

    @Override
    public int size() {
      return sumOfSizes(parts);
    }

    @Override
    public String text() {
      return "all (" + joined(parts) + ")";
    }

    @Override
    public void addLabels(Set<String> labels) {
      parts.forEach(part -> part.addLabels(labels));
    }

    @Override
    public List<Narrowing> narrowings() {
      return parts.stream().flatMap(part -> part.narrowings().stream()).toList();
    }
  }

  /** One must hold. */
  record Any(List<Condition> parts) implements Condition {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(AlertContext alert) {
      for (Condition part : parts) {
        if (part.holds(alert)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public long steps() {
      return sumOfSteps(parts);
    }

    @Override
    public int size() {
      return sumOfSizes(parts);
    }

    @Override
    public String text() {
      return "any (" + joined(parts) + ")";
    }

    @Override
    public void addLabels(Set<String> labels) {
      parts.forEach(part -> part.addLabels(labels));
    }
  }

  /** It must not hold. */
  record Not(Condition part) implements Condition {
    @Override
    public boolean holds(AlertContext alert) {
      return !part.holds(alert);
    }

    @Override
    public long steps() {
      return 1 + part.steps();
    }

    @Override
    public int size() {
      return 1 + part.size();
    }

    @Override
    public String text() {
      return "not (" + part.text() + ")";
    }

    @Override
    public void addLabels(Set<String> labels) {
      part.addLabels(labels);
    }
  }

  /** A matcher must match. */
  record Matches(Matcher matcher) implements Condition {
    @Override
    public boolean holds(AlertContext alert) {
      return matcher.matches(alert.labels());
    }

    @Override
    public long steps() {
      return matcher.steps(RuleLimits.LABEL_VALUE);
    }

    @Override
    public int size() {
      return matcher.size();
    }

    @Override
    public String text() {
      return matcher.toString();
    }

    @Override
    public void addLabels(Set<String> labels) {
      labels.add(matcher.name());
    }

    @Override
    public List<Narrowing> narrowings() {
      return Narrowing.of(matcher.name(), matcher.indexableValues());
    }
  }

  /**
   * The text of a label, read as a number, must compare so. One that is missing or no number never
   * does.
   */
  record Compares(String label, NumberComparison comparison, double bound) implements Condition {
    @Override
    public boolean holds(AlertContext alert) {
      return comparison.holds(LabelNumber.read(alert.labels().get(label)), bound);
    }

    @Override
    public long steps() {
      return CelCost.NUMBER;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String text() {
      return label + " " + comparison.symbol() + " " + bound;
    }

    @Override
    public void addLabels(Set<String> labels) {
      labels.add(label);
    }
  }

  /** The label must have one of these values. */
  record In(String label, Set<String> values) implements Condition {
    public In {
      values = Set.copyOf(values);
    }

    @Override
    public boolean holds(AlertContext alert) {
      return values.contains(value(alert.labels(), label));
    }

    @Override
    public long steps() {
      return RuleLimits.LABEL_VALUE / 8;
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public String text() {
      return values.stream().sorted().collect(joining("\", \"", label + " in [\"", "\"]"));
    }

    @Override
    public void addLabels(Set<String> labels) {
      labels.add(label);
    }

    @Override
    public List<Narrowing> narrowings() {
      return values.contains("") ? List.of() : Narrowing.of(label, values);
    }
  }

  /**
   * The alert must be known by one of these.
   *
   * @param keys each an {@link Attribute#key}
   * @param names the same as people wrote them
   */
  record Known(Attribute attribute, Set<String> keys, List<String> names) implements Condition {
    public Known {
      keys = Set.copyOf(keys);
      names = List.copyOf(names);
    }

    @Override
    public boolean holds(AlertContext alert) {
      for (String key : alert.keys(attribute)) {
        if (keys.contains(key)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public long steps() {
      return 50;
    }

    @Override
    public int size() {
      return keys.size();
    }

    @Override
    public String text() {
      return names.stream().collect(joining("\" or \"", attribute.member() + " is \"", "\""));
    }

    @Override
    public void addLabels(Set<String> labels) {}

    @Override
    public List<Narrowing> narrowings() {
      return Narrowing.of(attribute.indexName(), keys);
    }
  }

  /** The label must be there, with a value that is not empty. */
  record Exists(String label) implements Condition {
    @Override
    public boolean holds(AlertContext alert) {
      return !value(alert.labels(), label).isEmpty();
    }

    @Override
    public long steps() {
      return 4;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String text() {
      return label + " exists";
    }

    @Override
    public void addLabels(Set<String> labels) {
      labels.add(label);
    }
  }

  /** The alert must be received within these hours. */
  record During(TimeWindow window) implements Condition {
    @Override
    public boolean holds(AlertContext alert) {
      return window.holds(alert.receivedAt());
    }

    @Override
    public long steps() {
      return 200;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String text() {
      return window.text();
    }

    @Override
    public void addLabels(Set<String> labels) {}
  }

  /** An expression of the Common Expression Language must be true. */
  record Cel(CelExpression expression) implements Condition {
    @Override
    public boolean holds(AlertContext alert) {
      return expression.isTrue(alert.labels());
    }

    @Override
    public long steps() {
      return expression.steps();
    }

    @Override
    public int size() {
      return 1; // equal expressions are held once, and counted where they are compiled
    }

    @Override
    public String text() {
      return expression.text();
    }

    @Override
    public void addLabels(Set<String> labels) {
      labels.addAll(expression.labels());
    }
  }

  private static String value(Labels labels, String label) {
    @Nullable String value = labels.get(label);
    return value == null ? "" : value;
  }

  private static long sumOfSteps(List<Condition> parts) {
    return 1 + parts.stream().mapToLong(Condition::steps).sum();
  }

  private static int sumOfSizes(List<Condition> parts) {
    return 1 + parts.stream().mapToInt(Condition::size).sum();
  }

  private static String joined(List<Condition> parts) {
    return parts.stream().map(Condition::text).collect(joining(", "));
  }
}
