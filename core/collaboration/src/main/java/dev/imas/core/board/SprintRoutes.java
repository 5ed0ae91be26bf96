package dev.imas.core.board;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.report.DocumentWords;
import dev.imas.core.report.ReportFormat;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** {@code /boards/{id}/sprints}: the sprints of a board. */
final class SprintRoutes {

  private static final String ALL = BoardRoutes.PATH + "/{id}/sprints";
  private static final String ONE = ALL + "/{number}";
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

  private static final DocumentWords.Languages WORDS = DocumentWords.beside(SprintRoutes.class);

  private final Transactions transactions;
  private final ReportFiles files;
  private final BoardRoutes boards;
  private final SprintRepository sprints;
  private final SprintReports reports;
  private final SprintCommands commands;
  private final BoardCommands items;

  SprintRoutes(
      Transactions transactions,
      ReportFiles files,
      BoardRoutes boards,
      SprintRepository sprints,
      SprintReports reports,
      SprintCommands commands,
      BoardCommands items) {
    this.transactions = transactions;
    this.files = files;
    this.boards = boards;
    this.sprints = sprints;
    this.reports = reports;
    this.commands = commands;
    this.items = items;
  }

  void mount(Api api) {
    api.get(ALL, Permission.INCIDENT_READ, this::list);
    api.post(ALL, Permission.ITEM_MANAGE, this::plan);
    api.get(ONE, Permission.INCIDENT_READ, this::get);
    api.get(ONE + "/report", Permission.INCIDENT_READ, this::file);
    api.patch(ONE, Permission.ITEM_MANAGE, this::change);
    api.delete(ONE, Permission.ITEM_MANAGE, this::remove);
    api.post(ONE + "/start", Permission.ITEM_MANAGE, this::start);
    api.post(ONE + "/close", Permission.ITEM_MANAGE, this::close);
  }

  private Answer list(Call call) {
    Reference board = call.reference("id");
    ListRange paging = call.query("cursor", "limit").paging();
    return Answer.page(
        transactions.call(
            call.tenant(),
            tx ->
                sprints
                    .list(tx, boards.existing(tx, board).id(), paging.afterNumber(), paging.fetch())
                    .stream()
                    .map(one -> SprintView.of(one, null, null))
                    .toList()),
        paging,
        SprintView::number);
  }

  private static int number(Call call) {
    String text = call.path("number");
    if (!NUMBER.matcher(text).matches()) {
      throw Fault.notFound("there is no sprint " + text);
    }
    return Integer.parseInt(text);
  }

  private Answer get(Call call) {
    Reference board = call.reference("id");
    int number = number(call);
    call.query();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> view(tx, commands.existing(tx, boards.existing(tx, board), number))));
  }

  private record Read(Board board, SprintView sprint) {}

  private Answer file(Call call) {
    Reference reference = call.reference("id");
    int number = number(call);
    Query query = call.query("format", "language");
    ReportFormat format = ReportFiles.formatOr(query, ReportFormat.PDF);
    String language = query.text("language");
    if (language != null && !WORDS.has(language)) {
      throw Query.fault("language", "is none of " + WORDS.names());
    }
    Read read =
        transactions.call(
            call.tenant(),
            tx -> {
              Board board = boards.existing(tx, reference);
              return new Read(board, view(tx, commands.existing(tx, board, number)));
            });
    SprintReport report = read.sprint.report();
    if (report == null) {
      throw Fault.conflict(
          "sprint " + number + " has not begun, so there is no report of it; start it first");
    }
    return files.answer(
        call,
        "sprint-" + number,
        format,
        SprintReportPage.of(
            read.board, read.sprint, report, WORDS.of(language == null ? "en" : language)));
  }

  private SprintView view(Tx tx, Sprint sprint) {
    return SprintView.of(
        sprint,
        reports.report(tx, sprint, items.now()),
        sprints.velocity(tx, sprint.board(), sprint.number()).orElse(null));
  }

  /** What a request does to a sprint. */
  private interface Doing {
    Sprint on(Tx tx, Board board);
  }

  private SprintView doing(Call call, String verb, Doing doing) {
    Reference reference = call.reference("id");
    return transactions.insist(
        call.tenant(),
        tx -> {
          Board board = boards.existing(tx, reference);
          call.require(Permission.ITEM_MANAGE, board.team().id());
          Sprint sprint = doing.on(tx, board);
          call.audit(
              tx,
              new Audit.Change(
                  new Audit.Subject("sprint", sprint.id()), verb, null, Audited.of(board, sprint)));
          return view(tx, sprint);
        });
  }

  private record Audited(String board, int number, LocalDate startsOn, int weeks, String state) {
    static Audited of(Board board, Sprint sprint) {
      return new Audited(
          board.name(),
          sprint.number(),
          sprint.startsOn(),
          sprint.weeks(),
          sprint.state().wireName());
    }
  }

  private Answer plan(Call call) {
    Body body = call.body();
    SprintDraft draft = SprintDraft.planning(body);
    body.throwIfFaulty();
    SprintView made = doing(call, "create", (tx, board) -> commands.plan(tx, board, draft));
    return Answer.created(
        BoardRoutes.PATH + "/" + call.path("id") + "/sprints/" + made.number(), made);
  }

  private Answer change(Call call) {
    int number = number(call);
    int version = call.expectedVersion();
    Body body = call.body();
    SprintDraft draft = SprintDraft.changing(body);
    body.throwIfFaulty();
    return Answer.versioned(
        doing(call, "update", (tx, board) -> commands.change(tx, board, number, draft, version)));
  }

  private Answer start(Call call) {
    int number = number(call);
    return Answer.versioned(doing(call, "start", (tx, board) -> commands.start(tx, board, number)));
  }

  private Answer close(Call call) {
    int number = number(call);
    Body body = call.body().only("unfinished");
    String unfinished = body.requiredText("unfinished", 20);
    body.throwIfFaulty();
    SprintCommands.Unfinished where = SprintCommands.unfinished(unfinished);
    return Answer.versioned(
        doing(call, "close", (tx, board) -> commands.close(tx, board, number, where)));
  }

  private Answer remove(Call call) {
    int number = number(call);
    doing(call, "delete", (tx, board) -> commands.remove(tx, board, number));
    return Answer.noContent();
  }
}
