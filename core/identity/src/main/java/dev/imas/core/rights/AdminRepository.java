package dev.imas.core.rights;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the administrators of a tenant, and where a user is reached. */
final class AdminRepository {

  private static final String OTHERS =
      """
      SELECT id FROM user_account
       WHERE role = 'tenant_admin' AND is_active AND deleted_at IS NULL AND id IS DISTINCT FROM $1
       ORDER BY id\
      """;

  /**
   * @param but not this one; null: all
   */
  List<UUID> others(Tx tx, @Nullable UUID but) {
    List<UUID> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(OTHERS).execute(tuple(but)).await()) {
      found.add(row.getUUID("id"));
    }
    return found;
  }

  private static final String PLACES =
      """
      SELECT channel, address FROM user_contact WHERE user_id = $1
      UNION ALL
      SELECT 'email', email FROM user_account WHERE id = $1 AND email IS NOT NULL\
      """;

  /** Wherever the user is reached, in the form of {@link #place}. */
  Set<String> places(Tx tx, UUID user) {
    Set<String> found = new HashSet<>();
    for (Row row : tx.connection().preparedQuery(PLACES).execute(tuple(user)).await()) {
      found.add(place(row.getString("channel"), row.getString("address")));
    }
    return found;
  }

  /**
   * An account that somebody logs in to.
   *
   * @param email null for none
   */
  record Entered(String username, @Nullable String email) {}

  private static final String ENTERED =
      """
      SELECT u.username, u.email FROM user_account u
        JOIN user_credential c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
       WHERE u.id = $1 AND c.password_hash IS NOT NULL AND u.deleted_at IS NULL\
      """;

  /** The account, if it has a password by now. */
  Optional<Entered> entered(Tx tx, UUID user) {
    for (Row row : tx.connection().preparedQuery(ENTERED).execute(tuple(user)).await()) {
      return Optional.of(new Entered(row.getString("username"), row.getString("email")));
    }
    return Optional.empty();
  }

  private static final String FEEDS_ENDED =
      "SELECT EXISTS (SELECT FROM calendar_feed WHERE made_by_user = $1 AND revoked_at = now()) AS"
          + " ended";

  /** Whether this transaction has ended addresses of calendars that the user made. */
  boolean hasEndedFeeds(Tx tx, UUID user) {
    return tx.connection()
        .preparedQuery(FEEDS_ENDED)
        .execute(tuple(user))
        .await()
        .iterator()
        .next()
        .getBoolean("ended");
  }

  static String place(String channel, String address) {
    return channel + ' ' + address.toLowerCase(Locale.ROOT);
  }
}
