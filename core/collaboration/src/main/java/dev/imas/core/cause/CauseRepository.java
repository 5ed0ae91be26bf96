package dev.imas.core.cause;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.cause.CauseDraft.Entry;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores causes, and those of incidents. Only on a virtual thread. */
final class CauseRepository {

  /**
   * A cause.
   *
   * @param parent the id of the one that it is part of
   */
  record Stored(UUID id, String key, String label, @Nullable UUID parent, boolean isArchived) {}

  private static final String ALL =
      "SELECT id, key, label, parent_id, is_archived FROM cause ORDER BY position, key";

  /** Also archived ones, in their order. */
  List<Stored> all(Tx tx) {
    List<Stored> all = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(ALL).execute().await()) {
      all.add(
          new Stored(
              row.getUUID("id"),
              row.getString("key"),
              row.getString("label"),
              row.getUUID("parent_id"),
              row.getBoolean("is_archived")));
    }
    return all;
  }

  private static final String VERSION = "SELECT version FROM cause_taxonomy";

  /** 1 until somebody changes them. */
  int version(Tx tx) {
    return tx.connection().preparedQuery(VERSION).execute().await().stream()
        .findFirst()
        .map(row -> row.getInteger("version"))
        .orElse(1);
  }

  private static final String RAISE =
      """
      INSERT INTO cause_taxonomy (tenant_id, version)
      SELECT current_tenant(), $1 + 1 WHERE $1 = 1 OR EXISTS (SELECT FROM cause_taxonomy)
          ON CONFLICT (tenant_id) DO UPDATE SET version = EXCLUDED.version WHERE cause_taxonomy.version = $1\
      """;

  private static final String LEAVE_OUT =
      "UPDATE cause SET is_archived = true WHERE NOT is_archived AND key <> ALL ($1::text[])";

  private static final String WRITE =
      """
      INSERT INTO cause (tenant_id, id, key, label, parent_id, position)
      SELECT current_tenant(), n.id, n.key, n.label, (SELECT p.id FROM cause p WHERE p.key = n.parent), n.position
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[]) AS n(id, key, label, parent, position)
          ON CONFLICT (tenant_id, key)
          DO UPDATE SET label = EXCLUDED.label, parent_id = EXCLUDED.parent_id, position = EXCLUDED.position,
                        is_archived = false\
      """;

  /** Those that are left out are archived. */
  boolean replace(Tx tx, CauseDraft draft, int version, Instant at) {
    if (tx.connection().preparedQuery(RAISE).execute(tuple(version)).await().rowCount() != 1) {
      return false;
    }
    String[] keys = column(draft.causes(), Entry::key, String[]::new);
    tx.connection().preparedQuery(LEAVE_OUT).execute(tuple((Object) keys)).await();
    write(tx, draft, true, at);
    write(tx, draft, false, at);
    return true;
  }

  private static void write(Tx tx, CauseDraft draft, boolean top, Instant at) {
    List<Entry> entries =
        draft.causes().stream().filter(one -> (one.parent() == null) == top).toList();
    if (entries.isEmpty()) {
      return;
    }
    tx.connection()
        .preparedQuery(WRITE)
        .execute(
            tuple(
                column(entries, one -> UuidV7.at(at.toEpochMilli()), UUID[]::new),
                column(entries, Entry::key, String[]::new),
                column(entries, Entry::label, String[]::new),
                column(entries, Entry::parent, String[]::new),
                column(entries, one -> (short) draft.causes().indexOf(one), Short[]::new)))
        .await();
  }

  private static final String FIND =
      """
      SELECT id, key, label, parent_id, is_archived FROM cause
       WHERE id = $1 OR key = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** By id or key, also an archived one. */
  Optional<Stored> find(Tx tx, Reference cause) {
    return tx
        .connection()
        .preparedQuery(FIND)
        .execute(tuple(cause.id(), cause.text()))
        .await()
        .stream()
        .findFirst()
        .map(
            row ->
                new Stored(
                    row.getUUID("id"),
                    row.getString("key"),
                    row.getString("label"),
                    row.getUUID("parent_id"),
                    row.getBoolean("is_archived")));
  }

  /**
   * The cause of an incident.
   *
   * @param parent the label of the one that it is part of
   */
  record Chosen(
      String key, String label, @Nullable String parent, String chosenBy, Instant chosenAt) {

    /** With what it is part of. */
    String text() {
      return parent == null ? label : parent + " › " + label;
    }
  }

  private static final String OF =
      """
      SELECT c.key, c.label, p.label AS parent, x.chosen_by, x.chosen_at
        FROM incident_cause x
        LEFT JOIN cause c ON c.id = x.cause_id
        LEFT JOIN cause p ON p.id = c.parent_id
       WHERE x.incident_id = $1\
      """;

  @Nullable Chosen of(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(OF).execute(tuple(incident)).await().stream()
        .findFirst()
        .map(CauseRepository::chosen)
        .orElse(null);
  }

  private static Chosen chosen(Row row) {
    String key = row.getString("key");
    return new Chosen(
        key == null ? CauseDraft.UNKNOWN : key,
        key == null ? "Unknown" : row.getString("label"),
        row.getString("parent"),
        row.getString("chosen_by"),
        instant(row, "chosen_at"));
  }

  private static final String CHOOSE =
      """
      INSERT INTO incident_cause (tenant_id, incident_id, cause_id, chosen_by, chosen_at, opened_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)
          ON CONFLICT (tenant_id, incident_id)
          DO UPDATE SET cause_id = EXCLUDED.cause_id, chosen_by = EXCLUDED.chosen_by, chosen_at = EXCLUDED.chosen_at\
      """;

  /**
   * @param cause null: it is unknown
   */
  void choose(Tx tx, Incident incident, @Nullable UUID cause, String by, Instant at) {
    tx.connection()
        .preparedQuery(CHOOSE)
        .execute(tuple(incident.id(), cause, by, time(at), time(incident.clocks().createdAt())))
        .await();
  }

  private static final String CLEAR = "DELETE FROM incident_cause WHERE incident_id = $1";

  void clear(Tx tx, UUID incident) {
    tx.connection().preparedQuery(CLEAR).execute(tuple(incident)).await();
  }
}
