package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.contact.CodeCountries.Sender;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes to which phone numbers a tenant's codes are sent. */
final class CodeCountryRepository {

  private static final String CHOSEN = "SELECT phone_prefixes, version FROM code_countries";

  private static final String SENDERS =
      """
      SELECT type, config ->> 'from' AS sender FROM provider WHERE channel IN ('sms', 'voice') AND is_active\
      """;

  CodeCountries read(Tx tx) {
    for (Row row : tx.connection().preparedQuery(CHOSEN).execute().await()) {
      return new CodeCountries(
          List.of(row.getArrayOfStrings("phone_prefixes")), true, row.getInteger("version"));
    }
    List<Sender> senders = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(SENDERS).execute().await()) {
      senders.add(new Sender(row.getString("type"), Optional.ofNullable(row.getString("sender"))));
    }
    return CodeCountries.usual(senders);
  }

  private static final String WRITE =
      """
      INSERT INTO code_countries (tenant_id, phone_prefixes, version)
      VALUES (current_tenant(), $1, $2 + 1)
      ON CONFLICT (tenant_id) DO UPDATE
         SET phone_prefixes = excluded.phone_prefixes, version = excluded.version, updated_at = now()
       WHERE code_countries.version = $2\
      """;

  /**
   * @param version that it must still have
   * @return whether it had
   */
  boolean write(Tx tx, List<String> prefixes, int version) {
    return tx.connection()
            .preparedQuery(WRITE)
            .execute(tuple(prefixes.toArray(String[]::new), version))
            .await()
            .rowCount()
        > 0;
  }
}
