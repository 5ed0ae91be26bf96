package dev.imas.core.link;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads links by the hashes of their tokens, and takes their uses. */
final class LinkRepository {

  /**
   * @param user who acts by it
   * @param acts what it allows
   * @param used when it was used for what
   */
  record Link(
      TenantId tenant,
      UUID id,
      UUID incident,
      UUID user,
      List<Act> acts,
      Instant expiresAt,
      Map<Act, Instant> used) {}

  private static final String FIND =
      """
      SELECT tenant_id, id, incident_id, user_id, actions, expires_at, acknowledged_at, resolved_at
        FROM find_action_link($1)\
      """;

  /** Outside of any tenant. */
  Future<Optional<Link>> find(Tx tx, byte[] hash) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(Buffer.buffer(hash)))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(link(rows.iterator().next())));
  }

  private static Link link(Row row) {
    List<Act> acts = new ArrayList<>();
    for (String name : row.getArrayOfStrings("actions")) {
      for (Act act : Act.values()) {
        if (act.wireName().equals(name)) {
          acts.add(act);
        }
      }
    }
    Map<Act, Instant> used = new EnumMap<>(Act.class);
    Instant acknowledged = instantOrNull(row, "acknowledged_at");
    if (acknowledged != null) {
      used.put(Act.ACKNOWLEDGE, acknowledged);
    }
    Instant resolved = instantOrNull(row, "resolved_at");
    if (resolved != null) {
      used.put(Act.RESOLVE, resolved);
    }
    return new Link(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("id"),
        row.getUUID("incident_id"),
        row.getUUID("user_id"),
        List.copyOf(acts),
        instant(row, "expires_at"),
        Map.copyOf(used));
  }

  private static final String ACKNOWLEDGE =
      """
      UPDATE action_link SET acknowledged_at = $2 WHERE id = $1 AND acknowledged_at IS NULL AND expires_at > $2\
      """;

  private static final String RESOLVE =
      """
      UPDATE action_link SET resolved_at = $2 WHERE id = $1 AND resolved_at IS NULL AND expires_at > $2\
      """;

  /**
   * @return whether it had not been used for that
   */
  Future<Boolean> use(Tx tx, UUID id, Act act, Instant now) {
    String take =
        switch (act) {
          case ACKNOWLEDGE -> ACKNOWLEDGE;
          case RESOLVE -> RESOLVE;
          case UNACKNOWLEDGE, ESCALATE ->
              throw new IllegalArgumentException("no link is for " + act.wireName());
        };
    return tx.connection()
        .preparedQuery(take)
        .execute(tuple(id, time(now)))
        .map(updated -> updated.rowCount() > 0);
  }

  // A link has the id of its message, so that the messages' index finds it.
  private static final String OPEN_AGAIN =
      """
      UPDATE action_link l SET acknowledged_at = NULL
        FROM delivery d
       WHERE d.tenant_id = current_tenant() AND d.incident_id = ANY ($1)
         AND l.tenant_id = d.tenant_id AND l.id = d.id AND l.acknowledged_at IS NOT NULL\
      """;

  /** Lets the links of these incidents' messages acknowledge once more. */
  Future<Void> openAgain(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(OPEN_AGAIN)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .mapEmpty();
  }

  private static final String FORGET = "DELETE FROM action_link WHERE expires_at < $1";

  Future<Void> forget(Tx tx, Instant before) {
    return tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).mapEmpty();
  }
}
