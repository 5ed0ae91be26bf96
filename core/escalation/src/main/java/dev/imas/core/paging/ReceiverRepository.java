package dev.imas.core.paging;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.Contact;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads receivers of messages as they are now. */
final class ReceiverRepository {

  private static final String REACHABLE =
      "SELECT id, channel, address FROM receiver WHERE id = ANY ($1) AND is_active";

  /** Those that can be reached, by id. */
  Future<Map<UUID, Contact>> reachable(Tx tx, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(REACHABLE)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Contact> found = new HashMap<>();
              for (Row row : rows) {
                found.put(
                    row.getUUID("id"),
                    new Contact(
                        row.getUUID("id"),
                        row.getString("channel"),
                        row.getString("address"),
                        Severity.SEV4_LOW));
              }
              return found;
            });
  }

  /** A page to one receiver: its incident, and the timeline's seq under which it goes out. */
  record PageTo(UUID incident, UUID receiver, int seq) {}

  private static final String TOLD =
      """
      SELECT n.incident_id, n.receiver_id, n.event_seq
        FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS n(incident_id, receiver_id, event_seq)
        JOIN user_contact c ON c.id = n.receiver_id
       WHERE EXISTS (SELECT FROM delivery d
                      WHERE d.incident_id = n.incident_id AND d.event_seq = n.event_seq
                        AND (d.receiver_id = n.receiver_id
                             OR d.channel = c.channel AND lower(d.address) = lower(c.address)))\
      """;

  /**
   * Those of these pages that have been queued already: failing over may have come first, or
   * another person has the same address, which rings once for an event (decision C20).
   */
  Future<Set<PageTo>> told(Tx tx, List<PageTo> pages) {
    return tx.connection()
        .preparedQuery(TOLD)
        .execute(
            tuple(
                column(pages, PageTo::incident, UUID[]::new),
                column(pages, PageTo::receiver, UUID[]::new),
                column(pages, PageTo::seq, Integer[]::new)))
        .map(
            rows -> {
              Set<PageTo> told = new HashSet<>();
              rows.forEach(
                  row ->
                      told.add(
                          new PageTo(
                              row.getUUID("incident_id"),
                              row.getUUID("receiver_id"),
                              row.getInteger("event_seq"))));
              return told;
            });
  }
}
