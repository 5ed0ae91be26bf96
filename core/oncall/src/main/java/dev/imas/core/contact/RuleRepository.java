package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.QuietHours;
import dev.imas.core.platform.Tx;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes when and by what people are told. */
final class RuleRepository {

  /** A contact, and whether it can be told. */
  record Named(UUID id, String name, String channel, boolean isVerified, boolean isActive) {}

  record StoredRule(Urgency urgency, Duration after, Named contact) {}

  /**
   * @param version 1 before anything is stored
   */
  record Preferences(List<StoredRule> rules, @Nullable QuietHours quiet, int version) {}

  record NewRule(Urgency urgency, int position, Duration after, UUID contact) {}

  private static final String PREFERENCE =
      "SELECT quiet_from, quiet_until, quiet_days, version FROM notification_preference WHERE"
          + " user_id = $1";

  private static final String RULES =
      """
      SELECT r.urgency, extract(epoch FROM r.wait)::bigint AS seconds, c.id, c.name, c.channel,
             c.verified_at IS NOT NULL AS is_verified, c.is_active
        FROM notification_rule r
        JOIN user_contact c ON c.tenant_id = r.tenant_id AND c.id = r.contact_id
       WHERE r.user_id = $1
       ORDER BY r.urgency, r.position\
      """;

  Preferences read(Tx tx, UUID user) {
    List<StoredRule> rules = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(RULES).execute(tuple(user)).await()) {
      rules.add(
          new StoredRule(
              Urgency.named(row.getString("urgency")),
              Duration.ofSeconds(row.getLong("seconds")),
              new Named(
                  row.getUUID("id"),
                  row.getString("name"),
                  row.getString("channel"),
                  row.getBoolean("is_verified"),
                  row.getBoolean("is_active"))));
    }
    for (Row row : tx.connection().preparedQuery(PREFERENCE).execute(tuple(user)).await()) {
      return new Preferences(rules, quiet(row), row.getInteger("version"));
    }
    return new Preferences(rules, null, 1);
  }

  private static @Nullable QuietHours quiet(Row row) {
    LocalTime from = row.getLocalTime("quiet_from");
    if (from == null) {
      return null;
    }
    List<DayOfWeek> days = new ArrayList<>();
    for (Short day : row.getArrayOfShorts("quiet_days")) {
      days.add(DayOfWeek.of(day));
    }
    return new QuietHours(from, row.getLocalTime("quiet_until"), days);
  }

  private static final String CLEAR = "DELETE FROM notification_rule WHERE user_id = $1";

  private static final String INSERT =
      """
      INSERT INTO notification_rule (tenant_id, user_id, urgency, position, wait, contact_id)
      SELECT current_tenant(), $1, n.urgency, n.position, n.wait, n.contact_id
        FROM unnest($2::text[], $3::int2[], $4::interval[], $5::uuid[]) AS n(urgency, position, wait, contact_id)\
      """;

  private static final String STORE =
      """
      INSERT INTO notification_preference (tenant_id, user_id, quiet_from, quiet_until, quiet_days, version)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)
      ON CONFLICT (tenant_id, user_id)
      DO UPDATE SET quiet_from = $2, quiet_until = $3, quiet_days = $4, version = $5, updated_at = now()\
      """;

  /** Replaces all of it. The caller has locked the person. */
  void write(Tx tx, UUID user, List<NewRule> rules, @Nullable QuietHours quiet, int version) {
    tx.connection().preparedQuery(CLEAR).execute(tuple(user)).await();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                user,
                column(rules, r -> r.urgency.wireName(), String[]::new),
                column(rules, r -> (short) r.position, Short[]::new),
                column(rules, r -> interval(r.after), Interval[]::new),
                column(rules, NewRule::contact, UUID[]::new)))
        .await();
    tx.connection()
        .preparedQuery(STORE)
        .execute(
            tuple(
                user,
                quiet == null ? null : quiet.from(),
                quiet == null ? null : quiet.until(),
                quiet == null
                    ? null
                    : column(quiet.days(), d -> (short) d.getValue(), Short[]::new),
                version))
        .await();
  }
}
