package dev.imas.core.board;

import dev.imas.core.http.Body;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a sprint. Faults stay in the body.
 *
 * @param given the members that it has
 */
record SprintDraft(
    Set<String> given,
    String name,
    String goal,
    String retrospective,
    @Nullable LocalDate startsOn,
    @Nullable Integer weeks) {

  private static final List<String> MEMBERS =
      List.of("name", "goal", "retrospective", "starts_on", "weeks");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_GOAL = 500;
  private static final int LONGEST_RETROSPECTIVE = 20_000;
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2199;

  SprintDraft {
    given = Set.copyOf(given);
  }

  static SprintDraft planning(Body body) {
    return read(body.only("name", "goal", "starts_on", "weeks"));
  }

  static SprintDraft changing(Body body) {
    body.only(MEMBERS.toArray(String[]::new));
    if (MEMBERS.stream().noneMatch(body::has)) {
      body.fault("", "changes nothing; send at least one of " + String.join(", ", MEMBERS));
    }
    return read(body);
  }

  private static SprintDraft read(Body body) {
    Set<String> given = new HashSet<>();
    MEMBERS.stream().filter(body::has).forEach(given::add);
    return new SprintDraft(
        given,
        body.text("name", LONGEST_NAME, "").strip(),
        body.text("goal", LONGEST_GOAL, "").strip(),
        body.text("retrospective", LONGEST_RETROSPECTIVE, ""),
        date(body),
        body.whole("weeks", 1, BoardDraft.LONGEST_SPRINT));
  }

  private static @Nullable LocalDate date(Body body) {
    String text = body.text("starts_on", 20);
    if (text == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
        return date;
      }
    } catch (DateTimeParseException e) {
      // The same as a day too far away.
    }
    body.fault("/starts_on", "must be a day such as 2026-12-02");
    return null;
  }

  boolean changes(String member) {
    return given.contains(member);
  }

  String nameOver(String before) {
    return changes("name") ? name : before;
  }

  String goalOver(String before) {
    return changes("goal") ? goal : before;
  }

  String retrospectiveOver(String before) {
    return changes("retrospective") ? retrospective : before;
  }

  LocalDate startsOnOver(LocalDate before) {
    return Objects.requireNonNullElse(startsOn, before);
  }

  int weeksOver(int before) {
    return Objects.requireNonNullElse(weeks, before);
  }
}
