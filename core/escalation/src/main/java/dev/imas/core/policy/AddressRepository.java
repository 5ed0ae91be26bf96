package dev.imas.core.policy;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The mail addresses that belong to nobody here and are told all the same. Each is a receiver of
 * its own. Only on a virtual thread.
 */
public final class AddressRepository {

  private static final String FIND =
      """
      SELECT id, lower(address) AS address FROM escalation_address WHERE lower(address) = ANY ($1)\
      """;

  /** The receivers of addresses, by the address in lower case. */
  public Map<String, UUID> find(Tx tx, Collection<String> emails) {
    Map<String, UUID> addresses = new HashMap<>();
    tx.connection()
        .preparedQuery(FIND)
        .execute(
            tuple(
                (Object)
                    emails.stream()
                        .map(email -> email.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toArray(String[]::new)))
        .await()
        .forEach(row -> addresses.put(row.getString("address"), row.getUUID("id")));
    return addresses;
  }

  private static final String INSERT =
      """
      INSERT INTO escalation_address (tenant_id, id, address, created_at)
      SELECT current_tenant(), a.id, a.address, $3 FROM unnest($1::uuid[], $2::text[]) AS a(id, address)
      ON CONFLICT (tenant_id, lower(address)) DO NOTHING\
      """;

  /** Makes receivers of addresses that are none yet. */
  public void keep(Tx tx, Collection<String> emails, Instant now) {
    List<String> sorted = new ArrayList<>(emails.stream().distinct().sorted().toList());
    if (!sorted.isEmpty()) {
      tx.connection()
          .preparedQuery(INSERT)
          .execute(
              tuple(
                  Rows.column(sorted, email -> UuidV7.at(now.toEpochMilli()), UUID[]::new),
                  sorted.toArray(String[]::new),
                  time(now)))
          .await();
    }
  }
}
