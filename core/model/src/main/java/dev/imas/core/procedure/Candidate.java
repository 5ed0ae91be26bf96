package dev.imas.core.procedure;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.BoundedRegex;
import dev.imas.core.rule.InvalidRuleException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An active runbook, as far as choosing one needs it.
 *
 * @param service whose it is; null for all services
 * @param pattern searched for in the name of the alert and in the title; null: it has none
 * @param severities those that it is for, in their order; empty for all
 */
public record Candidate(
    UUID id,
    int version,
    String slug,
    String name,
    @Nullable UUID service,
    @Nullable String pattern,
    List<Severity> severities) {

  public static final int LONGEST_PATTERN = 500;

  /** Instructions of one expression; at worst each runs for each character. */
  private static final int MOST_STEPS = 200;

  private static final int MOST_READ = 2_000;

  public Candidate {
    severities = severities.stream().distinct().sorted().toList();
  }

  /**
   * @throws InvalidRuleException when it cannot be read, or is too large
   */
  public static BoundedRegex compile(String pattern) {
    return BoundedRegex.of(pattern, MOST_STEPS);
  }

  boolean isFor(Severity severity) {
    return severities.isEmpty() || severities.contains(severity);
  }

  boolean isGlobal() {
    return service == null;
  }

  boolean isOf(UUID other) {
    return other.equals(service);
  }

  /** Whether its pattern fits; false without one. */
  boolean fits(Situation situation) {
    if (pattern == null) {
      return false;
    }
    try {
      BoundedRegex regex = compile(pattern);
      return regex.pattern().matcher(beginning(situation.alertName())).find()
          || regex.pattern().matcher(beginning(situation.title())).find();
    } catch (InvalidRuleException e) {
      return false; // another version of IMAS may have accepted it
    }
  }

  private static String beginning(String text) {
    return text.length() <= MOST_READ ? text : text.substring(0, MOST_READ);
  }
}
