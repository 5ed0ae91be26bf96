package dev.imas.core.rights;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads tokens and grants that will end, and who is to know. */
final class ExpiryRepository {

  /**
   * @param what it is, for people
   * @param mend what to do if it is still needed
   * @param holder who is told: the user whose it is, else the active user who made it; null:
   *     neither is there
   */
  record Ending(UUID id, Instant at, String what, String mend, @Nullable UUID holder) {}

  // A program reads no mail, so whoever made its token is told. The author of a token may have been
  // another token: ada (cli).
  private static final String TOKEN =
      """
      SELECT t.id, t.expires_at AS ends_at, t.user_id IS NOT NULL AS is_personal,
             'The API token ' || t.name || coalesce(' of the program ' || a.name, '') AS what,
             coalesce(t.user_id, m.id) AS holder
        FROM api_token t
        LEFT JOIN service_account a ON a.tenant_id = t.tenant_id AND a.id = t.service_account_id
        LEFT JOIN user_account m
          ON m.tenant_id = t.tenant_id AND lower(m.username) = lower(split_part(t.created_by, ' (', 1))
         AND m.is_active AND m.deleted_at IS NULL
       WHERE t.id = $1 AND t.revoked_at IS NULL AND t.expires_at IS NOT NULL\
      """;

  private static final String GRANT =
      """
      SELECT g.id, g.ends_at, true AS is_personal,
             'The right ' || g.permission || coalesce(' for the team ' || t.name, '')
               || CASE WHEN g.user_id IS NULL THEN ' of ' || coalesce('the program ' || a.name, 'the token ' || k.name, 'a program')
                       ELSE '' END AS what,
             coalesce(g.user_id, k.user_id, m.id) AS holder
        FROM access_grant g
        LEFT JOIN team t ON t.tenant_id = g.tenant_id AND t.id = g.team_id
        LEFT JOIN service_account a ON a.tenant_id = g.tenant_id AND a.id = g.service_account_id
        LEFT JOIN api_token k ON k.tenant_id = g.tenant_id AND k.id = g.token_id
        LEFT JOIN user_account m
          ON m.tenant_id = g.tenant_id AND m.id = g.made_by_user AND m.is_active AND m.deleted_at IS NULL
       WHERE g.id = $1 AND g.ended_at IS NULL AND g.ends_at IS NOT NULL\
      """;

  /**
   * @param subject of the timer
   * @return empty if it is gone, has ended before its time, or does not end
   */
  Optional<Ending> find(Tx tx, String subject) {
    int colon = subject.indexOf(':');
    UUID id = UUID.fromString(subject.substring(colon + 1));
    boolean isToken = subject.startsWith("token:");
    for (Row row :
        tx.connection().preparedQuery(isToken ? TOKEN : GRANT).execute(tuple(id)).await()) {
      return Optional.of(
          new Ending(
              id,
              instant(row, "ends_at"),
              row.getString("what"),
              isToken
                  ? row.getBoolean("is_personal")
                      ? "If you still use it, make another: POST /api/v1/me/tokens."
                      : "If it is still used, regenerate it: POST /api/v1/tokens/"
                          + id
                          + "/regenerate."
                  : "If it is still needed, ask an administrator to grant it again.",
              row.getUUID("holder")));
    }
    return Optional.empty();
  }
}
