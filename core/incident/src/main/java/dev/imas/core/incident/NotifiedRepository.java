package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.Contact;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads who was told about incidents, whatever their team. */
final class NotifiedRepository {

  private static final String TOLD =
      """
      SELECT incident_id, receiver_id, channel, address, min_severity, may_wait, owner FROM told_receivers($1)\
      """;

  /**
   * @param contacts by incident
   * @param owners whose contacts they are, by contact, where they are a person's and no message in
   *     a chat changes with the incident
   */
  record Before(Map<UUID, List<Contact>> contacts, Map<UUID, String> owners) {}

  /**
   * By incident, the receivers that were sent something and can still be reached, including the
   * console. It leaves out those whose last message said that the incident was handed over.
   */
  Future<Before> load(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(new Before(Map.of(), Map.of()));
    }
    return tx.connection()
        .preparedQuery(TOLD)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, List<Contact>> told = new HashMap<>();
              Map<UUID, String> owners = new HashMap<>();
              for (Row row : rows) {
                told.computeIfAbsent(row.getUUID("incident_id"), i -> new ArrayList<>())
                    .add(contact(row));
                String owner = row.getString("owner");
                if (owner != null) {
                  owners.put(row.getUUID("receiver_id"), owner);
                }
              }
              return new Before(told, owners);
            });
  }

  private static final String PLACES =
      """
      SELECT DISTINCT channel, address FROM delivery
       WHERE tenant_id = current_tenant() AND incident_id = $1 AND event_seq >= $2 AND event <> 'incident.handed_over'\
      """;

  /** Where people were told of an incident under that seq of its timeline or a later one. */
  Future<Set<Page.Place>> places(Tx tx, UUID incident, int since) {
    return tx.connection()
        .preparedQuery(PLACES)
        .execute(tuple(incident, since))
        .map(
            rows -> {
              Set<Page.Place> places = new HashSet<>();
              rows.forEach(
                  row ->
                      places.add(
                          Page.Place.of(row.getString("channel"), row.getString("address"))));
              return places;
            });
  }

  private static Contact contact(Row row) {
    UUID id = row.getUUID("receiver_id");
    return id.equals(Contact.CONSOLE.id())
        ? Contact.CONSOLE
        : new Contact(
            id,
            row.getString("channel"),
            row.getString("address"),
            Severity.of(row.getInteger("min_severity")),
            row.getBoolean("may_wait"));
  }
}
