package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.incident.FurtherFacts.Moment;
import dev.imas.core.incident.FurtherFacts.Plan;
import dev.imas.core.incident.IncidentAction.Words;
import dev.imas.core.incident.IncidentCommands.Guard;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Routes for the actions of people on one incident or on many at once. */
final class ActionRoutes {

  private static final int LONGEST_REFERENCE = 100;

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final TimelineRepository timeline;
  private final IncidentAccess access;
  private final Unchanged unchanged;
  private final FurtherFacts further;

  ActionRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      TimelineRepository timeline,
      IncidentAccess access,
      Unchanged unchanged,
      FurtherFacts further) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.timeline = timeline;
    this.access = access;
    this.unchanged = unchanged;
    this.further = further;
  }

  void mount(Api api) {
    for (IncidentAction action : IncidentAction.values()) {
      if (action != IncidentAction.COMMENT) {
        api.post(
            "/incidents/{id}/" + action.wireName(),
            action.permission(),
            call -> change(call, action));
      }
    }
    api.post("/incidents/{id}/comments", IncidentAction.COMMENT.permission(), this::comment);
    // What else it needs is in its body, and is asked for each incident.
    api.post("/incidents/actions", Permission.INCIDENT_READ, this::many);
  }

  private Answer change(Call call, IncidentAction action) {
    Step step = one(call, action);
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> details.read(tx, step.incident().id()).await()));
  }

  private Answer comment(Call call) {
    TimelineEntry entry = one(call, IncidentAction.COMMENT).entry();
    UUID incident = entry.incidentId();
    TimelineRepository.Line line =
        transactions.call(
            call.tenant(), tx -> timeline.read(tx, incident, entry.seq() - 1, 1).await().get(0));
    return Answer.created(Api.BASE + "/incidents/" + incident + "/timeline", line);
  }

  private Step one(Call call, IncidentAction action) {
    Body body = call.body().only(with(action == IncidentAction.RESOLVE, action.members()));
    Words words = action.words(body);
    Plan plan = plan(action, body);
    body.throwIfFaulty();
    return act(call, call.path("id"), new Asked(action, words, plan), call.expectedVersionOrNull())
        .await();
  }

  private Answer many(Call call) {
    Body body = call.body().only(with(true, "action", "ids", "message", "root_cause"));
    List<String> refs = body.texts("ids", BulkRun.MOST, LONGEST_REFERENCE);
    if (refs.isEmpty()) {
      body.fault("/ids", "is missing or empty; name at least one incident");
    }
    IncidentAction action = action(body);
    Asked asked = new Asked(action, action.words(body), plan(action, body));
    body.throwIfFaulty();
    if (!call.principal().mightHave(action.permission())) {
      throw Call.refusal(action.permission());
    }
    return Answer.ok(
        new BulkRun(action.status(), call.requestId(), System::nanoTime)
            .run(refs, ref -> act(call, ref, asked, null).map(Step::incident))
            .await());
  }

  private record Asked(IncidentAction action, Words words, Plan plan) {}

  private String[] with(boolean further, String... members) {
    List<String> all = new ArrayList<>(List.of(members));
    if (further) {
      all.addAll(this.further.members(Moment.RESOLVING));
    }
    return all.toArray(String[]::new);
  }

  private Plan plan(IncidentAction action, Body body) {
    if (action == IncidentAction.RESOLVE) {
      return further.read(Moment.RESOLVING, body);
    }
    for (String member : further.members(Moment.RESOLVING)) {
      if (body.has(member)) {
        body.fault("/" + member, "is only for the action resolve; remove it");
      }
    }
    return Plan.NOTHING;
  }

  private Future<Step> act(Call call, String ref, Asked asked, @Nullable Integer version) {
    IncidentAction action = asked.action;
    Guard guard =
        (tx, incident, at) ->
            access
                .require(tx, call, action.permission(), incident, at)
                .compose(may -> unchanged.require(tx, incident, version));
    Doing doing = action.doing(Author.of(call.principal()), asked.words);
    return action.isOfItself()
        ? commands.changeItself(call.tenant(), ref, guard, doing)
        : commands.change(
            call.tenant(),
            ref,
            guard,
            doing,
            (tx, change, at) -> asked.plan.apply(tx, change, call.principal(), at));
  }

  /**
   * Reads the action. For an unknown one it adds a fault and returns RESOLVE, which takes every
   * member, so that reading can go on.
   */
  private static IncidentAction action(Body body) {
    String name = body.requiredText("action", 40);
    Optional<IncidentAction> action = IncidentAction.named(name);
    if (action.isEmpty() && !name.isEmpty()) {
      body.fault("/action", "'" + name + "' is not one of " + IncidentAction.names());
    }
    return action.orElse(IncidentAction.RESOLVE);
  }
}
