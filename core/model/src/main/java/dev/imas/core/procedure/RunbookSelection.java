package dev.imas.core.procedure;

import dev.imas.core.model.Severity;
import dev.imas.core.procedure.Suggestion.Fit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which runbook belongs to an incident (INC-24). One of its service whose pattern fits comes before
 * one of its service without a pattern, and that before one for all services whose pattern fits.
 * Among those, one for fewer severities comes first, and then the order of the slugs decides, so
 * the result never depends on the order in which they are stored.
 *
 * @param chosen the one to attach; null if none fits
 * @param others further ones that people may choose, the best first, at most ten
 */
public record RunbookSelection(@Nullable Suggestion chosen, List<Suggestion> others) {

  static final int MOST_OTHERS = 10;

  private static final Comparator<Suggestion> BEST_FIRST =
      Comparator.comparing(Suggestion::fit)
          .thenComparing(one -> severities(one.runbook()))
          .thenComparing(one -> one.runbook().slug());

  public RunbookSelection {
    others = List.copyOf(others);
  }

  /**
   * @param candidates the active runbooks; those of other services are left out
   */
  public static RunbookSelection of(Collection<Candidate> candidates, Situation situation) {
    List<Suggestion> sorted =
        candidates.stream()
            .filter(one -> one.isGlobal() || one.isOf(situation.service()))
            .map(one -> judge(one, situation))
            .sorted(BEST_FIRST)
            .toList();
    Suggestion best = sorted.isEmpty() ? null : sorted.getFirst();
    Suggestion chosen = best != null && best.fit().isAttached() ? best : null;
    return new RunbookSelection(
        chosen, sorted.stream().skip(chosen == null ? 0 : 1).limit(MOST_OTHERS).toList());
  }

  private static int severities(Candidate runbook) {
    int size = runbook.severities().size();
    return size == 0 ? Severity.values().length : size;
  }

  private static Suggestion judge(Candidate one, Situation situation) {
    String whose =
        one.isGlobal() ? "it is for all services" : "it is for " + situation.serviceName();
    if (!one.isFor(situation.severity())) {
      return new Suggestion(
          one,
          one.isGlobal() ? Fit.GLOBAL : Fit.SAME_SERVICE,
          whose + ", but for " + inWords(one.severities()) + " alone");
    }
    String severity =
        one.severities().isEmpty() ? "" : " and its severities " + inWords(one.severities());
    if (one.pattern() == null) {
      return one.isGlobal()
          ? new Suggestion(one, Fit.GLOBAL, whose + " and has no pattern")
          : new Suggestion(
              one,
              Fit.SERVICE,
              "its service " + situation.serviceName() + severity + fits(severity));
    }
    if (!one.fits(situation)) {
      return new Suggestion(
          one,
          one.isGlobal() ? Fit.GLOBAL : Fit.SAME_SERVICE,
          whose + ", but its pattern " + one.pattern() + " does not fit");
    }
    return one.isGlobal()
        ? new Suggestion(
            one, Fit.GLOBAL_PATTERN, "its pattern " + one.pattern() + severity + fits(severity))
        : new Suggestion(
            one,
            Fit.SERVICE_AND_PATTERN,
            "its service "
                + situation.serviceName()
                + " and its pattern "
                + one.pattern()
                + severity
                + " fit");
  }

  private static String fits(String severity) {
    return severity.isEmpty() ? " fits" : " fit";
  }

  private static String inWords(List<Severity> severities) {
    return severities.stream()
        .map(severity -> "SEV" + severity.number())
        .collect(Collectors.joining(", "));
  }
}
