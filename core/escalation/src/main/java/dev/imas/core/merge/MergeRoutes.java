package dev.imas.core.merge;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentLocks;
import dev.imas.core.incident.IncidentLocks.Locked;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.merge.MergeRepository.Stored;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/merge}, {@code /unmerge} and {@code /merges}. */
final class MergeRoutes {

  private static final int LONGEST_MESSAGE = 5_000;
  private static final int LONGEST_REFERENCE = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentLocks locks;
  private final Merging merging;

  MergeRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentLocks locks,
      Merging merging) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.locks = locks;
    this.merging = merging;
  }

  void mount(Api api) {
    api.post("/incidents/{id}/merge", Permission.INCIDENT_EDIT, this::merge);
    api.post("/incidents/{id}/unmerge", Permission.INCIDENT_EDIT, this::unmerge);
    api.get("/incidents/{id}/merges", Permission.INCIDENT_READ, this::merges);
  }

  private Answer merge(Call call) {
    UUID target = transactions.call(call.tenant(), tx -> locks.id(tx, call.path("id")));
    Body body = call.body().only("sources", "message", "dry_run");
    List<String> references = body.texts("sources", Merging.MOST_SOURCES, LONGEST_REFERENCE);
    if (references.isEmpty()) {
      body.fault("/sources", "is missing or empty; name at least one incident");
    }
    String message = message(body);
    boolean isPreview = body.flag("dry_run", false);
    body.throwIfFaulty();
    return transactions.insist(
        call.tenant(),
        tx -> {
          locks.require(tx, call, Permission.INCIDENT_EDIT, target);
          Set<UUID> sources = sources(tx, references, target);
          List<UUID> ids = new ArrayList<>(sources);
          ids.add(target);
          Locked locked = locks.lock(tx, call, Permission.INCIDENT_EDIT, ids);
          return Answer.ok(
              merging.merge(
                  tx,
                  new Merging.Asked(
                      locked.get(target),
                      sources.stream().map(locked::get).toList(),
                      call.author(),
                      message,
                      isPreview)));
        });
  }

  private Set<UUID> sources(Tx tx, List<String> references, UUID target) {
    Set<UUID> sources = new LinkedHashSet<>();
    for (int i = 0; i < references.size(); i++) {
      String reference = references.get(i);
      String pointer = "/sources/" + i;
      UUID id =
          incidents
              .findId(tx, reference)
              .await()
              .orElseThrow(
                  () -> Fault.invalid(pointer, pointer + ": there is no incident " + reference));
      if (id.equals(target)) {
        throw Fault.conflict(reference + " cannot be merged into itself");
      }
      sources.add(id);
    }
    return sources;
  }

  private Answer unmerge(Call call) {
    String reference = call.path("id");
    UUID id = transactions.call(call.tenant(), tx -> locks.id(tx, reference));
    call.body().only().throwIfFaulty();
    return transactions.insist(
        call.tenant(),
        tx -> {
          locks.require(tx, call, Permission.INCIDENT_EDIT, id);
          // Read before the locks, which are taken in the order of ids.
          Stored merge = merging.last(tx, id, reference);
          Locked locked =
              locks.lock(tx, call, Permission.INCIDENT_EDIT, List.of(merge.target(), id));
          Incident source = locked.get(id);
          merging.undo(
              tx,
              merging.last(tx, id, source.shortId()),
              source,
              locked.get(merge.target()),
              call.author());
          return Answer.ok(merging.of(tx, merge.target()));
        });
  }

  private Answer merges(Call call) {
    return Answer.ok(
        transactions.call(call.tenant(), tx -> merging.of(tx, locks.id(tx, call.path("id")))));
  }

  private static @Nullable String message(Body body) {
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    return message.isEmpty() ? null : message;
  }
}
