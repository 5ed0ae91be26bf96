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
import java.util.UUID;

/**
 * Keeps the labels by which an incident was opened. Whatever is chosen by them is chosen by the
 * same ones when the incident is raised, reopened or fires again, whatever became of the alert.
 */
public final class OpeningRepository {

  private static final String INSERT =
      """
      INSERT INTO incident_opening (tenant_id, incident_id, labels)
      SELECT current_tenant(), n.incident_id, n.labels FROM unnest($1::uuid[], $2::text[]) AS n(incident_id, labels)\
      """;

  private record Opened(UUID incident, Labels by) {}

  /** Of those changes that an alert with labels opens an incident by. */
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
                column(n, o -> Json.write(o.by().toMap()), String[]::new)))
        .mapEmpty();
  }

  private static List<Opened> opened(IncidentChange change) {
    OpeningAlert alert = change.openedBy();
    return alert == null || !change.isNew() || alert.labels().isEmpty()
        ? List.of()
        : List.of(new Opened(change.after().id(), alert.labels()));
  }

  private static final String LABELS =
      "SELECT incident_id, labels FROM incident_opening WHERE incident_id = ANY ($1)";

  /**
   * The labels of the alerts that opened these incidents. Those that a person opened, or an alert
   * without labels, are left out.
   */
  public Future<Map<UUID, Labels>> labels(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(LABELS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Labels> labels = new HashMap<>();
              rows.forEach(
                  row ->
                      labels.put(
                          row.getUUID("incident_id"),
                          Labels.of(Json.readTexts(row.getString("labels")))));
              return labels;
            });
  }
}
