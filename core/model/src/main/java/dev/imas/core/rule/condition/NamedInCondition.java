package dev.imas.core.rule.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A thing that a rule's condition names.
 *
 * @param attribute what kind of thing
 * @param name as it is written
 * @param pointer into the rule, such as {@code /when/all/0/service/1}
 */
public record NamedInCondition(Attribute attribute, String name, String pointer) {

  /**
   * All of a condition, in the order written. What is no valid condition is left out: {@link
   * ConditionReader} says what is wrong with it.
   */
  public static List<NamedInCondition> of(@Nullable JsonNode when) {
    List<NamedInCondition> named = new ArrayList<>();
    add(named, "/when", when, 1);
    return named;
  }

  /** What a condition asks for beside labels and time. */
  public static Set<Attribute> attributes(@Nullable JsonNode when) {
    Set<Attribute> asked = new TreeSet<>();
    of(when).forEach(one -> asked.add(one.attribute));
    return asked;
  }

  private static void add(
      List<NamedInCondition> named, String at, @Nullable JsonNode node, int depth) {
    if (node == null || !node.isObject() || depth > ConditionReader.DEEPEST_READ) {
      return;
    }
    node.properties()
        .forEach(
            member -> {
              String below = at + "/" + ConditionReader.escape(member.getKey());
              Optional<Attribute> attribute = Attribute.of(member.getKey());
              if (attribute.isPresent()) {
                addNames(named, attribute.get(), below, member.getValue());
              } else if (member.getKey().equals("not")) {
                add(named, below, member.getValue(), depth + 1);
              } else if (member.getKey().equals("all") || member.getKey().equals("any")) {
                for (int i = 0; i < member.getValue().size(); i++) {
                  add(named, below + "/" + i, member.getValue().get(i), depth + 1);
                }
              }
            });
  }

  private static void addNames(
      List<NamedInCondition> named, Attribute attribute, String at, JsonNode list) {
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (list.get(i).isTextual()) {
        named.add(new NamedInCondition(attribute, list.get(i).textValue(), at + "/" + i));
      }
    }
  }
}
