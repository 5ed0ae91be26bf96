package dev.imas.core.suppression;

import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import dev.imas.core.rule.RuleLimits;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the matchers of silences and inhibit rules may be, and how they are kept. */
public final class SilenceText {

  /** Silences of a tenant that are in force or to come. */
  public static final int MOST_SILENCES = 5_000;

  public static final int LONGEST_COMMENT = 2_000;
  public static final int LONGEST_AUTHOR = 200;

  private static final Pattern IN_EXPRESSIONS = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

  private SilenceText() {}

  /** What is wrong with them, in Alertmanager's words; empty if nothing is. */
  public static Optional<String> fault(List<Matcher> matchers) {
    if (matchers.isEmpty()) {
      return Optional.of("at least one matcher required");
    }
    if (matchers.size() > RuleLimits.MATCHERS_PER_RULE) {
      return Optional.of("at most " + RuleLimits.MATCHERS_PER_RULE + " matchers are allowed");
    }
    return matchers.stream().allMatch(m -> m.matchesValue(""))
        ? Optional.of("at least one matcher must not match the empty string")
        : Optional.empty();
  }

  /** Stands for services where only matchers are read: see {@link Silence.Work#SERVICE_LABEL}. */
  public static Matcher ofServices(Collection<String> names) {
    return Matcher.of(
        Silence.Work.SERVICE_LABEL,
        Operator.MATCHES,
        names.stream()
            .map(name -> IN_EXPRESSIONS.matcher(name).replaceAll("\\\\$0"))
            .collect(Collectors.joining("|")));
  }

  /** In canonical form and sorted, so that equal matchers are equal texts. */
  public static List<String> canonical(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).distinct().sorted().toList();
  }
}
