package dev.imas.core.preference;

import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import java.util.UUID;

/** Stores how people want their pages. On a virtual thread. */
final class PreferenceRepository {

  /**
   * @param version 1 until something is chosen
   */
  record Stored(@JsonUnwrapped Preferences preferences, int version) implements Versioned {}

  private static final String READ =
      "SELECT preferences::text AS preferences, version FROM user_preference WHERE user_id = $1";

  Stored read(Tx tx, UUID user) {
    return tx.connection().preparedQuery(READ).execute(tuple(user)).await().stream()
        .findFirst()
        .map(
            row ->
                new Stored(
                    Json.read(row.getString("preferences"), Preferences.class),
                    row.getInteger("version")))
        .orElse(new Stored(Preferences.NONE, 1));
  }

  // Of two that write first, the second finds the row of the first, with another version.
  private static final String WRITE =
      """
      INSERT INTO user_preference AS p (tenant_id, user_id, preferences, version)
      SELECT current_tenant(), $1, $2::text::jsonb, $3::int + 1
       WHERE $3 = 1 OR EXISTS (SELECT FROM user_preference e WHERE e.user_id = $1)
      ON CONFLICT (tenant_id, user_id) DO UPDATE
         SET preferences = excluded.preferences, version = p.version + 1, updated_at = now()
       WHERE p.version = $3\
      """;

  /**
   * @return whether it still had that version
   */
  boolean write(Tx tx, UUID user, Preferences wanted, int version) {
    return tx.connection()
            .preparedQuery(WRITE)
            .execute(tuple(user, Json.write(wanted), version))
            .await()
            .rowCount()
        > 0;
  }
}
