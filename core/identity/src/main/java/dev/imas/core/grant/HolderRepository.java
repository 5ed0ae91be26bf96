package dev.imas.core.grant;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Finds users, service accounts and tokens that may have rights. */
public final class HolderRepository {

  private static final String USER =
      """
      SELECT id FROM user_account
       WHERE is_active AND deleted_at IS NULL AND (id = $1 OR lower(username) = lower($2))
       ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  private static final String SERVICE_ACCOUNT =
      """
      SELECT id FROM service_account
       WHERE is_active AND (id = $1 OR lower(name) = lower($2))
       ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  private static final String TOKEN =
      "SELECT id FROM api_token WHERE revoked_at IS NULL AND id = $1 AND $2::text IS NOT NULL";

  /** The holder's id, if it exists and is active. */
  public Future<Optional<UUID>> find(Tx tx, Holder holder) {
    String question =
        switch (holder.kind()) {
          case USER -> USER;
          case SERVICE_ACCOUNT -> SERVICE_ACCOUNT;
          case TOKEN -> TOKEN;
        };
    return tx.connection()
        .preparedQuery(question)
        .execute(tuple(holder.reference().id(), holder.reference().text()))
        .map(Rows::firstId);
  }
}
