package dev.imas.core.relation;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentLocks;
import dev.imas.core.incident.IncidentLocks.Locked;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.relation.RelationRepository.Stored;
import dev.imas.core.relation.RelationView.Line;
import dev.imas.core.relation.RelationView.Lines;
import dev.imas.core.relation.RelationView.Other;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/links}. */
final class RelationRoutes {

  private static final int LONGEST_REFERENCE = 100;
  private static final int LONGEST_MESSAGE = 5_000;

  /** One action on many takes no more. */
  private static final int MOST_CHILDREN = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final Relations relations;
  private final IncidentLocks locks;
  private final InstantSource clock;

  RelationRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentAccess access,
      Relations relations,
      IncidentLocks locks,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.access = access;
    this.relations = relations;
    this.locks = locks;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/incidents/{id}/links", Permission.INCIDENT_READ, this::list);
    api.post("/incidents/{id}/links", Permission.INCIDENT_EDIT, this::add);
    api.delete("/incidents/{id}/links/{link}", Permission.INCIDENT_EDIT, this::remove);
  }

  private Answer list(Call call) {
    return Answer.ok(
        transactions.call(call.tenant(), tx -> lines(tx, call, locks.id(tx, call.path("id")))));
  }

  private Lines lines(Tx tx, Call call, UUID id) {
    List<Stored> links = relations.of(tx, id);
    Map<UUID, Incident> known = new HashMap<>();
    for (Incident other :
        incidents.read(tx, links.stream().map(link -> link.other(id)).toList()).await()) {
      if (access
          .may(tx, call.principal(), Permission.INCIDENT_READ, other, clock.instant())
          .await()) {
        known.put(other.id(), other);
      }
    }
    List<Line> lines = new ArrayList<>();
    List<String> openChildren = new ArrayList<>();
    for (Stored link : links) {
      Incident other = known.get(link.other(id));
      lines.add(line(link, id, other));
      if (other != null
          && link.of(id) == Relation.PARENT_OF
          && other.status().isOpen()
          && openChildren.size() < MOST_CHILDREN) {
        openChildren.add(other.shortId());
      }
    }
    return new Lines(lines, openChildren);
  }

  private static Line line(Stored link, UUID of, @Nullable Incident other) {
    return new Line(
        link.id(),
        link.of(of).wireName(),
        other == null ? null : Other.of(other),
        link.at(),
        link.author());
  }

  private Answer add(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> locks.id(tx, call.path("id")));
    Body body = call.body().only("kind", "incident", "message");
    Relation kind = kind(body);
    String reference = body.requiredText("incident", LONGEST_REFERENCE).strip();
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    body.throwIfFaulty();
    return transactions.call(
        call.tenant(),
        tx -> {
          locks.require(tx, call, Permission.INCIDENT_EDIT, id);
          UUID other = other(tx, reference);
          relations.begin(tx);
          Locked locked = locks.lock(tx, call, Permission.INCIDENT_EDIT, List.of(id, other));
          Relations.Added added =
              relations.add(
                  tx,
                  new Relations.Asked(
                      locked.get(id), kind, locked.get(other), call.author(), message));
          Line line = line(added.link(), id, locked.get(other));
          return added.isNew()
              ? Answer.created(Api.BASE + "/incidents/" + id + "/links", line)
              : Answer.ok(line);
        });
  }

  private static Relation kind(Body body) {
    String name = body.requiredText("kind", 40);
    return Relation.named(name)
        .orElseGet(
            () -> {
              if (!name.isEmpty()) {
                body.fault("/kind", "'" + name + "' is not one of " + Relation.wireNames());
              }
              return Relation.RELATED;
            });
  }

  private UUID other(Tx tx, String reference) {
    return incidents
        .findId(tx, reference)
        .await()
        .orElseThrow(
            () -> Fault.invalid("/incident", "/incident: there is no incident " + reference));
  }

  private Answer remove(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> locks.id(tx, call.path("id")));
    UUID link = call.pathId("link");
    transactions.call(
        call.tenant(),
        tx -> {
          locks.require(tx, call, Permission.INCIDENT_EDIT, id);
          Stored stored =
              relations
                  .find(tx, link)
                  .filter(one -> one.from().equals(id) || one.to().equals(id))
                  .orElseThrow(() -> Fault.notFound("this incident has no link " + link));
          relations.begin(tx);
          Locked locked =
              locks.lock(tx, call, Permission.INCIDENT_EDIT, List.of(id, stored.other(id)));
          relations.remove(tx, stored, locked.get(id), locked.get(stored.other(id)), call.author());
          return stored;
        });
    return Answer.noContent();
  }
}
