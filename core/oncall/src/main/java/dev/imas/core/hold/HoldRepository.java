package dev.imas.core.hold;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.QuietHours;
import dev.imas.core.contact.NotificationMatrix;
import dev.imas.core.contact.Urgency;
import dev.imas.core.hold.HoldPlanner.Receiver;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Medium;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what decides whether messages wait, in one statement. */
final class HoldRepository {

  /**
   * @param receivers by id; who is gone is missing
   */
  record Found(HoldPlanner planner, Map<UUID, Receiver> receivers) {}

  private final ChannelKinds channels;

  HoldRepository(ChannelKinds channels) {
    this.channels = channels;
  }

  private static final String FIND =
      """
      SELECT w.id, r.user_id, r.channel, r.by_matrix, u.time_zone, p.quiet_from, p.quiet_until, p.quiet_days,
             ARRAY (SELECT DISTINCT n.urgency FROM notification_rule n
                     WHERE n.tenant_id = current_tenant() AND n.user_id = r.user_id) AS rules,
             (SELECT m.matrix::text FROM notification_matrix m WHERE m.tenant_id = current_tenant()) AS matrix,
             t.quiet_from AS channel_from, t.quiet_until AS channel_until, t.quiet_days AS channel_days, t.quiet_zone,
             y.time_zone AS zone, extract(epoch FROM y.group_every)::bigint AS group_every, y.digest_at
        FROM unnest($1::uuid[]) AS w(id)
        -- The LIMIT keeps it a look-up by the key.
        CROSS JOIN LATERAL (SELECT * FROM receiver c WHERE c.tenant_id = current_tenant() AND c.id = w.id LIMIT 1) AS r
        LEFT JOIN user_account u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
        LEFT JOIN notification_preference p ON p.tenant_id = r.tenant_id AND p.user_id = r.user_id
        LEFT JOIN team_contact t ON t.tenant_id = r.tenant_id AND t.id = r.id
        LEFT JOIN delivery_policy y ON y.tenant_id = r.tenant_id\
      """;

  Future<Found> find(Tx tx, Collection<UUID> receivers) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple((Object) receivers.toArray(UUID[]::new)))
        .map(
            rows -> {
              NotificationMatrix matrix = NotificationMatrix.USUAL;
              Timetable timetable = Timetable.USUAL;
              Map<UUID, Receiver> found = new HashMap<>();
              for (Row row : rows) {
                found.put(row.getUUID("id"), receiver(row));
                String changed = row.getString("matrix");
                matrix = changed == null ? matrix : NotificationMatrix.read(changed);
                timetable = row.getString("zone") == null ? timetable : timetable(row, "zone");
              }
              return new Found(new HoldPlanner(matrix, timetable), found);
            });
  }

  static Timetable timetable(Row row, String zone) {
    return new Timetable(
        zone(row.getString(zone)),
        java.time.Duration.ofSeconds(row.getLong("group_every")),
        row.getLocalTime("digest_at"));
  }

  private Receiver receiver(Row row) {
    Optional<Medium> medium = channels.of(row.getString("channel")).flatMap(ChannelKind::medium);
    if (row.getUUID("user_id") == null) {
      String zone = row.getString("quiet_zone");
      return new Receiver.Channel(
          medium,
          row.getBoolean("by_matrix"),
          zone == null ? ZoneOffset.UTC : zone(zone),
          QuietHours.of(
              row.getLocalTime("channel_from"),
              row.getLocalTime("channel_until"),
              row.getArrayOfShorts("channel_days")));
    }
    Set<Urgency> rules = EnumSet.noneOf(Urgency.class);
    for (String urgency : row.getArrayOfStrings("rules")) {
      rules.add(Urgency.named(urgency));
    }
    return new Receiver.Person(medium, rules, zone(row.getString("time_zone")), quiet(row));
  }

  /** A zone that this Java does not know any more counts as UTC. */
  static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneId.of("UTC");
    }
  }

  private static @Nullable QuietHours quiet(Row row) {
    return QuietHours.of(
        row.getLocalTime("quiet_from"),
        row.getLocalTime("quiet_until"),
        row.getArrayOfShorts("quiet_days"));
  }
}
