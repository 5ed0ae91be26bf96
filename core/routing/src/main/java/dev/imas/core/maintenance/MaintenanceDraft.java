package dev.imas.core.maintenance;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.ical.CalendarReader;
import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.model.StepBudget;
import dev.imas.core.platform.Computations;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.suppression.SilenceText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
    WindowTimes times,
    boolean hidesSev1,
    boolean isActive) {

  static final int LONGEST_NAME = 150;
  static final int MOST_SERVICES = 100;
  static final int MOST_EXCEPT = 500;
  static final Duration LONGEST = Duration.ofDays(366);

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
    LocalDateTime start = localOf(body, "/starts_at", body.requiredText("starts_at", 30));
    WindowTimes times =
        new WindowTimes(
            start,
            zone(body),
            length(body),
            body.flag("ends_by_clock", false),
            recurrence(body, start, computations),
            except(body));
    boolean isActive = body.flag("is_active", true);
    body.throwIfFaulty();
    return of(name, scope, times, isActive);
  }

  static MaintenanceDraft of(String name, Scope scope, WindowTimes times, boolean isActive) {
    return new MaintenanceDraft(
        name, scope.comment, scope.matchers, scope.services, times, scope.hidesSev1, isActive);
  }

  private static LocalDateTime localOf(Body body, String pointer, String text) {
    if (!text.isEmpty()) {
      try {
        LocalDateTime read = LocalDateTime.parse(text.strip());
        int year = read.getYear();
        if (read.equals(read.truncatedTo(ChronoUnit.SECONDS)) && year >= 1970 && year < 10_000) {
          return read;
        }
      } catch (DateTimeException e) {
        // told below
      }
      body.fault(
          pointer,
          "is no time by the wall clock of time_zone, such as 2026-12-05T02:00, without an offset");
    }
    return LocalDateTime.MIN;
  }

  private static ZoneId zone(Body body) {
    String text = body.requiredText("time_zone", 60);
    if (!text.isEmpty()) {
      try {
        return ZoneId.of(text.strip());
      } catch (DateTimeException e) {
        body.fault("/time_zone", "is not a time zone such as Europe/Paris");
      }
    }
    return ZoneOffset.UTC;
  }

  private static Duration length(Body body) {
    String text = body.requiredText("duration", 40);
    if (!text.isEmpty()) {
      try {
        Duration length = Duration.parse(text.strip());
        if (isLength(length)) {
          return length;
        }
      } catch (DateTimeException e) {
        // told below
      }
      body.fault("/duration", "must be a duration in whole seconds of at most 366 days, as PT2H");
    }
    return Duration.ofSeconds(1);
  }

  static boolean isLength(Duration length) {
    return length.isPositive() && length.compareTo(LONGEST) <= 0 && length.getNano() == 0;
  }

  private static @Nullable CalendarRecurrence recurrence(
      Body body, LocalDateTime start, Computations.Share computations) {
    String text = body.text("recurrence", CalendarRecurrence.LONGEST);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return computations.call(() -> recurrence(text, start));
    } catch (IllegalArgumentException e) {
      body.fault("/recurrence", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static CalendarRecurrence recurrence(String text, LocalDateTime start) {
    CalendarRecurrence recurrence = CalendarRecurrence.parse(text);
    if (!start.equals(LocalDateTime.MIN)) {
      recurrence.checkComesFrom(start, new StepBudget(CalendarReader.MOST_STEPS));
    }
    return recurrence;
  }

  private static Set<LocalDateTime> except(Body body) {
    Set<LocalDateTime> except = new HashSet<>();
    List<String> texts = body.texts("except", MOST_EXCEPT, 30);
    for (int i = 0; i < texts.size(); i++) {
      except.add(localOf(body, "/except/" + i, texts.get(i)));
    }
    return except;
  }

  /** The occurrences that are left out, ascending. */
  List<LocalDateTime> except() {
    return List.copyOf(new TreeSet<>(times.except()));
  }
}
