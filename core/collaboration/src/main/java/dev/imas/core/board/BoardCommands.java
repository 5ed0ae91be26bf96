package dev.imas.core.board;

import dev.imas.core.access.Permission;
import dev.imas.core.board.BoardRepository.Change;
import dev.imas.core.board.PlannedRepository.State;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.item.HeldItem;
import dev.imas.core.item.ItemFollower;
import dev.imas.core.item.WorkItems;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do on boards. The item is locked first, then the board, so that moves of a board have
 * one order (G38). Only on a virtual thread.
 */
final class BoardCommands implements ItemFollower {

  /** Of one board, whatever became of them. */
  private static final int MOST_ITEMS = 50_000;

  private static final int MOST_OF_SPRINT = 500;

  private final BoardRepository boards;
  private final PlannedRepository planned;
  private final SprintRepository sprints;
  private final RankRepository ranks = new RankRepository();
  private final WorkItems work;
  private final InstantSource clock;

  BoardCommands(
      BoardRepository boards,
      PlannedRepository planned,
      SprintRepository sprints,
      WorkItems work,
      InstantSource clock) {
    this.boards = boards;
    this.planned = planned;
    this.sprints = sprints;
    this.work = work;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Locks a board for a change. */
  Change change(Tx tx, UUID board) {
    return boards
        .change(tx, board, now())
        .orElseThrow(() -> Fault.notFound("there is no board " + board));
  }

  /**
   * @throws Fault NOT_FOUND when there is no item of that id or key
   */
  UUID find(Tx tx, String named) {
    return work.find(tx, named).orElseThrow(() -> Fault.notFound("there is no item " + named));
  }

  private @Nullable UUID current(Tx tx, Board board) {
    return sprints.current(tx, board.id()).map(Sprint::id).orElse(null);
  }

  private static Fault elsewhere(Board board, HeldItem item) {
    return Fault.notFound(item.key() + " is not on the board " + board.name());
  }

  private Planned planned(Tx tx, Board board, HeldItem item) {
    return planned
        .find(tx, item.id())
        .filter(one -> one.board().equals(board.id()))
        .orElseThrow(() -> elsewhere(board, item));
  }

  /** A new item of the backlog, at its end. */
  UUID add(
      Tx tx,
      Call call,
      Board board,
      String title,
      String description,
      @Nullable UUID owner,
      PlanDraft draft) {
    call.require(Permission.ITEM_MANAGE, board.team().id());
    Change change = change(tx, board.id());
    mustHaveRoom(tx, board);
    UUID sprint = sprint(tx, board, draft.sprint());
    checkLimit(tx, board, "A new item", null, column(tx, board, StatusCategory.TODO, sprint));
    UUID made = work.create(tx, call, title, description, owner, board.team().id());
    stand(
        tx,
        change,
        new Planned(made, board.id(), sprint, end(tx, board), draft.details()),
        State.OPEN);
    return made;
  }

  /** An item that there is already, such as an action of a post-mortem (AGL-08). */
  UUID add(Tx tx, Call call, Board board, String named, PlanDraft draft) {
    HeldItem item = work.hold(tx, named);
    call.require(Permission.ITEM_MANAGE, board.team().id());
    Change change = change(tx, board.id());
    Planned there = planned.find(tx, item.id()).orElse(null);
    if (there != null) {
      throw Fault.conflict(
          there.board().equals(board.id())
              ? item.key() + " is on this board already"
              : item.key() + " is on another board; take it off there first");
    }
    mustHaveRoom(tx, board);
    UUID sprint = sprint(tx, board, draft.sprint());
    checkLimit(tx, board, item.key(), null, column(tx, board, item.category(), sprint));
    stand(
        tx,
        change,
        new Planned(item.id(), board.id(), sprint, end(tx, board), draft.details()),
        state(item.category()));
    return item.id();
  }

  private void stand(Tx tx, Change change, Planned made, State state) {
    planned.insert(tx, made);
    planned.log(tx, made.board(), change, List.of(made), made.sprint(), state);
  }

  private void mustHaveRoom(Tx tx, Board board) {
    if (ranks.all(tx, board.id()) >= MOST_ITEMS) {
      throw Fault.conflict(
          board.name() + " has " + MOST_ITEMS + " items, which is the limit; take some off");
    }
  }

  private String end(Tx tx, Board board) {
    return briefly(tx, board, () -> Rank.between(ranks.last(tx, board.id()), null));
  }

  private static State state(StatusCategory category) {
    return switch (category) {
      case TODO, DOING -> State.OPEN;
      case DONE -> State.DONE;
      case DROPPED -> State.OUT;
    };
  }

  /** The sprint of that number, which can still take items. */
  private @Nullable UUID sprint(Tx tx, Board board, @Nullable Integer number) {
    if (number == null) {
      return null;
    }
    Sprint sprint =
        sprints
            .find(tx, board.id(), number)
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/sprint",
                        "/sprint: "
                            + board.name()
                            + " has no sprint "
                            + number
                            + "; plan it, or name another"));
    if (sprint.is(Sprint.State.CLOSED)) {
      throw Fault.conflict(
          sprint.inWords() + " is closed, so nothing can be planned for it; name another");
    }
    if (planned.of(tx, sprint.id()) >= MOST_OF_SPRINT) {
      throw Fault.conflict(
          sprint.inWords()
              + " has "
              + MOST_OF_SPRINT
              + " items, which is the limit; plan some for another");
    }
    return sprint.id();
  }

  /** What people say of an item, and its sprint. What the draft leaves out stays. */
  UUID change(Tx tx, Call call, Board board, String named, PlanDraft draft) {
    HeldItem item = work.hold(tx, named);
    call.require(Permission.ITEM_MANAGE, board.team().id());
    Change change = change(tx, board.id());
    Planned before = planned(tx, board, item);
    UUID sprint = draft.changes("sprint") ? other(tx, board, before, draft) : before.sprint();
    checkLimit(
        tx,
        board,
        item.key(),
        column(tx, board, item.category(), before.sprint()),
        column(tx, board, item.category(), sprint));
    Planned after = before.with(draft.over(before.details())).in(sprint);
    if (!after.equals(before)) {
      planned.update(tx, after);
      if (!Objects.equals(after.sprint(), before.sprint()) || after.points() != before.points()) {
        planned.log(tx, board.id(), change, List.of(after), after.sprint(), state(item.category()));
      }
    }
    return item.id();
  }

  private @Nullable UUID other(Tx tx, Board board, Planned before, PlanDraft draft) {
    Integer number = draft.sprint();
    UUID there = before.sprint();
    boolean isSame =
        there != null
            && number != null
            && sprints.find(tx, there).filter(one -> one.number() == number).isPresent();
    return isSame ? there : sprint(tx, board, number);
  }

  private static boolean mayMove(Call call, Board board, HeldItem item) {
    boolean mayManage = call.may(Permission.ITEM_MANAGE, board.team().id());
    UUID owner = item.owner();
    if (!mayManage && !(owner != null && call.isOf(owner))) {
      throw Call.refusal(Permission.ITEM_MANAGE);
    }
    return mayManage;
  }

  /** Takes an item off a board, which keeps it as what it was. */
  void remove(Tx tx, Call call, Board board, String named) {
    HeldItem item = work.hold(tx, named);
    call.require(Permission.ITEM_MANAGE, board.team().id());
    Change change = change(tx, board.id());
    Planned there = planned(tx, board, item);
    if (item.isOfBacklog()) {
      throw Fault.conflict(
          item.key() + " is an item of the backlog, which is on a board; drop it instead");
    }
    planned.delete(tx, item.id());
    planned.log(tx, board.id(), change, List.of(there), null, State.OUT);
  }

  /**
   * What a move has done.
   *
   * @param seq of the move: moves of a board have an order
   */
  record Moved(UUID item, long seq, boolean isOverLimit) {}

  /**
   * Moves an item to a column, with the checks of the buttons that change its status.
   *
   * @param after the item below which it comes, in the whole column; null: to its top
   */
  Moved move(Tx tx, Call call, Board board, String named, BoardColumn to, @Nullable String after) {
    HeldItem item = work.hold(tx, named);
    boolean mayManage = mayMove(call, board, item);
    Change change = change(tx, board.id());
    Planned before = planned(tx, board, item);
    UUID current = current(tx, board);
    boolean isOverLimit =
        checkLimit(tx, board, item.key(), column(tx, board, item.category(), before.sprint()), to);
    if (to == BoardColumn.PLANNED && current == null) {
      throw Fault.conflict(
          board.name() + " has no sprint for which " + item.key() + " can be planned; add one");
    }
    if (to.category() != item.category()) {
      work.move(tx, call, item, to.category(), mayManage);
    }
    Planned moved = planned(tx, board, item); // its new status may have given it a sprint
    UUID sprint =
        switch (to) {
          case TO_PLAN -> null;
          case PLANNED -> current;
          case IN_PROGRESS, DONE -> moved.sprint();
        };
    Planned there = moved.in(sprint).at(rank(tx, board, current, moved, to, after));
    if (!there.equals(moved)) {
      planned.update(tx, there);
    }
    if (!Objects.equals(sprint, moved.sprint())) {
      planned.log(
          tx, board.id(), change(tx, board.id()), List.of(there), sprint, state(to.category()));
    }
    return new Moved(item.id(), change.seq(), isOverLimit);
  }

  /** Null for one that stands in no column. */
  private @Nullable BoardColumn column(
      Tx tx, Board board, StatusCategory category, @Nullable UUID sprint) {
    return BoardColumn.of(category, sprint, current(tx, board)).orElse(null);
  }

  /**
   * Whether a column takes one item too many, which the board allows.
   *
   * @param from where the item stood; null: in no column
   */
  private boolean checkLimit(
      Tx tx, Board board, String item, @Nullable BoardColumn from, @Nullable BoardColumn to) {
    Integer limit = to == null || to == from ? null : board.limit(to);
    if (to == null || limit == null) {
      return false;
    }
    int there = ranks.count(tx, board.id(), current(tx, board), to);
    if (there < limit) {
      return false;
    }
    if (board.refusesOverLimit()) {
      throw Fault.conflict(
          item
              + " cannot become "
              + to.inWords()
              + ": "
              + there
              + (there == 1 ? " item is" : " items are")
              + ", and the limit is "
              + limit
              + "; finish one of them first, or raise the limit");
    }
    return true;
  }

  private String rank(
      Tx tx,
      Board board,
      @Nullable UUID current,
      Planned item,
      BoardColumn column,
      @Nullable String after) {
    if (after == null) {
      return briefly(
          tx,
          board,
          () -> {
            String first = ranks.first(tx, board.id(), current, column, item.item());
            return first == null
                ? rankOf(tx, item)
                : Rank.between(ranks.before(tx, board.id(), first, item.item()), first);
          });
    }
    UUID other = work.find(tx, after).orElseThrow(() -> unknown(after));
    if (other.equals(item.item())) {
      throw Fault.invalid("/after", "/after: an item cannot come below itself; name another");
    }
    if (!ranks.isIn(tx, board.id(), current, column, other)) {
      throw Fault.conflict(
          after
              + " is not in the column "
              + column.inWords()
              + " any more; read the board again, and name an item that is");
    }
    return briefly(
        tx,
        board,
        () -> {
          String above = planned.find(tx, other).orElseThrow(() -> unknown(after)).rank();
          return Rank.between(above, ranks.after(tx, board.id(), above, item.item()));
        });
  }

  private String rankOf(Tx tx, Planned item) {
    return planned.find(tx, item.item()).map(Planned::rank).orElse(item.rank());
  }

  private static Fault unknown(String after) {
    return Fault.invalid("/after", "/after: there is no item '" + after + "'; name another");
  }

  /** Computes a rank. */
  private interface Ranking {
    String rank();
  }

  /** Where a rank has grown too long, all of the board are written anew, and it is asked again. */
  private String briefly(Tx tx, Board board, Ranking ranking) {
    String rank = ranking.rank();
    if (rank.length() <= Rank.LONGEST) {
      return rank;
    }
    ranks.spread(tx, board.id());
    return ranking.rank();
  }

  /** The limit of a column holds on an item's own page, too. */
  @Override
  public void check(Tx tx, UUID item, StatusCategory before, StatusCategory after) {
    Planned there = planned.find(tx, item).orElse(null);
    Board board =
        there == null ? null : boards.find(tx, Reference.of(there.board().toString())).orElse(null);
    if (there == null || board == null) {
      return;
    }
    change(tx, board.id());
    checkLimit(
        tx,
        board,
        "This item",
        column(tx, board, before, there.sprint()),
        column(tx, board, after, there.sprint()));
  }

  /**
   * An item that is begun or done joins the active sprint. One of a closed sprint that is opened
   * again is in the backlog.
   */
  @Override
  public void moved(Tx tx, UUID item, StatusCategory before, StatusCategory after) {
    UUID board = planned.find(tx, item).map(Planned::board).orElse(null);
    if (board == null) {
      return;
    }
    Change change = change(tx, board);
    Planned there = planned.find(tx, item).orElse(null);
    if (there == null || !there.board().equals(board)) {
      return;
    }
    Planned moved = there.in(sprintAfter(tx, there, after));
    if (!moved.equals(there)) {
      planned.update(tx, moved);
    }
    planned.log(tx, board, change, List.of(moved), moved.sprint(), state(after));
  }

  private @Nullable UUID sprintAfter(Tx tx, Planned item, StatusCategory after) {
    UUID sprint = item.sprint();
    boolean isClosed =
        sprint != null
            && sprints.find(tx, sprint).filter(one -> one.is(Sprint.State.CLOSED)).isPresent();
    if (isClosed && after.isOpen()) {
      sprint = null;
    }
    return sprint == null && (after == StatusCategory.DOING || after == StatusCategory.DONE)
        ? sprints.active(tx, item.board()).map(Sprint::id).orElse(null)
        : sprint;
  }
}
