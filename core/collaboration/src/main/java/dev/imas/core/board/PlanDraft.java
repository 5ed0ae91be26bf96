package dev.imas.core.board;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of an item for planning it. Faults stay in the body.
 *
 * @param given the members that it has
 * @param sprint by its number; null: none
 */
record PlanDraft(Set<String> given, Planned.Details details, @Nullable Integer sprint) {

  static final List<String> MEMBERS =
      List.of("type", "points", "epic", "labels", "origin", "sprint");

  private static final int MOST_POINTS = 100;
  private static final int LONGEST_EPIC = 80;
  private static final int MOST_LABELS = 10;
  private static final int LONGEST_LABEL = 40;
  private static final int LONGEST_ORIGIN = 500;
  static final int MOST_SPRINTS = 100_000;

  PlanDraft {
    given = Set.copyOf(given);
  }

  static PlanDraft read(Body body) {
    Set<String> given = new HashSet<>();
    MEMBERS.stream().filter(body::has).forEach(given::add);
    return new PlanDraft(
        given,
        new Planned.Details(
            type(body),
            body.whole("points", 0, MOST_POINTS),
            text(body, "epic", LONGEST_EPIC),
            body.texts("labels", MOST_LABELS, LONGEST_LABEL),
            text(body, "origin", LONGEST_ORIGIN)),
        body.whole("sprint", 1, MOST_SPRINTS));
  }

  private static @Nullable String text(Body body, String member, int longest) {
    String text = body.text(member, longest, "").strip();
    return text.isEmpty() ? null : text;
  }

  private static @Nullable BoardItemType type(Body body) {
    JsonNode value = body.present("type");
    if (value == null) {
      return null;
    }
    for (BoardItemType one : BoardItemType.values()) {
      if (one.wireName().equals(value.textValue())) {
        return one;
      }
    }
    body.fault(
        "/type",
        "must be one of "
            + Arrays.stream(BoardItemType.values())
                .map(BoardItemType::wireName)
                .collect(Collectors.joining(", ")));
    return null;
  }

  boolean changes(String member) {
    return given.contains(member);
  }

  /** What the request leaves out stays. */
  Planned.Details over(Planned.Details before) {
    return new Planned.Details(
        changes("type") ? details.type() : before.type(),
        changes("points") ? details.points() : before.points(),
        changes("epic") ? details.epic() : before.epic(),
        changes("labels") ? details.labels() : before.labels(),
        changes("origin") ? details.origin() : before.origin());
  }
}
