package dev.imas.core.board;

import dev.imas.core.board.Board.OverLimit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import org.jspecify.annotations.Nullable;

/** What a request writes of a board, whose form is right. */
record BoardDraft(
    String name,
    Reference team,
    @Nullable Integer plannedLimit,
    @Nullable Integer inProgressLimit,
    OverLimit overLimit,
    int sprintWeeks,
    boolean plansAhead) {

  static final int LONGEST_SPRINT = 4;
  private static final int LONGEST_NAME = 200;
  private static final int USUAL_SPRINT = 2;
  private static final int MOST = 500;

  static BoardDraft read(Body body) {
    body.only(
        "name",
        "team",
        "planned_limit",
        "in_progress_limit",
        "over_limit",
        "sprint_weeks",
        "plans_ahead");
    BoardDraft draft =
        new BoardDraft(
            body.requiredText("name", LONGEST_NAME).strip(),
            body.requiredReference("team"),
            body.whole("planned_limit", 1, MOST),
            body.whole("in_progress_limit", 1, MOST),
            overLimit(body),
            body.whole("sprint_weeks", 1, LONGEST_SPRINT, USUAL_SPRINT),
            body.flag("plans_ahead", false));
    body.throwIfFaulty();
    return draft;
  }

  private static OverLimit overLimit(Body body) {
    String text = body.text("over_limit", 20);
    if (text == null) {
      return OverLimit.WARN;
    }
    for (OverLimit one : OverLimit.values()) {
      if (one.wireName().equals(text)) {
        return one;
      }
    }
    body.fault("/over_limit", "must be refuse or warn");
    return OverLimit.WARN;
  }
}
