package dev.imas.core.tag;

import dev.imas.core.incident.Incident;
import dev.imas.core.rule.BoundedRegex;
import dev.imas.core.rule.InvalidRuleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tags whose patterns fit an incident, and keeps the expressions that were compiled last.
 * Thread-safe.
 */
final class TagPatterns {

  /** Instructions of one expression; at worst each runs for each character. */
  private static final int MOST_STEPS = 200;

  /** Of the description: its beginning says what has happened. */
  private static final int DESCRIPTION_READ = 2_000;

  private static final int KEPT = 2_000;

  private final Map<String, BoundedRegex> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BoundedRegex> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @throws InvalidRuleException when it cannot be read, or is too large
   */
  static BoundedRegex compile(String pattern) {
    return BoundedRegex.of(pattern, MOST_STEPS);
  }

  /**
   * @param service the name of the incident's service; null if it is not known
   * @return in the order of the tags
   */
  List<Tag> fitting(List<Tag> tags, Incident incident, @Nullable String service) {
    return tags.stream().filter(tag -> fits(tag.pattern(), incident, service)).toList();
  }

  private boolean fits(@Nullable String pattern, Incident incident, @Nullable String service) {
    BoundedRegex regex = pattern == null ? null : compiled(pattern);
    return regex != null
        && (regex.pattern().matcher(incident.title()).find()
            || regex.pattern().matcher(beginning(incident.description())).find()
            || service != null && regex.pattern().matcher(service).find()
            || regex.pattern().matcher(incident.severity().name()).find());
  }

  private static String beginning(String text) {
    return text.length() <= DESCRIPTION_READ ? text : text.substring(0, DESCRIPTION_READ);
  }

  private @Nullable BoundedRegex compiled(String pattern) {
    synchronized (compiled) {
      BoundedRegex there = compiled.get(pattern);
      if (there != null) {
        return there;
      }
    }
    try {
      BoundedRegex made = compile(pattern);
      synchronized (compiled) {
        compiled.put(pattern, made);
      }
      return made;
    } catch (InvalidRuleException e) {
      return null; // an earlier version of IMAS may have accepted it
    }
  }
}
