package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.board.BoardCardRepository.Filter;
import dev.imas.core.board.BoardCardRepository.Listed;
import dev.imas.core.board.BoardCommands.Moved;
import dev.imas.core.board.Burndown.Amount;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.UserRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /boards/{id}/columns}, {@code /items} and {@code /moves}: what stands on a board. */
final class BoardItemRoutes {

  private static final String ONE = BoardRoutes.PATH + "/{id}";
  private static final String ITEMS = ONE + "/items";
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 10_000;
  private static final int LONGEST_KEY = 40;
  private static final Amount NOTHING = new Amount(0, 0);

  private final Transactions transactions;
  private final BoardRoutes boards;
  private final BoardRepository repository;
  private final SprintRepository sprints;
  private final BoardCommands commands;
  private final BoardCardRepository cards = new BoardCardRepository();
  private final UserRepository users = new UserRepository();

  BoardItemRoutes(
      Transactions transactions,
      BoardRoutes boards,
      BoardRepository repository,
      SprintRepository sprints,
      BoardCommands commands) {
    this.transactions = transactions;
    this.boards = boards;
    this.repository = repository;
    this.sprints = sprints;
    this.commands = commands;
  }

  void mount(Api api) {
    api.get(ONE + "/columns", Permission.INCIDENT_READ, this::columns);
    api.get(ITEMS, Permission.INCIDENT_READ, this::backlog);
    api.post(ITEMS, Permission.ITEM_MANAGE, this::add);
    api.patch(ITEMS + "/{item}", Permission.ITEM_MANAGE, this::change);
    api.delete(ITEMS + "/{item}", Permission.ITEM_MANAGE, this::remove);
    api.post(ONE + "/moves", Permission.ITEM_MANAGE, this::move);
  }

  /**
   * A column.
   *
   * @param limit null: none
   * @param count all that stand in it, shown or not
   * @param cards those that are asked for, at most {@value BoardCardRepository#MOST_OF_COLUMN}
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Column(
      String column,
      @Nullable Integer limit,
      int count,
      int points,
      boolean isOverLimit,
      List<BoardCard> cards) {
    Column {
      cards = List.copyOf(cards);
    }
  }

  /** How far the sprint is that a board shows. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shown(
      int number,
      String name,
      String goal,
      String state,
      LocalDate startsOn,
      LocalDate endsOn,
      Amount done,
      Amount left) {}

  /**
   * What stands on a board.
   *
   * @param seq of its last change
   * @param sprint the active one, or else the one that is planned next; null: there is none
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Columns(Board board, long seq, @Nullable Shown sprint, List<Column> columns) {
    Columns {
      columns = List.copyOf(columns);
    }
  }

  private Answer columns(Call call) {
    Reference reference = call.reference("id");
    Query query = call.query("sprint", "owner", "type", "label", "epic", "q");
    Integer number = query.count("sprint", 1, PlanDraft.MOST_SPRINTS);
    Asked asked = filter(call, query);
    Instant now = commands.now();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Board board = boards.existing(tx, reference);
              long seq = repository.seq(tx, board.id());
              Sprint sprint =
                  number == null
                      ? sprints.current(tx, board.id()).orElse(null)
                      : sprints
                          .find(tx, board.id(), number)
                          .orElseThrow(() -> Query.fault("sprint", "there is no sprint " + number));
              UUID current = sprint == null ? null : sprint.id();
              Map<String, Amount> amounts = cards.amounts(tx, board.id(), current, now);
              List<BoardCard> all = cards.ofColumns(tx, board.id(), current, asked.filter(tx), now);
              return new Columns(
                  board,
                  seq,
                  sprint == null ? null : shown(tx, sprint),
                  Arrays.stream(BoardColumn.values())
                      .map(column -> column(board, column, amounts, all))
                      .toList());
            }));
  }

  private static Column column(
      Board board, BoardColumn column, Map<String, Amount> amounts, List<BoardCard> all) {
    Amount amount = amounts.getOrDefault(column.wireName(), NOTHING);
    Integer limit = board.limit(column);
    return new Column(
        column.wireName(),
        limit,
        amount.items(),
        amount.points(),
        limit != null && amount.items() > limit,
        all.stream().filter(card -> column.wireName().equals(card.column())).toList());
  }

  private Shown shown(Tx tx, Sprint sprint) {
    Map<Boolean, Amount> amounts = cards.ofSprint(tx, sprint.id());
    return new Shown(
        sprint.number(),
        sprint.name(),
        sprint.goal(),
        sprint.state().wireName(),
        sprint.startsOn(),
        sprint.endsOn(),
        amounts.getOrDefault(true, NOTHING),
        amounts.getOrDefault(false, NOTHING));
  }

  /** A filter, once the database is asked what its names mean. */
  private interface Asked {
    Filter filter(Tx tx);
  }

  private Asked filter(Call call, Query query) {
    String owner = query.text("owner");
    UUID me = "me".equals(owner) ? call.self().id() : null;
    String[] type = query.choices("type", BoardItemType.class);
    String label = query.text("label");
    String epic = query.text("epic");
    String text = query.text("q");
    return tx ->
        new Filter(
            me != null || owner == null ? me : user(tx, Reference.of(owner)),
            type == null ? null : type[0].toLowerCase(Locale.ROOT),
            label,
            epic,
            text);
  }

  private UUID user(Tx tx, Reference owner) {
    return owner.orNothing(users.findId(tx, owner).await());
  }

  private Answer backlog(Call call) {
    Reference reference = call.reference("id");
    Query query = call.query("owner", "type", "label", "epic", "q", "cursor", "limit");
    Asked asked = filter(call, query);
    ListRange paging = query.paging();
    String after = paging.key(rank -> rank);
    return Answer.page(
        transactions.call(
            call.tenant(),
            tx -> {
              Board board = boards.existing(tx, reference);
              return cards.backlog(
                  tx, board.id(), current(tx, board), asked.filter(tx), after, paging.fetch());
            }),
        paging,
        Listed::rank);
  }

  private @Nullable UUID current(Tx tx, Board board) {
    return sprints.current(tx, board.id()).map(Sprint::id).orElse(null);
  }

  private Answer add(Call call) {
    Reference reference = call.reference("id");
    Body body =
        call.body()
            .only(
                "item",
                "title",
                "description",
                "owner",
                "type",
                "points",
                "epic",
                "labels",
                "origin",
                "sprint");
    String item = body.text("item", LONGEST_KEY);
    String title = item == null ? body.requiredText("title", LONGEST_TITLE) : "";
    if (item != null && (body.has("title") || body.has("description") || body.has("owner"))) {
      body.fault("/item", "names an item that has a title and an owner; leave these out");
    }
    String description = body.text("description", LONGEST_DESCRIPTION, "");
    Reference owner = body.reference("owner");
    PlanDraft draft = PlanDraft.read(body);
    body.throwIfFaulty();
    BoardCard made =
        transactions.insist(
            call.tenant(),
            tx -> {
              Board board = boards.existing(tx, reference);
              UUID id =
                  item == null
                      ? commands.add(tx, call, board, title, description, owner(tx, owner), draft)
                      : commands.add(tx, call, board, item, draft);
              BoardCard card = card(tx, board, id);
              call.audit(tx, Audit.Change.create(subject(id), audited(card)));
              return card;
            });
    return Answer.created(BoardRoutes.PATH + "/" + reference + "/items/" + made.key(), made);
  }

  private @Nullable UUID owner(Tx tx, @Nullable Reference owner) {
    return owner == null
        ? null
        : users
            .findId(tx, owner)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/owner", "/owner: there is no user '" + owner + "'; name another"));
  }

  private BoardCard card(Tx tx, Board board, UUID item) {
    return cards
        .find(tx, board.id(), current(tx, board), item)
        .orElseThrow(() -> Fault.notFound("there is no item " + item + " on " + board.name()));
  }

  private static Audit.Subject subject(UUID item) {
    return new Audit.Subject("board_item", item);
  }

  /** How an item is planned; what it is, is audited as an item. */
  private record Audited(
      @Nullable String column,
      @Nullable Integer sprint,
      @Nullable String type,
      @Nullable Integer points,
      List<String> labels) {
    Audited {
      labels = List.copyOf(labels);
    }
  }

  private static Audited audited(BoardCard card) {
    return new Audited(card.column(), card.sprint(), card.type(), card.points(), card.labels());
  }

  private void audit(Tx tx, Call call, BoardCard before, BoardCard after) {
    Audited was = audited(before);
    Audited is = audited(after);
    // A place among others is no decision that anybody asks for later.
    if (!was.equals(is)) {
      call.audit(tx, Audit.Change.update(subject(after.id()), was, is));
    }
  }

  private Answer change(Call call) {
    Reference reference = call.reference("id");
    String item = call.path("item");
    Body body = call.body().only(PlanDraft.MEMBERS.toArray(String[]::new));
    PlanDraft draft = PlanDraft.read(body);
    if (draft.given().isEmpty()) {
      body.fault(
          "", "changes nothing; send at least one of " + String.join(", ", PlanDraft.MEMBERS));
    }
    body.throwIfFaulty();
    return Answer.ok(
        transactions.insist(
            call.tenant(),
            tx -> {
              Board board = boards.existing(tx, reference);
              BoardCard before = before(tx, board, item);
              UUID id = commands.change(tx, call, board, item, draft);
              BoardCard after = card(tx, board, id);
              audit(tx, call, before, after);
              return after;
            }));
  }

  private BoardCard before(Tx tx, Board board, String item) {
    return cards
        .find(tx, board.id(), current(tx, board), commands.find(tx, item))
        .orElseThrow(() -> Fault.notFound(item + " is not on the board " + board.name()));
  }

  private Answer remove(Call call) {
    Reference reference = call.reference("id");
    String item = call.path("item");
    transactions.insist(
        call.tenant(),
        tx -> {
          Board board = boards.existing(tx, reference);
          BoardCard before = before(tx, board, item);
          commands.remove(tx, call, board, item);
          call.audit(tx, Audit.Change.delete(subject(before.id()), audited(before)));
          return before;
        });
    return Answer.noContent();
  }

  /**
   * A card after its move.
   *
   * @param seq moves of a board have an order
   * @param isOverLimit whether its column holds more than it should now
   */
  record MovedCard(BoardCard card, long seq, boolean isOverLimit) {}

  private Answer move(Call call) {
    Reference reference = call.reference("id");
    Body body = call.body().only("item", "column", "after");
    String item = body.requiredText("item", LONGEST_KEY);
    BoardColumn column = column(body);
    String after = body.text("after", LONGEST_KEY);
    body.throwIfFaulty();
    return Answer.ok(
        transactions.insist(
            call.tenant(),
            tx -> {
              Board board = boards.existing(tx, reference);
              BoardCard before = before(tx, board, item);
              Moved moved = commands.move(tx, call, board, item, column, after);
              BoardCard card = card(tx, board, moved.item());
              audit(tx, call, before, card);
              return new MovedCard(card, moved.seq(), moved.isOverLimit());
            }));
  }

  private static BoardColumn column(Body body) {
    String text = body.requiredText("column", LONGEST_KEY);
    for (BoardColumn one : BoardColumn.values()) {
      if (one.wireName().equals(text)) {
        return one;
      }
    }
    body.fault(
        "/column",
        "must be one of "
            + Arrays.stream(BoardColumn.values())
                .map(BoardColumn::wireName)
                .collect(Collectors.joining(", ")));
    return BoardColumn.TO_PLAN;
  }
}
