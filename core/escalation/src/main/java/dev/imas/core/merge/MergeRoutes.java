package dev.imas.core.merge;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.merge.MergeRepository.Stored;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/merge}, {@code /unmerge} and {@code /merges}. */
final class MergeRoutes {

  private static final int LONGEST_MESSAGE = 5_000;
  private static final int LONGEST_REFERENCE = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final Merging merging;
  private final Missing missing;
  private final InstantSource clock;

  MergeRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentAccess access,
      Merging merging,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.access = access;
    this.merging = merging;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post("/incidents/{id}/merge", Permission.INCIDENT_EDIT, this::merge);
    api.post("/incidents/{id}/unmerge", Permission.INCIDENT_EDIT, this::unmerge);
    api.get("/incidents/{id}/merges", Permission.INCIDENT_READ, this::merges);
  }

  private Answer merge(Call call) {
    UUID target = transactions.call(call.tenant(), tx -> id(tx, call.path("id")));
    Body body = call.body().only("sources", "message", "dry_run");
    List<String> references = body.texts("sources", Merging.MOST_SOURCES, LONGEST_REFERENCE);
    if (references.isEmpty()) {
      body.fault("/sources", "is missing or empty; name at least one incident");
    }
    String message = message(body);
    boolean isPreview = body.flag("dry_run", false);
    body.throwIfFaulty();
    return transactions.call(
        call.tenant(),
        tx -> {
          mayEdit(tx, call, target);
          Set<UUID> sources = sources(tx, references, target);
          Map<UUID, Incident> locked = lock(tx, call, target, sources);
          return Answer.ok(
              merging.merge(
                  tx,
                  new Merging.Asked(
                      known(locked, target),
                      sources.stream().map(id -> known(locked, id)).toList(),
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
    UUID id = transactions.call(call.tenant(), tx -> id(tx, reference));
    call.body().only().throwIfFaulty();
    return transactions.call(
        call.tenant(),
        tx -> {
          mayEdit(tx, call, id);
          // Read before the locks, which are taken in the order of ids.
          Stored merge = merging.last(tx, id, reference);
          Map<UUID, Incident> locked = lock(tx, call, merge.target(), Set.of(id));
          Incident source = known(locked, id);
          merging.undo(
              tx,
              merging.last(tx, id, source.shortId()),
              source,
              known(locked, merge.target()),
              call.author());
          return Answer.ok(merging.of(tx, merge.target()));
        });
  }

  /** Who may not change it is not told whether it was merged. */
  private void mayEdit(Tx tx, Call call, UUID id) {
    Incident incident =
        incidents.read(tx, id).await().orElseThrow(() -> missing.incident(id.toString()));
    access.require(tx, call, Permission.INCIDENT_EDIT, incident, clock.instant()).await();
  }

  private Answer merges(Call call) {
    return Answer.ok(
        transactions.call(call.tenant(), tx -> merging.of(tx, id(tx, call.path("id")))));
  }

  /** All that may be changed, or nothing. */
  private Map<UUID, Incident> lock(Tx tx, Call call, UUID target, Set<UUID> sources) {
    List<UUID> ids = new ArrayList<>(sources);
    ids.add(target);
    Map<UUID, Incident> locked = new HashMap<>();
    for (Incident incident : incidents.lock(tx, ids).await()) {
      access.require(tx, call, Permission.INCIDENT_EDIT, incident, clock.instant()).await();
      locked.put(incident.id(), incident);
    }
    return locked;
  }

  /** It may have been purged since it was found. */
  private Incident known(Map<UUID, Incident> locked, UUID id) {
    Incident incident = locked.get(id);
    if (incident == null) {
      throw missing.incident(id.toString());
    }
    return incident;
  }

  private UUID id(Tx tx, String reference) {
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }

  private static @Nullable String message(Body body) {
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    return message.isEmpty() ? null : message;
  }
}
