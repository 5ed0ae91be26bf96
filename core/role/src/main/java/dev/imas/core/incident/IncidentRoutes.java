package dev.imas.core.incident;

import dev.imas.core.alert.AlertRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Scope;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /incidents}: an incident is named by its UUID or its short id. */
public final class IncidentRoutes {

  private final Transactions transactions;
  private final UnindexedReads unindexed;
  private final IncidentViews views = new IncidentViews();
  private final TimelineRepository timeline;
  private final IncidentCommands commands;
  private final IncidentCreation creation;
  private final IncidentDetails details;
  private final ActionRoutes actions;
  private final EditRoutes edits;

  /**
   * @param unindexed for what no index serves
   */
  public IncidentRoutes(
      Transactions transactions,
      UnindexedReads unindexed,
      IncidentRepository incidents,
      TimelineRepository timeline,
      AlertRepository alerts,
      ServiceRepository services,
      IncidentWriter writer,
      InstantSource clock) {
    this.transactions = transactions;
    this.unindexed = unindexed;
    this.timeline = timeline;
    this.commands = new IncidentCommands(transactions, incidents, writer, clock);
    this.creation = new IncidentCreation(transactions, commands, incidents, services);
    this.details = new IncidentDetails(views, timeline, alerts);
    this.actions = new ActionRoutes(transactions, commands, details, timeline);
    this.edits = new EditRoutes(transactions, commands, details, services);
  }

  public void mount(Api api) {
    api.get("/incidents", Scope.READ, this::list);
    api.post("/incidents", Scope.WRITE, this::create);
    api.get("/incidents/{id}", Scope.READ, this::get);
    api.get("/incidents/{id}/timeline", Scope.READ, this::timeline);
    edits.mount(api);
    actions.mount(api);
  }

  private Future<Answer> list(Call call) {
    Query query =
        call.query(
            "status",
            "severity",
            "service",
            "team",
            "search",
            "created_after",
            "created_before",
            "limit",
            "cursor");
    Paging paging = query.paging();
    String service = query.text("service");
    String team = query.text("team");
    IncidentViews.Filter filter =
        new IncidentViews.Filter(
            null,
            query.choices("status", IncidentStatus.class),
            query.severities("severity"),
            uuidOrNull(service),
            uuidOrNull(service) == null ? service : null,
            uuidOrNull(team),
            uuidOrNull(team) == null ? team : null,
            query.text("search"),
            query.time("created_after"),
            query.time("created_before"));
    Function<Tx, Future<List<IncidentView>>> work = tx -> views.list(tx, filter, paging);
    // Words are looked for in every incident that the rest of the filter leaves.
    return (filter.search() == null
            ? transactions.run(call.tenant(), work)
            : unindexed.run(
                call.tenant(), "incidents", "status, service, team or created_after", work))
        .map(
            found ->
                Answer.ok(
                    Page.of(found, paging, i -> new TimeKey(i.createdAt(), i.id()).toString())));
  }

  private Future<Answer> get(Call call) {
    return transactions.run(
        call.tenant(),
        tx ->
            commands
                .find(tx, call.path("id"))
                .compose(id -> details.read(tx, id))
                .map(IncidentDetails::answer));
  }

  private Future<Answer> create(Call call) {
    IncidentCreation.Request request = IncidentCreation.Request.read(call.body());
    String key = call.header("idempotency-key");
    if (key != null && (key.isBlank() || key.length() > 255)) {
      throw Fault.badRequest("Idempotency-Key must have 1 to 255 characters");
    }
    return creation
        .create(call.tenant(), call.author(), request, key)
        .compose(
            made ->
                transactions
                    .run(call.tenant(), tx -> details.read(tx, made.id()))
                    .map(
                        detail ->
                            made.status() == 201
                                ? Answer.created(Api.BASE + "/incidents/" + made.id(), detail)
                                    .withVersion(detail.incident().version())
                                : IncidentDetails.answer(detail)));
  }

  private Future<Answer> timeline(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
    int after = seq(paging.after());
    return transactions
        .run(
            call.tenant(),
            tx ->
                commands
                    .find(tx, call.path("id"))
                    .compose(id -> timeline.read(tx, id, after, paging.fetch())))
        .map(
            lines ->
                Answer.ok(
                    Page.of(
                        lines, paging, line -> line.id().substring(line.id().indexOf(':') + 1))));
  }

  private static int seq(@Nullable String cursor) {
    try {
      return cursor == null ? 0 : Integer.parseInt(cursor);
    } catch (NumberFormatException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }

  private static @Nullable UUID uuidOrNull(@Nullable String text) {
    try {
      return text == null || text.length() != 36 ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
