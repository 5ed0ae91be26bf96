package dev.imas.core.template;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Form;
import dev.imas.core.wording.Templates;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes templates and the language of messages. Call it on a virtual thread. */
final class TemplateRepository {

  /** The versions that are kept of a template. */
  static final int MOST_VERSIONS = 50;

  /**
   * @param version 1 of the usual one, which is not stored
   */
  record Setting(String language, int version) {}

  private static final String SETTING = "SELECT language, version FROM message_wording";

  Setting setting(Tx tx) {
    for (Row row : tx.connection().preparedQuery(SETTING).execute().await()) {
      return new Setting(row.getString("language"), row.getInteger("version"));
    }
    return new Setting("en", 1);
  }

  private static final String SET_LANGUAGE =
      """
      INSERT INTO message_wording (tenant_id, language, version, updated_at)
      VALUES (current_tenant(), $1, $2 + 1, $3)
      ON CONFLICT (tenant_id) DO UPDATE
         SET language = excluded.language, version = excluded.version, updated_at = excluded.updated_at
       WHERE message_wording.version = $2\
      """;

  /**
   * @param version that it must still have
   * @return whether it had
   */
  boolean setLanguage(Tx tx, String language, int version, Instant now) {
    return tx.connection()
            .preparedQuery(SET_LANGUAGE)
            .execute(tuple(language, version, Rows.time(now)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String COLUMNS =
      "SELECT language, kind, form, version, source, made_at, made_by FROM message_template ";

  private static final String CURRENT =
      COLUMNS + "WHERE is_current AND source IS NOT NULL ORDER BY language, kind, form";

  /** Those in force, in all languages. */
  List<StoredTemplate> current(Tx tx) {
    return read(tx.connection().preparedQuery(CURRENT).execute().await());
  }

  private static final String LATEST =
      COLUMNS + "WHERE language = $1 AND kind = $2 AND form = $3 AND is_current";

  /** The last version, also one that went back to the shipped template. */
  Optional<StoredTemplate> latest(Tx tx, Templates.Key key) {
    return read(tx.connection().preparedQuery(LATEST).execute(of(key)).await()).stream()
        .findFirst();
  }

  private static final String VERSIONS =
      COLUMNS + "WHERE language = $1 AND kind = $2 AND form = $3 ORDER BY version DESC LIMIT 50";

  List<StoredTemplate> versions(Tx tx, Templates.Key key) {
    return read(tx.connection().preparedQuery(VERSIONS).execute(of(key)).await());
  }

  // Whoever writes a template holds this row, so that versions are given one after the other.
  private static final String BUMP =
      """
      INSERT INTO message_wording (tenant_id, updated_at) VALUES (current_tenant(), $1)
      ON CONFLICT (tenant_id) DO UPDATE SET generation = message_wording.generation + 1\
      """;

  /** Lets the notifiers read again, and locks the tenant's templates. */
  void lock(Tx tx, Instant now) {
    tx.connection().preparedQuery(BUMP).execute(tuple(Rows.time(now))).await();
  }

  private static final String RETIRE =
      """
      UPDATE message_template SET is_current = false
       WHERE language = $1 AND kind = $2 AND form = $3 AND is_current\
      """;

  private static final String INSERT =
      """
      INSERT INTO message_template (tenant_id, language, kind, form, version, source, made_at, made_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)\
      """;

  private static final String FORGET =
      """
      DELETE FROM message_template
       WHERE language = $1 AND kind = $2 AND form = $3 AND version <= $4\
      """;

  /**
   * Adds a version, which is in force at once. After {@link #lock}.
   *
   * @param source null: the shipped template is in force
   */
  void insert(
      Tx tx, Templates.Key key, int version, @Nullable String source, Instant now, String by) {
    tx.connection().preparedQuery(RETIRE).execute(of(key)).await();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                key.language(),
                key.kind(),
                key.form().wireName(),
                version,
                source,
                Rows.time(now),
                by))
        .await();
    tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple(key.language(), key.kind(), key.form().wireName(), version - MOST_VERSIONS))
        .await();
  }

  private static final String LAST_MESSAGE =
      """
      SELECT payload::text AS payload FROM delivery
       WHERE incident_id = $1 AND payload ? 'incident'
       ORDER BY event_seq DESC LIMIT 1\
      """;

  /** The payload of the last message about an incident. */
  Optional<String> lastMessage(Tx tx, UUID incident) {
    for (Row row : tx.connection().preparedQuery(LAST_MESSAGE).execute(tuple(incident)).await()) {
      return Optional.of(row.getString("payload"));
    }
    return Optional.empty();
  }

  private static Tuple of(Templates.Key key) {
    return tuple(key.language(), key.kind(), key.form().wireName());
  }

  private static List<StoredTemplate> read(RowSet<Row> rows) {
    List<StoredTemplate> read = new ArrayList<>();
    for (Row row : rows) {
      Form form = Form.named(row.getString("form")).orElse(null);
      if (form != null) {
        read.add(
            new StoredTemplate(
                row.getString("language"),
                row.getString("kind"),
                form,
                row.getInteger("version"),
                row.getString("source"),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getString("made_by")));
      }
    }
    return read;
  }
}
