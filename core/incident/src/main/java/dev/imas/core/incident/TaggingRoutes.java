package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/tags}: the tags of an incident (INC-16). */
final class TaggingRoutes {

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final IncidentViews views;
  private final Tagging tagging;
  private final IncidentAccess access;
  private final Unchanged unchanged;

  TaggingRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      IncidentViews views,
      Tagging tagging,
      IncidentAccess access,
      Unchanged unchanged) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.views = views;
    this.tagging = tagging;
    this.access = access;
    this.unchanged = unchanged;
  }

  void mount(Api api) {
    String path = "/incidents/{id}/tags";
    api.get(path, Permission.INCIDENT_READ, this::list);
    api.post(path, Permission.INCIDENT_TAG, this::add);
    api.delete(path + "/{tag}", Permission.INCIDENT_TAG, this::remove);
  }

  /** The tags of an incident, by name. */
  private record Tags(List<IncidentView.Tag> items) {}

  private Answer list(Call call) {
    call.query();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id = commands.find(tx, call.path("id")).await();
              return new Tags(views.find(tx, id).await().map(IncidentView::tags).orElse(List.of()));
            }));
  }

  private Answer add(Call call) {
    Asked asked = Asked.read(call.body());
    return change(
        call,
        (tx, change, at) -> tagging.add(tx, call, change, asked.names(), asked.pointer(), at));
  }

  /**
   * What a request adds.
   *
   * @param pointer to what names it
   */
  private record Asked(List<String> names, String pointer) {

    static Asked read(Body body) {
      body.only("tag_name", "tags");
      String one = body.text("tag_name", Tagging.LONGEST);
      List<String> many = body.texts("tags", Tagging.MOST_AT_ONCE, Tagging.LONGEST);
      if ((one == null) == many.isEmpty()) {
        body.fault("/tags", "must name tags, unless tag_name names one; send only one of them");
      }
      body.throwIfFaulty();
      return one == null ? new Asked(many, "/tags") : new Asked(List.of(one), "/tag_name");
    }
  }

  /**
   * The tags of a request that opens an incident. To tag takes a permission of its own, also where
   * the incident was there already.
   */
  IncidentCreation.Tagged tagged(Call call, List<String> names) {
    return names.isEmpty()
        ? IncidentCreation.Tagged.NOT
        : (tx, change, at) ->
            access
                .require(tx, call, Permission.INCIDENT_TAG, change.after(), at)
                .compose(may -> tagging.add(tx, call, change, names, "/tags", at));
  }

  private Answer remove(Call call) {
    Reference tag = call.reference("tag");
    return change(call, (tx, change, at) -> tagging.remove(tx, call, change, tag, at));
  }

  /** One of the two things that can be done. */
  @FunctionalInterface
  private interface Planning {
    Future<IncidentChange> plan(Tx tx, IncidentChange change, Instant at);
  }

  private Answer change(Call call, Planning planning) {
    @Nullable Integer version = call.expectedVersionOrNull();
    UUID id =
        transactions.insist(
            call.tenant(),
            tx -> {
              Incident before = commands.lock(tx, call.path("id")).await();
              Instant now = commands.now();
              access.require(tx, call, Permission.INCIDENT_TAG, before, now).await();
              unchanged.require(tx, before, version).await();
              IncidentChange change = planning.plan(tx, IncidentChange.of(before), now).await();
              commands.save(tx, change).await();
              return before.id();
            });
    return Answer.versioned(transactions.call(call.tenant(), tx -> details.read(tx, id).await()));
  }
}
