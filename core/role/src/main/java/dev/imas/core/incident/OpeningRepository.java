package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Labels;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the labels by which an incident was opened, and the policy that a rule named for it.
 * Whatever is chosen by them is chosen by the same ones when the incident is raised, reopened or
 * fires again, whatever became of the alert and of the rules.
 */
public final class OpeningRepository {

  private static final String INSERT =
      """
      INSERT INTO incident_opening (tenant_id, incident_id, labels, escalation_policy)
      SELECT current_tenant(), n.incident_id, n.labels, n.policy
        FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n(incident_id, labels, policy)\
      """;

  private record Opened(UUID incident, OpeningAlert by) {}

  /**
   * @param policy name or id of the policy that a rule names
   */
  public record Opening(Labels labels, Optional<String> policy) {

    /** Of an incident that a person opened, or an alert of which nothing is kept. */
    public static final Opening NOTHING = new Opening(Labels.EMPTY, Optional.empty());

    public static Opening of(OpeningAlert alert) {
      return new Opening(alert.labels(), Optional.ofNullable(alert.actions().escalationPolicy()));
    }
  }

  /** Of those changes that an alert with labels, or one with a policy, opens an incident by. */
  Future<Void> insert(Tx tx, List<IncidentChange> changes) {
    List<Opened> n = changes.stream().flatMap(change -> opened(change).stream()).toList();
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(n, Opened::incident, UUID[]::new),
                column(n, o -> Json.write(o.by().labels().toMap()), String[]::new),
                column(n, o -> o.by().actions().escalationPolicy(), String[]::new)))
        .mapEmpty();
  }

  private static List<Opened> opened(IncidentChange change) {
    OpeningAlert alert = change.openedBy();
    return alert == null || !change.isNew() || Opening.of(alert).equals(Opening.NOTHING)
        ? List.of()
        : List.of(new Opened(change.after().id(), alert));
  }

  private static final String OF =
      "SELECT incident_id, labels, escalation_policy FROM incident_opening WHERE incident_id = ANY"
          + " ($1)";

  /**
   * The labels of the alerts that opened these incidents. Those that a person opened, or an alert
   * without labels, are left out.
   */
  public Future<Map<UUID, Labels>> labels(Tx tx, Collection<UUID> incidents) {
    return of(tx, incidents)
        .map(
            openings -> {
              Map<UUID, Labels> labels = new HashMap<>();
              openings.forEach((incident, opening) -> labels.put(incident, opening.labels()));
              return labels;
            });
  }

  /** The same, with the policies. */
  public Future<Map<UUID, Opening>> of(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(OF)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Opening> openings = new HashMap<>();
              rows.forEach(
                  row ->
                      openings.put(
                          row.getUUID("incident_id"),
                          new Opening(
                              Labels.of(Json.readTexts(row.getString("labels"))),
                              Optional.ofNullable(row.getString("escalation_policy")))));
              return openings;
            });
  }
}
