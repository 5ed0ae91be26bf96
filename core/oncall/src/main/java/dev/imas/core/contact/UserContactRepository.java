package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the contacts of people. */
final class UserContactRepository {

  /**
   * @param verifiedAt null: its owner has not proved yet that a message reached them
   */
  record ContactView(
      UUID id,
      UUID user,
      String name,
      String channel,
      String address,
      boolean hasSecret,
      @Nullable Instant verifiedAt,
      boolean isActive,
      int version,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {

    /** What the audit keeps: without name and address, so that a person can be forgotten. */
    Map<String, Object> withoutPerson() {
      Map<String, Object> kept = new LinkedHashMap<>();
      kept.put("user", user);
      kept.put("channel", channel);
      kept.put("is_verified", verifiedAt != null);
      kept.put("is_active", isActive);
      kept.put("version", version);
      return kept;
    }

    Map<String, Object> withoutPersonSince(ContactView before) {
      Map<String, Object> kept = withoutPerson();
      List<String> changed = new ArrayList<>();
      if (!name.equals(before.name)) {
        changed.add("name");
      }
      if (!address.equals(before.address)) {
        changed.add("address");
      }
      kept.put("changed", changed);
      return kept;
    }
  }

  /**
   * @param secretEnc null keeps what is stored
   */
  record ContactWriting(
      String name,
      String channel,
      String address,
      byte @Nullable [] secretEnc,
      boolean clearSecret,
      boolean isActive) {}

  private static final String LIST =
      """
      SELECT id, user_id, name, channel, address, secret_enc IS NOT NULL AS has_secret, verified_at, is_active, version,
             created_at, updated_at
        FROM user_contact
       WHERE user_id = $1 AND ($2::uuid IS NULL OR id = $2) AND ($3::uuid IS NULL OR id > $3)
       ORDER BY id
       LIMIT $4\
      """;

  List<ContactView> list(Tx tx, UUID user, @Nullable UUID after, int limit) {
    return views(
        tx.connection().preparedQuery(LIST).execute(tuple(user, null, after, limit)).await());
  }

  Optional<ContactView> find(Tx tx, UUID user, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(user, id, null, 1)).await())
        .stream()
        .findFirst();
  }

  private static List<ContactView> views(RowSet<Row> rows) {
    List<ContactView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new ContactView(
              row.getUUID("id"),
              row.getUUID("user_id"),
              row.getString("name"),
              row.getString("channel"),
              row.getString("address"),
              row.getBoolean("has_secret"),
              instantOrNull(row, "verified_at"),
              row.getBoolean("is_active"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static final String IDS =
      """
      SELECT id FROM user_contact
       WHERE user_id = $1 AND (id = $2 OR lower(name) = lower($3))
       ORDER BY id = $2 DESC NULLS LAST
       LIMIT 2\
      """;

  /**
   * By id, or by a name that only one of the person's contacts has.
   *
   * @throws Fault NOT_FOUND if there is none, CONFLICT if there are several
   */
  ContactView existing(Tx tx, UUID user, Reference contact) {
    RowSet<Row> rows =
        tx.connection()
            .preparedQuery(IDS)
            .execute(tuple(user, contact.id(), contact.text()))
            .await();
    UUID id =
        Rows.firstId(rows).orElseThrow(() -> Fault.notFound("there is no contact " + contact));
    if (rows.size() > 1 && !id.equals(contact.id())) {
      throw Fault.conflict(
          "several contacts of the person have the name '" + contact + "'; use the id");
    }
    return find(tx, user, id).orElseThrow();
  }

  private static final String LOCK_USER =
      "SELECT 1 FROM user_account WHERE id = $1 FOR NO KEY UPDATE";

  /** Keeps others from changing the person's contacts and rules until the transaction ends. */
  void lock(Tx tx, UUID user) {
    tx.connection().preparedQuery(LOCK_USER).execute(tuple(user)).await();
  }

  private static final String INSERT =
      """
      INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, secret_enc, is_active)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)\
      """;

  void insert(Tx tx, UUID user, UUID id, ContactWriting w) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, user, w.name, w.channel, w.address, bytes(w.secretEnc), w.isActive))
        .await();
  }

  // Another address has to be verified again.
  private static final String UPDATE =
      """
      UPDATE user_contact
         SET verified_at = CASE WHEN channel = $3 AND address = $4 THEN verified_at END,
             name = $2, channel = $3, address = $4,
             secret_enc = CASE WHEN $6 THEN NULL ELSE coalesce($5, secret_enc) END,
             is_active = $7, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $8\
      """;

  boolean update(Tx tx, UUID id, ContactWriting w, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    w.name,
                    w.channel,
                    w.address,
                    bytes(w.secretEnc),
                    w.clearSecret,
                    w.isActive,
                    version))
            .await()
            .rowCount()
        > 0;
  }

  // Its rules go with it, so whoever has read the rules must read them again.
  private static final String DELETE =
      """
      WITH gone AS (
        DELETE FROM user_contact WHERE id = $1 RETURNING tenant_id, user_id, id)
      UPDATE notification_preference p SET version = p.version + 1, updated_at = now()
        FROM gone g
       WHERE p.tenant_id = g.tenant_id AND p.user_id = g.user_id
         AND EXISTS (SELECT FROM notification_rule r
                      WHERE r.tenant_id = g.tenant_id AND r.user_id = g.user_id AND r.contact_id = g.id)\
      """;

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static @Nullable Buffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }
}
