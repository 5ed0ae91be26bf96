package dev.imas.gateway.sender.profile;

import dev.imas.core.profile.ProfileLimits;
import dev.imas.core.profile.TextRule;
import dev.imas.core.rule.BoundedRegex;
import dev.imas.gateway.decode.BodyRefused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled rule for a text. */
sealed interface TextReader {

  /** Null where there is no text, or only white space. */
  @Nullable String read(Frame frame, Spent spent) throws BodyRefused;

  /** What the expressions of a profile have cost for one body. */
  final class Spent {

    /** About half a second. */
    private static final long MOST_STEPS = 50_000_000;

    private long steps;

    /** Characters that are copied for alerts, together. */
    private static final long MOST_COPIED = 64 << 20;

    private long copied;

    /** Counts characters that an alert copies, or shares with all others of its body. */
    void copy(long characters) throws BodyRefused {
      copied += characters;
      if (copied > MOST_COPIED) {
        throw BodyRefused.shape(
            "", "the alerts of this body would need too many copies of its texts; post fewer", -1);
      }
    }

    void spend(long more) throws BodyRefused {
      steps += more;
      if (steps > MOST_STEPS) {
        throw BodyRefused.shape(
            "", "the expressions of this profile take too long for so many alerts at once", -1);
      }
    }
  }

  /**
   * @param ups how many levels up from the alert the text was read
   */
  record Slot(int ups, int number) implements TextReader {
    @Override
    public @Nullable String read(Frame frame, Spent spent) throws BodyRefused {
      Frame at = frame;
      for (int i = 0; i < ups; i++) {
        at = Objects.requireNonNull(at.parent);
      }
      String text = at.texts[number];
      if (text == null || text.isBlank()) {
        return null;
      }
      if (ups > 0) {
        spent.copy(text.length());
      }
      return text;
    }
  }

  /** What a set of pairs has under a name. */
  record Named(ShapePlan.SetAt set, String name) implements TextReader {
    @Override
    public @Nullable String read(Frame frame, Spent spent) throws BodyRefused {
      List<String> pairs = set.of(frame, spent);
      for (int i = pairs == null ? 0 : pairs.size(); i > 0; i -= 2) {
        if (Objects.requireNonNull(pairs).get(i - 2).equals(name) && !pairs.get(i - 1).isBlank()) {
          return pairs.get(i - 1);
        }
      }
      return null;
    }
  }

  record Fixed(String text) implements TextReader {
    @Override
    public String read(Frame frame, Spent spent) {
      return text;
    }
  }

  record Joined(List<TextReader> parts) implements TextReader {
    @Override
    public @Nullable String read(Frame frame, Spent spent) throws BodyRefused {
      StringBuilder text = new StringBuilder();
      for (TextReader part : parts) {
        String read = part.read(frame, spent);
        if (read == null) {
          return null;
        }
        spent.copy(read.length());
        text.append(read);
      }
      return text.toString();
    }
  }

  record First(List<TextReader> readers) implements TextReader {
    @Override
    public @Nullable String read(Frame frame, Spent spent) throws BodyRefused {
      for (TextReader reader : readers) {
        String read = reader.read(frame, spent);
        if (read != null) {
          return read;
        }
      }
      return null;
    }
  }

  record Refined(
      TextReader of, Set<String> not, @Nullable BoundedRegex find, Map<String, String> words)
      implements TextReader {

    @Override
    public @Nullable String read(Frame frame, Spent spent) throws BodyRefused {
      String text = of.read(frame, spent);
      if (text == null || (!not.isEmpty() && not.contains(folded(text)))) {
        return null;
      }
      if (find != null) {
        String searched =
            text.length() <= TextRule.Refined.LONGEST_SEARCHED
                ? text
                : text.substring(0, TextRule.Refined.LONGEST_SEARCHED);
        spent.spend((long) searched.length() * find.steps());
        text = find.find(searched);
        if (text == null || text.isBlank()) {
          return null;
        }
      }
      return words.isEmpty() ? text : words.getOrDefault(folded(text), text);
    }
  }

  /** As words of a profile are written. */
  static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * @param expression checked by core when the profile was stored
   */
  static BoundedRegex compiled(String expression) {
    return BoundedRegex.of(expression, ProfileLimits.EXPRESSION_STEPS);
  }
}
