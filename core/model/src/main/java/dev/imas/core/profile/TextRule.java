package dev.imas.core.profile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a text is made of a body. A rule that finds nothing, or only white space, gives no text. */
public sealed interface TextRule {

  /** What stands there: scalars as they are written, objects and lists as compact JSON. */
  record At(Pointer pointer) implements TextRule {}

  /**
   * The value that a set of names and values has under this name; of equal names the last counts.
   */
  record Named(SenderProfile.PairSet set, String name) implements TextRule {}

  /** Always this text. */
  record Literal(String text) implements TextRule {}

  /** The parts one after another; no text where one of them gives none. */
  record Template(List<TextRule> parts) implements TextRule {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /** The first that gives a text. */
  record FirstOf(List<TextRule> rules) implements TextRule {
    public FirstOf {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A text that is looked at more closely.
   *
   * @param not texts that count as none, in lower case
   * @param find an RE2 expression: the text becomes its first group, or the whole match where it
   *     has no group; no text where it is not found within the first {@value #LONGEST_SEARCHED}
   *     characters
   * @param words what a text becomes, by the text in lower case; others stay
   */
  record Refined(TextRule of, Set<String> not, @Nullable String find, Map<String, String> words)
      implements TextRule {

    /** How many characters of a text an expression looks at. */
    public static final int LONGEST_SEARCHED = 2_000;

    public Refined {
      not = Set.copyOf(not);
      words = Map.copyOf(words);
    }
  }
}
