package dev.imas.core.incident;

import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Scope;
import dev.imas.core.incident.IncidentAction.Words;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What people do to incidents: to one, or to many at once. */
final class ActionRoutes {

  private static final int LONGEST_REFERENCE = 100;

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final TimelineRepository timeline;

  ActionRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      TimelineRepository timeline) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.timeline = timeline;
  }

  void mount(Api api) {
    for (IncidentAction action : IncidentAction.values()) {
      if (action != IncidentAction.COMMENT) {
        api.post("/incidents/{id}/" + action.wireName(), Scope.WRITE, call -> change(call, action));
      }
    }
    api.post("/incidents/{id}/comments", Scope.WRITE, this::comment);
    api.post("/incidents/actions", Scope.WRITE, this::many);
  }

  private Future<Answer> change(Call call, IncidentAction action) {
    return one(call, action)
        .compose(
            step -> transactions.run(call.tenant(), tx -> details.read(tx, step.incident().id())))
        .map(IncidentDetails::answer);
  }

  private Future<Answer> comment(Call call) {
    return one(call, IncidentAction.COMMENT)
        .compose(
            step -> {
              TimelineEntry entry = step.entry();
              return transactions
                  .run(
                      call.tenant(),
                      tx -> timeline.read(tx, entry.incidentId(), entry.seq() - 1, 1))
                  .map(
                      lines ->
                          Answer.created(
                              Api.BASE + "/incidents/" + entry.incidentId() + "/timeline",
                              lines.get(0)));
            });
  }

  private Future<Step> one(Call call, IncidentAction action) {
    Body body = call.body().only(action.members());
    Words words = action.words(body);
    body.throwIfFaulty();
    return act(call, call.path("id"), action, words);
  }

  private Future<Answer> many(Call call) {
    Body body = call.body().only("action", "ids", "message", "root_cause");
    List<String> refs = body.texts("ids", BulkRun.MOST, LONGEST_REFERENCE);
    if (refs.isEmpty()) {
      body.fault("/ids", "is missing or empty; name at least one incident");
    }
    IncidentAction action = action(body);
    Words words = action.words(body);
    body.throwIfFaulty();
    return new BulkRun(action.status(), call.requestId(), System::nanoTime)
        .run(refs, ref -> act(call, ref, action, words).map(Step::incident))
        .map(Answer::ok);
  }

  private Future<Step> act(Call call, String ref, IncidentAction action, Words words) {
    return commands.change(
        call.tenant(), ref, (i, at) -> action.apply(i, call.author(), at, words));
  }

  /** Resolve stands in for what is none, so that reading can go on: it takes every member. */
  private static IncidentAction action(Body body) {
    String name = body.requiredText("action", 40);
    Optional<IncidentAction> action = IncidentAction.named(name);
    if (action.isEmpty() && !name.isEmpty()) {
      body.fault("/action", "'" + name + "' is not one of " + IncidentAction.names());
    }
    return action.orElse(IncidentAction.RESOLVE);
  }
}
