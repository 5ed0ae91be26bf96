package dev.imas.core.incident;

import dev.imas.core.alert.AlertRepository;
import dev.imas.core.alert.AlertView;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Scope;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code /incidents}: an incident is named by its UUID or its short id. */
public final class IncidentRoutes {

  private static final int LONGEST_MESSAGE = 5_000;
  private static final int LONGEST_CAUSE = 2_000;
  private static final int LONGEST_COMMENT = 10_000;
  private static final int ALERTS_SHOWN = 100;
  private static final int LINES_SHOWN = 500;

  private final Transactions transactions;
  private final IncidentViews views = new IncidentViews();
  private final TimelineRepository timeline;
  private final AlertRepository alerts;
  private final Pager pager;
  private final IncidentCommands commands;
  private final IncidentCreation creation;

  public IncidentRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      TimelineRepository timeline,
      AlertRepository alerts,
      ServiceRepository services,
      Pager pager,
      Duration stillFiringAfter,
      InstantSource clock) {
    this.transactions = transactions;
    this.timeline = timeline;
    this.alerts = alerts;
    this.pager = pager;
    this.commands =
        new IncidentCommands(transactions, incidents, timeline, pager, stillFiringAfter, clock);
    this.creation = new IncidentCreation(transactions, commands, incidents, services);
  }

  public void mount(Api api) {
    api.get("/incidents", Scope.READ, this::list);
    api.post("/incidents", Scope.WRITE, this::create);
    api.get("/incidents/{id}", Scope.READ, this::get);
    api.get("/incidents/{id}/timeline", Scope.READ, this::timeline);
    api.post("/incidents/{id}/acknowledge", Scope.WRITE, this::acknowledge);
    api.post("/incidents/{id}/mitigate", Scope.WRITE, this::mitigate);
    api.post("/incidents/{id}/resolve", Scope.WRITE, this::resolve);
    api.post("/incidents/{id}/reopen", Scope.WRITE, this::reopen);
    api.post("/incidents/{id}/comments", Scope.WRITE, this::comment);
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
    return transactions
        .run(call.tenant(), tx -> views.list(tx, filter, paging))
        .map(
            found ->
                Answer.ok(
                    Page.of(found, paging, i -> new TimeKey(i.createdAt(), i.id()).toString())));
  }

  private Future<Answer> get(Call call) {
    return transactions.run(
        call.tenant(),
        tx -> commands.find(tx, call.path("id")).compose(id -> detail(tx, id)).map(this::answer));
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
            made -> {
              pager.nudge(made.queued());
              return transactions
                  .run(call.tenant(), tx -> detail(tx, made.id()))
                  .map(
                      detail ->
                          made.status() == 201
                              ? Answer.created(Api.BASE + "/incidents/" + made.id(), detail)
                                  .withVersion(detail.incident().version())
                              : answer(detail));
            });
  }

  private Future<Answer> acknowledge(Call call) {
    Body body = call.body().only("message");
    String message = body.text("message", LONGEST_MESSAGE);
    body.throwIfFaulty();
    return change(call, (i, at) -> i.acknowledge(call.author(), at, message));
  }

  private Future<Answer> mitigate(Call call) {
    Body body = call.body().only("message");
    String message = body.text("message", LONGEST_MESSAGE);
    body.throwIfFaulty();
    return change(call, (i, at) -> i.mitigate(call.author(), at, message));
  }

  private Future<Answer> resolve(Call call) {
    Body body = call.body().only("resolution_note", "note", "root_cause");
    String note = body.text("resolution_note", LONGEST_MESSAGE);
    String alias = body.text("note", LONGEST_MESSAGE);
    String cause = body.text("root_cause", LONGEST_CAUSE);
    body.throwIfFaulty();
    return change(
        call, (i, at) -> i.resolve(call.author(), at, note == null ? alias : note, cause));
  }

  private Future<Answer> reopen(Call call) {
    Body body = call.body().only("reason");
    String reason = body.requiredText("reason", LONGEST_MESSAGE);
    body.throwIfFaulty();
    return change(call, (i, at) -> i.reopen(call.author(), at, reason));
  }

  private Future<Answer> comment(Call call) {
    Body body = call.body().only("content");
    String content = body.requiredText("content", LONGEST_COMMENT);
    body.throwIfFaulty();
    return commands
        .change(
            call.tenant(),
            call.path("id"),
            (i, at) -> i.note(TimelineType.NOTE, call.author(), content, Map.of(), at))
        .compose(
            written ->
                transactions
                    .run(
                        call.tenant(),
                        tx ->
                            timeline.read(
                                tx, written.incident().id(), written.entry().seq() - 1, 1))
                    .map(
                        lines ->
                            Answer.created(
                                Api.BASE + "/incidents/" + written.incident().id() + "/timeline",
                                lines.get(0))));
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

  private Future<Answer> change(Call call, BiFunction<Incident, Instant, Change> step) {
    return commands
        .change(call.tenant(), call.path("id"), step)
        .compose(
            written -> transactions.run(call.tenant(), tx -> detail(tx, written.incident().id())))
        .map(this::answer);
  }

  private Answer answer(IncidentView.Detail detail) {
    return Answer.ok(detail).withVersion(detail.incident().version());
  }

  private Future<IncidentView.Detail> detail(Tx tx, UUID id) {
    AlertRepository.Filter attached =
        new AlertRepository.Filter(null, null, null, null, null, id, null);
    return views
        .find(tx, id)
        .map(found -> found.orElseThrow(() -> IncidentCommands.unknown(id.toString())))
        .compose(
            view ->
                alerts
                    .list(tx, attached, new Paging(ALERTS_SHOWN - 1, null))
                    .compose(
                        some ->
                            timeline
                                .read(tx, id, 0, LINES_SHOWN)
                                .map(lines -> detail(view, some, lines))));
  }

  private static IncidentView.Detail detail(
      IncidentView view, List<AlertView> alerts, List<TimelineRepository.Line> lines) {
    return new IncidentView.Detail(view, alerts, lines);
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
