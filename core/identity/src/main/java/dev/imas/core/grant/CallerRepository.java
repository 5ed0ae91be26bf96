package dev.imas.core.grant;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Rights;
import dev.imas.core.http.Principal;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads what a person may do at this moment, for those who come in without a credential. */
public final class CallerRepository {

  private static final String FIND =
      """
      SELECT username, role, grants_of(tenant_id, id)::text AS grants
        FROM user_account
       WHERE id = $1 AND is_active AND deleted_at IS NULL\
      """;

  /** The person as a caller; empty if they are gone or inactive. */
  public Future<Optional<Principal>> find(Tx tx, TenantId tenant, UUID user, Instant now) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(user))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              String name = row.getString("username");
              return Optional.of(
                  new Principal(
                      tenant,
                      user,
                      new Principal.Person(user, name),
                      name,
                      new Rights(
                              AccessRole.named(row.getString("role")).orElse(AccessRole.VIEWER),
                              GrantJson.read(row.getString("grants")))
                          .at(now),
                      null));
            });
  }
}
