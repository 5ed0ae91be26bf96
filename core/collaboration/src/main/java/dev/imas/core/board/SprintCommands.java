package dev.imas.core.board;

import dev.imas.core.board.BoardRepository.Change;
import dev.imas.core.board.PlannedRepository.State;
import dev.imas.core.http.Constraints;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people do about sprints, under the lock of their board. Only on a virtual thread. */
final class SprintCommands {

  private static final int MOST_PLANNED = 20;

  private final SprintRepository sprints;
  private final PlannedRepository planned;
  private final SprintReports reports;
  private final BoardCommands boards;
  private final SprintCadence cadence;

  SprintCommands(
      SprintRepository sprints,
      PlannedRepository planned,
      SprintReports reports,
      BoardCommands boards,
      SprintCadence cadence) {
    this.sprints = sprints;
    this.planned = planned;
    this.reports = reports;
    this.boards = boards;
    this.cadence = cadence;
  }

  /** Where the unfinished items of a closed sprint go. */
  enum Unfinished {
    NEXT_SPRINT,
    BACKLOG;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A sprint after the last one, in which nothing is planned yet. */
  Sprint plan(Tx tx, Board board, SprintDraft draft) {
    boards.change(tx, board.id());
    Sprint last = sprints.last(tx, board.id()).orElse(null);
    LocalDate today = reports.today(tx, boards.now());
    LocalDate usual = last == null || last.endsOn().isBefore(today) ? today : last.endsOn();
    LocalDate startsOn = draft.startsOnOver(usual);
    mustBeginAfter(last, startsOn);
    if (sprints.planned(tx, board.id()) >= MOST_PLANNED) {
      throw Fault.conflict(
          board.name() + " has " + MOST_PLANNED + " planned sprints, which is the limit");
    }
    return insert(
        tx,
        board,
        last == null ? 1 : last.number() + 1,
        draft.name(),
        draft.goal(),
        startsOn,
        draft.weeksOver(board.sprintWeeks()));
  }

  private Sprint insert(
      Tx tx, Board board, int number, String name, String goal, LocalDate startsOn, int weeks) {
    sprints.insert(
        tx,
        UuidV7.at(boards.now().toEpochMilli()),
        board.id(),
        number,
        name,
        goal,
        startsOn,
        weeks);
    cadence.aim(tx, board);
    return existing(tx, board, number);
  }

  Sprint existing(Tx tx, Board board, int number) {
    return sprints
        .find(tx, board.id(), number)
        .orElseThrow(() -> Fault.notFound(board.name() + " has no sprint " + number));
  }

  private static void mustBeginAfter(@Nullable Sprint before, LocalDate startsOn) {
    if (before != null && !before.is(Sprint.State.CLOSED) && startsOn.isBefore(before.endsOn())) {
      throw Fault.invalid(
          "/starts_on",
          "/starts_on: "
              + before.inWords()
              + " ends on "
              + before.endsOn()
              + "; begin then, or later");
    }
  }

  Sprint change(Tx tx, Board board, int number, SprintDraft draft, int version) {
    boards.change(tx, board.id());
    Sprint before = existing(tx, board, number);
    if (before.version() != version) {
      throw Constraints.overtaken();
    }
    LocalDate startsOn = draft.startsOnOver(before.startsOn());
    int weeks = draft.weeksOver(before.weeks());
    if (!startsOn.equals(before.startsOn()) || weeks != before.weeks()) {
      if (!before.is(Sprint.State.PLANNED)) {
        throw Fault.conflict(
            before.inWords() + " has begun, so its days stay; change its name or its goal");
      }
      mustBeginAfter(sprints.previous(tx, board.id(), number).orElse(null), startsOn);
      Sprint next = sprints.next(tx, board.id(), number).orElse(null);
      if (next != null && next.startsOn().isBefore(startsOn.plusWeeks(weeks))) {
        throw Fault.invalid(
            "/starts_on",
            "/starts_on: "
                + next.inWords()
                + " begins on "
                + next.startsOn()
                + ", before this one would end; change that one first");
      }
    }
    sprints.update(
        tx,
        before.id(),
        draft.nameOver(before.name()),
        draft.goalOver(before.goal()),
        draft.retrospectiveOver(before.retrospective()),
        startsOn,
        weeks);
    cadence.aim(tx, board);
    return existing(tx, board, number);
  }

  Sprint start(Tx tx, Board board, int number) {
    Change change = boards.change(tx, board.id());
    Sprint sprint = existing(tx, board, number);
    if (!sprint.is(Sprint.State.PLANNED)) {
      throw Fault.conflict(sprint.inWords() + " has begun already");
    }
    Sprint active = sprints.active(tx, board.id()).orElse(null);
    if (active != null) {
      throw Fault.conflict(active.inWords() + " is active; close it first");
    }
    if (!reports.today(tx, change.at()).isBefore(sprint.endsOn())) {
      throw Fault.conflict(
          sprint.inWords() + " would have ended on " + sprint.endsOn() + "; change its days first");
    }
    sprints.start(tx, sprint.id(), change.at());
    return existing(tx, board, number);
  }

  /** Ends the active sprint. What its report says then stays. */
  Sprint close(Tx tx, Board board, int number, Unfinished unfinished) {
    Change change = boards.change(tx, board.id());
    Sprint sprint = existing(tx, board, number);
    Instant from = sprint.startedAt();
    if (!sprint.is(Sprint.State.ACTIVE) || from == null) {
      throw Fault.conflict(
          sprint.inWords()
              + (sprint.is(Sprint.State.CLOSED) ? " is closed already" : " has not begun"));
    }
    SprintReport report = reports.made(tx, sprint, from, change.at());
    sprints.close(
        tx, sprint.id(), change.at(), report.burndown().done().points(), Json.write(report));
    List<Planned> left = planned.openOf(tx, sprint.id());
    if (!left.isEmpty()) {
      Sprint next = unfinished == Unfinished.BACKLOG ? null : following(tx, board, sprint);
      planned.moveTo(tx, left, next == null ? null : next.id());
      planned.log(
          tx,
          board.id(),
          boards.change(tx, board.id()),
          left,
          next == null ? null : next.id(),
          State.OPEN);
    }
    return existing(tx, board, number);
  }

  private Sprint following(Tx tx, Board board, Sprint closed) {
    return sprints
        .next(tx, board.id(), closed.number())
        .orElseGet(() -> planAfter(tx, board, closed));
  }

  /** The one that follows the last, as long as the board says. It does not lie in the past. */
  Sprint planAfter(Tx tx, Board board, Sprint last) {
    LocalDate today = reports.today(tx, boards.now());
    LocalDate startsOn = last.endsOn();
    while (!startsOn.plusWeeks(board.sprintWeeks()).isAfter(today)) {
      startsOn = startsOn.plusWeeks(board.sprintWeeks());
    }
    return insert(tx, board, last.number() + 1, "", "", startsOn, board.sprintWeeks());
  }

  /** Removes a sprint that has not begun; its items are in the backlog then. */
  Sprint remove(Tx tx, Board board, int number) {
    Change change = boards.change(tx, board.id());
    Sprint sprint = existing(tx, board, number);
    if (!sprint.is(Sprint.State.PLANNED)) {
      throw Fault.conflict(sprint.inWords() + " has begun, so it stays");
    }
    List<Planned> open = planned.openOf(tx, sprint.id());
    planned.moveTo(tx, open, null);
    planned.log(tx, board.id(), change, open, null, State.OPEN);
    sprints.delete(tx, sprint.id());
    cadence.aim(tx, board);
    return sprint;
  }

  static Unfinished unfinished(String text) {
    for (Unfinished one : Unfinished.values()) {
      if (Objects.equals(one.wireName(), text)) {
        return one;
      }
    }
    throw Fault.invalid("/unfinished", "/unfinished: must be next_sprint or backlog");
  }
}
