package dev.imas.core.maintenance;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.planned.PlannedTimesReader;
import dev.imas.core.platform.Computations;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.suppression.SilenceText;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a request writes of a window, checked as far as that goes without the database.
 *
 * @param matchers in their canonical form, sorted; empty: all alerts of its services
 * @param services whose alerts alone are hidden; empty: those of all
 */
record MaintenanceDraft(
    String name,
    String comment,
    List<String> matchers,
    List<Reference> services,
    PlannedTimes times,
    boolean hidesSev1,
    boolean isActive) {

  static final int LONGEST_NAME = 150;
  static final int MOST_SERVICES = 100;

  MaintenanceDraft {
    matchers = List.copyOf(matchers);
    services = List.copyOf(services);
  }

  /** What a window hides, and why. */
  record Scope(String comment, List<String> matchers, List<Reference> services, boolean hidesSev1) {

    static Scope read(Body body) {
      List<String> matchers = matchers(body);
      List<Reference> services = services(body);
      if (matchers.isEmpty() && services.isEmpty()) {
        body.fault("/services", "or /matchers must say whose alerts are muted");
      }
      return new Scope(
          body.requiredText("comment", SilenceText.LONGEST_COMMENT),
          matchers,
          services,
          body.flag("hides_sev1", false));
    }

    private static List<String> matchers(Body body) {
      List<String> texts =
          body.exactTexts("matchers", RuleLimits.MATCHERS_PER_RULE, RuleLimits.MATCHER_LENGTH);
      List<Matcher> matchers = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        try {
          matchers.add(Matcher.parse(texts.get(i)));
        } catch (InvalidRuleException e) {
          body.fault(
              "/matchers/" + i, "is no matcher such as team=\"payments\": " + e.getMessage());
        }
      }
      if (!matchers.isEmpty() && matchers.size() == texts.size()) {
        SilenceText.fault(matchers).ifPresent(fault -> body.fault("/matchers", fault));
      }
      return SilenceText.canonical(matchers);
    }

    private static List<Reference> services(Body body) {
      return body.texts("services", MOST_SERVICES, 200).stream()
          .map(text -> Reference.of(text.strip()))
          .toList();
    }
  }

  /**
   * @param computations where a recurrence is looked at
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static MaintenanceDraft read(Body body, Computations.Share computations) {
    body.only(
        "name",
        "comment",
        "matchers",
        "services",
        "starts_at",
        "time_zone",
        "duration",
        "ends_by_clock",
        "recurrence",
        "except",
        "hides_sev1",
        "is_active");
    String name = body.requiredText("name", LONGEST_NAME);
    Scope scope = Scope.read(body);
    PlannedTimes times = PlannedTimesReader.withLength(body, computations);
    boolean isActive = body.flag("is_active", true);
    body.throwIfFaulty();
    return of(name, scope, times, isActive);
  }

  static MaintenanceDraft of(String name, Scope scope, PlannedTimes times, boolean isActive) {
    return new MaintenanceDraft(
        name, scope.comment, scope.matchers, scope.services, times, scope.hidesSev1, isActive);
  }

  /** The occurrences that are left out, ascending. */
  List<LocalDateTime> except() {
    return List.copyOf(new TreeSet<>(times.except()));
  }
}
