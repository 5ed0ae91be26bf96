package dev.imas.core.rule.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.sla.ServiceTier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the condition of a rule from JSON, and gathers what is wrong with it. */
public final class ConditionReader {

  private static final String KINDS =
      "write one of all, any, not, matcher, label, exists, time, cel, " + Attribute.members();

  /** Nothing deeper is read. */
  static final int DEEPEST_READ = RuleLimits.CONDITION_DEPTH + 1;

  private final BiConsumer<String, String> faults;
  private final Map<String, CelExpression> known;
  private int nodes;
  private int expressions;
  private int compiledSize;

  /**
   * Reads one rule's.
   *
   * @param known the expressions of the rules read before, by their texts; gets those of this one
   * @param faults gets the pointer, such as {@code /when/all/1}, and what is wrong there
   */
  public ConditionReader(Map<String, CelExpression> known, BiConsumer<String, String> faults) {
    this.known = known;
    this.faults = faults;
  }

  /**
   * @return null where it has a fault
   */
  public @Nullable Condition read(JsonNode when) {
    Condition read = part("/when", when, 1);
    if (nodes > RuleLimits.CONDITION_NODES) {
      faults.accept(
          "/when", "has more than " + RuleLimits.CONDITION_NODES + " conditions; split the rule");
    }
    return read;
  }

  /** How many conditions were read. */
  public int nodes() {
    return nodes;
  }

  /** How many expressions were compiled, which takes long. */
  public int expressions() {
    return expressions;
  }

  /** What these hold in memory, as {@link Condition#size} counts. */
  public int compiledSize() {
    return compiledSize;
  }

  private @Nullable Condition part(String at, JsonNode node, int depth) {
    if (++nodes > RuleLimits.CONDITION_NODES) {
      return null;
    }
    if (depth > RuleLimits.CONDITION_DEPTH) {
      return fault(
          at, "is nested more than " + RuleLimits.CONDITION_DEPTH + " deep; write it flatter");
    }
    if (!node.isObject() || node.isEmpty()) {
      return fault(at, "is no condition; " + KINDS);
    }
    if (node.has("label")) {
      return label(at, node);
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    if (node.size() > 1) {
      return fault(at, "has more than one member; put each into an object of its own, in all");
    }
    JsonNode value = only.getValue();
    String below = at + "/" + only.getKey();
    return switch (only.getKey()) {
      case "all" -> {
        List<Condition> parts = parts(below, value, depth);
        yield parts == null ? null : new Condition.All(parts);
      }
      case "any" -> {
        List<Condition> parts = parts(below, value, depth);
        yield parts == null ? null : new Condition.Any(parts);
      }
      case "not" -> {
        Condition inner = part(below, value, depth + 1);
        yield inner == null ? null : new Condition.Not(inner);
      }
      case "matcher" -> matcher(below, value);
      case "exists" -> {
        String label = text(below, value, RuleLimits.NAME_LENGTH);
        yield label == null ? null : new Condition.Exists(label);
      }
      case "time" -> {
        TimeWindow window = new TimeReader(below, faults).read(value);
        yield window == null ? null : new Condition.During(window);
      }
      case "cel" -> cel(below, value);
      default -> {
        Optional<Attribute> attribute = Attribute.of(only.getKey());
        yield attribute.isPresent()
            ? known(attribute.get(), below, value)
            : fault(at + "/" + escape(only.getKey()), "is not known; " + KINDS);
      }
    };
  }

  private @Nullable Condition known(Attribute attribute, String at, JsonNode list) {
    Set<String> names = values(at, list);
    if (names == null) {
      return null;
    }
    Set<String> keys = new LinkedHashSet<>();
    boolean good = true;
    int i = 0;
    for (String name : names) {
      String key = key(attribute, at + "/" + i++, name);
      good &= key != null;
      if (key != null) {
        keys.add(key);
      }
    }
    return good ? new Condition.Known(attribute, keys, List.copyOf(names)) : null;
  }

  private @Nullable String key(Attribute attribute, String at, String name) {
    return switch (attribute) {
      case SEVERITY ->
          Severity.parse(name)
              .map(severity -> Attribute.key(severity.name()))
              .orElseGet(() -> fault(at, "is no severity; write SEV1 to SEV4"));
      case TIER ->
          tier(name)
              .map(tier -> Attribute.key(tier.name()))
              .orElseGet(() -> fault(at, "is no tier; write TIER_1_CRITICAL, TIER_2 or TIER_3"));
      case SOURCE, SOURCE_TYPE, SERVICE, TEAM ->
          name.isBlank()
              ? fault(at, "is empty; write a name, or leave it out")
              : Attribute.key(name);
    };
  }

  private static Optional<ServiceTier> tier(String name) {
    return Stream.of(ServiceTier.values())
        .filter(tier -> tier.name().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  private @Nullable List<Condition> parts(String at, JsonNode list, int depth) {
    if (!list.isArray() || list.isEmpty()) {
      return fault(at, "is no list of conditions; write at least one, or leave it out");
    }
    List<Condition> parts = new ArrayList<>();
    for (int i = 0; i < list.size() && nodes <= RuleLimits.CONDITION_NODES; i++) {
      Condition part = part(at + "/" + i, list.get(i), depth + 1);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.size() == list.size() ? parts : null;
  }

  private @Nullable Condition matcher(String at, JsonNode value) {
    String text = text(at, value, RuleLimits.MATCHER_LENGTH);
    if (text == null) {
      return null;
    }
    try {
      return new Condition.Matches(Matcher.parse(text));
    } catch (InvalidRuleException e) {
      return fault(at, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Condition cel(String at, JsonNode value) {
    String text = text(at, value, CelExpression.LONGEST);
    if (text == null) {
      return null;
    }
    CelExpression expression = known.get(text);
    if (expression != null) {
      return new Condition.Cel(expression);
    }
    expressions++;
    try {
      expression = CelExpression.compile(text);
      known.put(text, expression);
      compiledSize += expression.size();
      return new Condition.Cel(expression);
    } catch (InvalidCelException e) {
      return fault(at, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Condition label(String at, JsonNode node) {
    String label = text(at + "/label", node.path("label"), RuleLimits.NAME_LENGTH);
    if (node.size() != 2) {
      return fault(
          at,
          "must compare its label once; write one of gt, ge, lt, le, eq or in, and several in all");
    }
    Map.Entry<String, JsonNode> other =
        node.properties().stream()
            .filter(member -> !member.getKey().equals("label"))
            .findFirst()
            .orElseThrow();
    String below = at + "/" + escape(other.getKey());
    if (other.getKey().equals("in")) {
      Set<String> values = values(below, other.getValue());
      return label == null || values == null ? null : new Condition.In(label, values);
    }
    NumberComparison comparison =
        Stream.of(NumberComparison.values())
            .filter(known -> known.member().equals(other.getKey()))
            .findFirst()
            .orElse(null);
    if (comparison == null) {
      return fault(below, "is not known; compare by gt, ge, lt, le, eq or in");
    }
    double bound = other.getValue().isNumber() ? other.getValue().doubleValue() : Double.NaN;
    if (Double.isNaN(bound) || Double.isInfinite(bound)) {
      return fault(below, "is no number; for a text, write a matcher");
    }
    return label == null ? null : new Condition.Compares(label, comparison, bound);
  }

  private @Nullable Set<String> values(String at, JsonNode list) {
    if (!list.isArray() || list.isEmpty() || list.size() > RuleLimits.CONDITION_VALUES) {
      return fault(at, "is no list of 1 to " + RuleLimits.CONDITION_VALUES + " texts; write some");
    }
    Set<String> values = new LinkedHashSet<>();
    boolean good = true;
    for (int i = 0; i < list.size(); i++) {
      JsonNode value = list.get(i);
      // The empty text is that of a missing label.
      String text =
          value.isTextual() && value.textValue().isEmpty()
              ? ""
              : text(at + "/" + i, value, RuleLimits.LABEL_VALUE);
      if (text == null) {
        good = false;
      } else if (!values.add(text)) {
        good = false;
        fault(at + "/" + i, "repeats '" + text + "'; name each value once");
      }
    }
    return good ? values : null;
  }

  private @Nullable String text(String at, JsonNode value, int longest) {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      return fault(at, "is no text, or empty; write a text in quotes");
    }
    String text = value.textValue();
    if (text.length() > longest) {
      return fault(at, "has " + text.length() + " characters; at most " + longest + " are allowed");
    }
    if (text.indexOf('\0') >= 0) {
      return fault(at, "holds the character U+0000; remove it");
    }
    return text;
  }

  private <T> @Nullable T fault(String at, String detail) {
    faults.accept(at, detail);
    return null;
  }

  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
