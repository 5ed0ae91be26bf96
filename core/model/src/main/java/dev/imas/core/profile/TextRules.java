package dev.imas.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.rule.BoundedRegex;
import dev.imas.core.rule.InvalidRuleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules for texts. A text that begins with a slash is a pointer; one with {@code {/pointer}}
 * in it is a template; any other is itself. A list gives the first of its rules that finds a text.
 * An object looks at a text more closely.
 */
final class TextRules {

  private static final Set<String> MEMBERS = Set.of("of", "not", "find", "words");
  private static final Set<String> MEMBERS_OF_NAMED = Set.of("at", "named", "key", "value");

  private final SenderProfile.Faults faults;
  private final List<Pointer> pointers = new ArrayList<>();
  private int counted;
  private int expressions;

  TextRules(SenderProfile.Faults faults) {
    this.faults = faults;
  }

  /** The pointers that were read since the last call. */
  List<Pointer> takePointers() {
    List<Pointer> read = List.copyOf(pointers);
    pointers.clear();
    return read;
  }

  /** Counts these as read since the last call, beside what is read from now on. */
  void give(List<Pointer> read) {
    pointers.addAll(read);
  }

  @Nullable TextRule read(String at, JsonNode value) {
    return read(at, value, 0);
  }

  private @Nullable TextRule read(String at, JsonNode value, int depth) {
    if (depth > ProfileLimits.DEPTH) {
      faults.add(at, "is nested too deeply; use at most " + ProfileLimits.DEPTH + " levels");
      return null;
    }
    if (value.isTextual()) {
      return text(at, value.textValue());
    }
    if (value.isArray()) {
      return list(at, value, depth);
    }
    if (value.isObject()) {
      return value.has("named") ? named(at, value) : refined(at, value, depth);
    }
    faults.add(at, "must be a pointer such as /alert/name, a text, a list of these, or an object");
    return null;
  }

  private @Nullable TextRule list(String at, JsonNode value, int depth) {
    if (value.isEmpty() || value.size() > ProfileLimits.ALTERNATIVES) {
      faults.add(at, "must have 1 to " + ProfileLimits.ALTERNATIVES + " entries");
      return null;
    }
    List<TextRule> rules = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      TextRule rule = read(at + "/" + i, value.get(i), depth + 1);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return new TextRule.FirstOf(rules);
  }

  private @Nullable TextRule named(String at, JsonNode value) {
    known(at, value, MEMBERS_OF_NAMED, "at, named, key, value");
    JsonNode name = value.get("named");
    if (!name.isTextual()
        || name.textValue().isBlank()
        || name.textValue().length() > ProfileLimits.TEXT) {
      faults.add(
          at + "/named", "must be a name of 1 to " + ProfileLimits.TEXT + " characters of the set");
      return null;
    }
    Pointer set = pointer(at + "/at", value.path("at").textValue());
    Pointer key = within(at + "/key", value.get("key"), "/key");
    List<Pointer> values = values(at + "/value", value.get("value"));
    return set == null || key == null || values.isEmpty()
        ? null
        : new TextRule.Named(
            new SenderProfile.PairSet(set, key, values, ":", ""), name.textValue());
  }

  /**
   * Reads where an object of a set has its value: one place, or a list of which the first counts.
   */
  List<Pointer> values(String at, @Nullable JsonNode value) {
    List<Pointer> read = new ArrayList<>();
    if (value != null && value.isArray()) {
      if (value.isEmpty() || value.size() > ProfileLimits.ALTERNATIVES) {
        faults.add(at, "must have 1 to " + ProfileLimits.ALTERNATIVES + " entries");
      }
      for (int i = 0; i < Math.min(value.size(), ProfileLimits.ALTERNATIVES); i++) {
        add(read, within(at + "/" + i, value.get(i), "/value"));
      }
    } else {
      add(read, within(at, value, "/value"));
    }
    return read;
  }

  private static void add(List<Pointer> to, @Nullable Pointer pointer) {
    if (pointer != null) {
      to.add(pointer);
    }
  }

  /** Reads a pointer within an object of a set. */
  @Nullable Pointer within(String at, @Nullable JsonNode value, String usual) {
    Pointer pointer = value == null ? Pointer.of(usual) : pointerApart(at, value.textValue());
    if (pointer != null && pointer.path().contains(Pointer.EACH)) {
      faults.add(at, "must lead to one text, without *");
      return null;
    }
    return pointer;
  }

  private void known(String at, JsonNode value, Set<String> members, String listed) {
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                faults.add(at + "/" + escaped(name), "is not known; the members are " + listed);
              }
            });
  }

  private @Nullable TextRule refined(String at, JsonNode value, int depth) {
    known(at, value, MEMBERS, "of, not, find, words");
    JsonNode of = value.get("of");
    if (of == null) {
      faults.add(at + "/of", "must say which text is looked at");
      return null;
    }
    TextRule read = read(at + "/of", of, depth + 1);
    Set<String> not =
        value.has("not") ? words(at + "/not", value.get("not"), new HashSet<>()) : Set.of();
    String find = value.has("find") ? expression(at + "/find", value.get("find")) : null;
    Map<String, String> words = new HashMap<>();
    if (value.has("words")) {
      mapped(at + "/words", value.get("words"))
          .forEach((word, text) -> words.put(word, text.asText()));
    }
    return read == null ? null : new TextRule.Refined(read, not, find, words);
  }

  private @Nullable String expression(String at, JsonNode value) {
    if (!value.isTextual() || ++expressions > ProfileLimits.EXPRESSIONS) {
      faults.add(
          at,
          value.isTextual()
              ? "is one expression too many; a profile may have " + ProfileLimits.EXPRESSIONS
              : "must be an RE2 expression, such as ^(.*) is down$");
      return null;
    }
    try {
      BoundedRegex.of(value.textValue(), ProfileLimits.EXPRESSION_STEPS);
      return value.textValue();
    } catch (InvalidRuleException e) {
      faults.add(at, "must be an RE2 expression: " + e.getMessage());
      return null;
    }
  }

  private @Nullable TextRule text(String at, String text) {
    if (text.length() > ProfileLimits.TEXT || text.indexOf(0) >= 0 || text.isBlank()) {
      faults.add(at, "must be a text of 1 to " + ProfileLimits.TEXT + " characters without U+0000");
      return null;
    }
    if (text.startsWith("/")) {
      Pointer pointer = pointer(at, text);
      return pointer == null ? null : new TextRule.At(pointer);
    }
    return text.contains("{/") ? template(at, text) : new TextRule.Literal(text);
  }

  private @Nullable TextRule template(String at, String text) {
    List<TextRule> parts = new ArrayList<>();
    int from = 0;
    int open;
    while ((open = text.indexOf("{/", from)) >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        faults.add(at, "has a { without a }; write {/pointer}");
        return null;
      }
      if (open > from) {
        parts.add(new TextRule.Literal(text.substring(from, open)));
      }
      Pointer pointer = pointer(at, text.substring(open + 1, close));
      if (pointer == null) {
        return null;
      }
      parts.add(new TextRule.At(pointer));
      from = close + 1;
    }
    if (from < text.length()) {
      parts.add(new TextRule.Literal(text.substring(from)));
    }
    return new TextRule.Template(parts);
  }

  /** Reads a pointer, and remembers it. */
  @Nullable Pointer pointer(String at, @Nullable String text) {
    Pointer pointer = pointerApart(at, text);
    if (pointer != null) {
      pointers.add(pointer);
    }
    return pointer;
  }

  /** Reads a pointer that does not begin at the body's root, or is no place that a text is in. */
  @Nullable Pointer pointerApart(String at, @Nullable String text) {
    if (text == null || !text.startsWith("/") || text.length() > ProfileLimits.TEXT) {
      faults.add(at, "must be a pointer such as /alert/name");
      return null;
    }
    Pointer pointer = Pointer.of(text);
    long lists = pointer.path().stream().filter(Pointer.EACH::equals).count();
    if (pointer.path().size() > ProfileLimits.POINTER_PARTS || lists > ProfileLimits.LISTS) {
      faults.add(
          at,
          "may have "
              + ProfileLimits.POINTER_PARTS
              + " parts, of which "
              + ProfileLimits.LISTS
              + " are *");
      return null;
    }
    if (++counted > ProfileLimits.POINTERS) {
      faults.add(at, "is one pointer too many; a profile may have " + ProfileLimits.POINTERS);
      return null;
    }
    return pointer;
  }

  /** Reads a list of words, in lower case. */
  Set<String> words(String at, JsonNode value, Set<String> into) {
    if (!value.isArray() || value.isEmpty() || value.size() > ProfileLimits.WORDS) {
      faults.add(at, "must be a list of 1 to " + ProfileLimits.WORDS + " words");
      return into;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode word = value.get(i);
      if (word.isValueNode() && !word.isNull() && word.asText().length() <= ProfileLimits.TEXT) {
        into.add(folded(word.asText()));
      } else {
        faults.add(at + "/" + i, "must be a text of at most " + ProfileLimits.TEXT + " characters");
      }
    }
    return into;
  }

  /** Reads an object of texts by word, in lower case. */
  Map<String, JsonNode> mapped(String at, JsonNode value) {
    Map<String, JsonNode> read = new HashMap<>();
    if (!value.isObject() || value.isEmpty() || value.size() > ProfileLimits.WORDS) {
      faults.add(at, "must be an object of 1 to " + ProfileLimits.WORDS + " words");
      return read;
    }
    for (Map.Entry<String, JsonNode> e : value.properties()) {
      if (!e.getValue().isTextual()
          || e.getKey().length() > ProfileLimits.TEXT
          || e.getValue().textValue().length() > ProfileLimits.TEXT) {
        faults.add(
            at + "/" + escaped(e.getKey()),
            "must be a text of at most " + ProfileLimits.TEXT + " characters");
      } else {
        read.put(folded(e.getKey()), e.getValue());
      }
    }
    return read;
  }

  static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
