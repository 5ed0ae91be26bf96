package dev.imas.core.rights;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.bus.Saying;
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
  record Ending(UUID id, Instant at, Saying what, Saying mend, @Nullable UUID holder) {}

  // A program reads no mail, so whoever made its token is told. The author of a token may have been
  // another token: ada (cli).
  private static final String TOKEN =
      """
      SELECT t.id, t.expires_at AS ends_at, t.user_id IS NOT NULL AS is_personal,
             t.name, a.name AS program,
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
             g.permission AS name, t.name AS team, g.user_id IS NULL AS is_of_program, a.name AS program, k.name AS token,
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
              isToken ? token(row) : right(row),
              isToken
                  ? row.getBoolean("is_personal")
                      ? Saying.of("expiry.mend.own")
                      : Saying.of("expiry.mend.program", id)
                  : Saying.of("expiry.mend.right"),
              row.getUUID("holder")));
    }
    return Optional.empty();
  }

  private static Saying token(Row row) {
    String program = row.getString("program");
    return program == null
        ? Saying.of("expiry.token", row.getString("name"))
        : Saying.of("expiry.token.program", row.getString("name"), program);
  }

  private static Saying right(Row row) {
    String team = row.getString("team");
    Saying right = Saying.of("expiry.right", row.getString("name"));
    Saying where = team == null ? right : right.and("expiry.right.team", team);
    if (!row.getBoolean("is_of_program")) {
      return where;
    }
    String program = row.getString("program");
    String token = row.getString("token");
    if (program != null) {
      return where.and("expiry.of.program", program);
    }
    return token == null ? where.and("expiry.of.some") : where.and("expiry.of.token", token);
  }
}
