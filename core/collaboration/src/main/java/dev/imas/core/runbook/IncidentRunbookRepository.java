package dev.imas.core.runbook;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.model.Labels;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.runbook.AttachedRunbook.Pinned;
import dev.imas.core.runbook.StepProgress.Confirmation;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores which runbook an incident has, and how far people are with it. Whoever writes has locked
 * the incident. Only on a virtual thread.
 */
final class IncidentRunbookRepository {

  private final OpeningRepository openings = new OpeningRepository();

  private static final String FIND =
      """
      SELECT i.incident_id, i.runbook_id, i.runbook_version, i.why, i.attached_by, i.attached_at, i.version, v.content,
             r.version AS current
        FROM incident_runbook i
        LEFT JOIN runbook r ON r.tenant_id = i.tenant_id AND r.id = i.runbook_id
        LEFT JOIN runbook_version v
          ON v.tenant_id = i.tenant_id AND v.runbook_id = i.runbook_id AND v.version = i.runbook_version
       WHERE i.incident_id = $1\
      """;

  /** Empty if the incident never had one. */
  Optional<AttachedRunbook> find(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(FIND).execute(tuple(incident)).await().stream()
        .map(IncidentRunbookRepository::attached)
        .findFirst();
  }

  private static AttachedRunbook attached(Row row) {
    UUID runbook = row.getUUID("runbook_id");
    return new AttachedRunbook(
        row.getUUID("incident_id"),
        runbook == null
            ? null
            : new Pinned(
                runbook,
                row.getInteger("runbook_version"),
                row.getInteger("current"),
                Json.read(row.getString("content"), RunbookContent.class)),
        row.getString("why"),
        row.getString("attached_by"),
        instant(row, "attached_at"),
        row.getInteger("version"));
  }

  private static final String DECIDED =
      "SELECT incident_id FROM incident_runbook WHERE incident_id = ANY ($1)";

  /** Those that have a runbook, or had one that somebody took away. */
  Set<UUID> decided(Tx tx, Collection<UUID> incidents) {
    Set<UUID> decided = new HashSet<>();
    tx.connection()
        .preparedQuery(DECIDED)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .await()
        .forEach(row -> decided.add(row.getUUID("incident_id")));
    return decided;
  }

  private static final String WRITE =
      """
      INSERT INTO incident_runbook (tenant_id, incident_id, runbook_id, runbook_version, why, attached_by, attached_at, version)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE
         SET runbook_id = excluded.runbook_id, runbook_version = excluded.runbook_version, why = excluded.why,
             attached_by = excluded.attached_by, attached_at = excluded.attached_at, version = excluded.version\
      """;

  private static final String DELETE_STEPS =
      "DELETE FROM incident_runbook_step WHERE incident_id = $1";

  /** Takes the place of what the incident had, with all of its steps. */
  void write(Tx tx, AttachedRunbook attached) {
    Pinned runbook = attached.runbook();
    tx.connection()
        .preparedQuery(WRITE)
        .execute(
            tuple(
                attached.incident(),
                runbook == null ? null : runbook.id(),
                runbook == null ? null : runbook.version(),
                attached.why(),
                attached.by(),
                time(attached.at()),
                attached.version()))
        .await();
    if (attached.version() > 1) {
      tx.connection().preparedQuery(DELETE_STEPS).execute(tuple(attached.incident())).await();
    }
  }

  private static final String STEPS =
      """
      SELECT step, state, executor, executor_id, changed_at, note, confirmation, confirmation_by, confirmation_ends
        FROM incident_runbook_step
       WHERE incident_id = $1\
      """;

  /** Those that somebody has touched, by their numbers. */
  Map<Integer, StepProgress> steps(Tx tx, UUID incident) {
    Map<Integer, StepProgress> steps = new TreeMap<>();
    tx.connection()
        .preparedQuery(STEPS)
        .execute(tuple(incident))
        .await()
        .forEach(row -> steps.put(row.getInteger("step"), progress(row)));
    return steps;
  }

  private static StepProgress progress(Row row) {
    UUID nonce = row.getUUID("confirmation");
    return new StepProgress(
        row.getInteger("step"),
        StepState.named(row.getString("state")).orElseThrow(),
        row.getString("executor"),
        row.getUUID("executor_id"),
        instantOrNull(row, "changed_at"),
        row.getString("note"),
        nonce == null
            ? null
            : new Confirmation(
                nonce, row.getString("confirmation_by"), instant(row, "confirmation_ends")));
  }

  private static final String WRITE_STEP =
      """
      INSERT INTO incident_runbook_step (tenant_id, incident_id, step, state, executor, executor_id, changed_at, note,
                                         confirmation, confirmation_by, confirmation_ends)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (tenant_id, incident_id, step) DO UPDATE
         SET state = excluded.state, executor = excluded.executor, executor_id = excluded.executor_id,
             changed_at = excluded.changed_at, note = excluded.note, confirmation = excluded.confirmation,
             confirmation_by = excluded.confirmation_by, confirmation_ends = excluded.confirmation_ends\
      """;

  void writeStep(Tx tx, UUID incident, StepProgress p) {
    Confirmation asked = p.asked();
    tx.connection()
        .preparedQuery(WRITE_STEP)
        .execute(
            tuple(
                incident,
                p.step(),
                p.state().wireName(),
                p.executor(),
                p.executorId(),
                timeOrNull(p.changedAt()),
                p.note(),
                asked == null ? null : asked.nonce(),
                asked == null ? null : asked.by(),
                asked == null ? null : time(asked.ends())))
        .await();
  }

  private static final String SERVICES =
      """
      SELECT s.id, s.name, s.runbook_url, t.name AS team
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = ANY ($1)\
      """;

  private record OfService(UUID id, String name, String runbookUrl, String team) {}

  /** What is known of these incidents, in their order. */
  List<IncidentFacts> facts(Tx tx, Collection<Incident> incidents) {
    Set<UUID> ids = incidents.stream().map(Incident::serviceId).collect(Collectors.toSet());
    Map<UUID, OfService> services =
        tx
            .connection()
            .preparedQuery(SERVICES)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await()
            .stream()
            .map(
                row ->
                    new OfService(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("runbook_url"),
                        row.getString("team")))
            .collect(Collectors.toMap(OfService::id, Function.identity()));
    Map<UUID, Labels> labels =
        openings.labels(tx, incidents.stream().map(Incident::id).toList()).await();
    List<IncidentFacts> facts = new ArrayList<>();
    for (Incident incident : incidents) {
      OfService service = services.get(incident.serviceId());
      if (service != null) {
        facts.add(
            new IncidentFacts(
                incident,
                service.name(),
                service.team(),
                service.runbookUrl(),
                labels.getOrDefault(incident.id(), Labels.EMPTY)));
      }
    }
    return facts;
  }
}
