package dev.imas.core.postmortem;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores post-mortems. Their incidents are locked before they are. Only on a virtual thread. */
final class PostMortemRepository {

  private static final String COLUMNS =
      """
      SELECT id, incident_id, state, number, duty_cause, duty_from, due_at, zone, remind_at, owner_id, reviewer_id,
             last_editor_id, cited, cited_revision, not_needed_reason, published_number, came_from, state_at, state_by,
             created_at, created_by, updated_at, version
        FROM post_mortem
      """;

  private static final String LOCK =
      COLUMNS + " WHERE incident_id = ANY ($1) ORDER BY id FOR UPDATE";

  /** Those of these incidents. */
  List<PostMortem> lock(Tx tx, Collection<UUID> incidents) {
    return read(
        tx.connection()
            .preparedQuery(LOCK)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .await());
  }

  private static final String READ = COLUMNS + " WHERE incident_id = $1";

  Optional<PostMortem> read(Tx tx, UUID incident) {
    return read(tx.connection().preparedQuery(READ).execute(tuple(incident)).await()).stream()
        .findFirst();
  }

  private static List<PostMortem> read(RowSet<Row> rows) {
    List<PostMortem> all = new ArrayList<>();
    rows.forEach(row -> all.add(postMortem(row)));
    return all;
  }

  private static PostMortem postMortem(Row row) {
    String cause = row.getString("duty_cause");
    return new PostMortem(
        row.getUUID("id"),
        row.getUUID("incident_id"),
        PostMortemState.named(row.getString("state")).orElseThrow(),
        row.getInteger("number"),
        cause == null ? null : DutyCause.named(cause),
        row.getUUID("duty_from"),
        instantOrNull(row, "due_at"),
        ZoneId.of(row.getString("zone")),
        instantOrNull(row, "remind_at"),
        row.getUUID("owner_id"),
        row.getUUID("reviewer_id"),
        row.getUUID("last_editor_id"),
        List.of(row.getArrayOfIntegers("cited")),
        row.getInteger("cited_revision"),
        row.getString("not_needed_reason"),
        row.getInteger("published_number"),
        row.getUUID("came_from"),
        instant(row, "state_at"),
        row.getString("state_by"),
        instant(row, "created_at"),
        row.getString("created_by"),
        instant(row, "updated_at"),
        row.getInteger("version"));
  }

  private static final String INSERT =
      """
      INSERT INTO post_mortem (tenant_id, id, incident_id, state, number, zone, owner_id, state_at, state_by, created_at,
                               created_by, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $7, $8, $7)\
      """;

  /** A first draft. */
  void insert(Tx tx, PostMortem made) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                made.id(),
                made.incident(),
                made.state().wireName(),
                made.number(),
                made.zone().getId(),
                made.owner(),
                time(made.createdAt()),
                made.createdBy()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE post_mortem
         SET incident_id = $2, state = $3, number = $4, duty_cause = $5, duty_from = $6, due_at = $7, zone = $8,
             remind_at = $9, owner_id = $10, reviewer_id = $11, last_editor_id = $12, cited = $13, cited_revision = $14,
             not_needed_reason = $15, published_number = $16, came_from = $17, state_at = $18, state_by = $19,
             updated_at = $20, version = $21
       WHERE id = $1\
      """;

  /** Of one that this transaction has locked. */
  void update(Tx tx, PostMortem p) {
    DutyCause duty = p.duty();
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                p.id(),
                p.incident(),
                p.state().wireName(),
                p.number(),
                duty == null ? null : duty.wireName(),
                p.dutyFrom(),
                timeOrNull(p.due()),
                p.zone().getId(),
                timeOrNull(p.remindAt()),
                p.owner(),
                p.reviewer(),
                p.lastEditor(),
                p.cited().toArray(Integer[]::new),
                p.citedRevision(),
                p.notNeededReason(),
                p.publishedNumber(),
                p.cameFrom(),
                time(p.stateAt()),
                p.stateBy(),
                time(p.updatedAt()),
                p.version()))
        .await();
  }

  /** What decides whether an incident that ends must have a post-mortem, besides its severity. */
  record Ended(UUID incident, boolean hasScope, boolean escalated) {}

  private static final String ENDED =
      """
      SELECT u.id,
             EXISTS (SELECT FROM incident_scope s
                      WHERE s.tenant_id = current_tenant() AND s.incident_id = ANY (f.ids)) AS has_scope,
             EXISTS (SELECT FROM escalation_firing e
                      WHERE e.tenant_id = current_tenant() AND e.incident_id = ANY (f.ids) AND e.step >= $2) AS escalated
        FROM unnest($1::uuid[]) AS u(id)
       CROSS JOIN LATERAL (
         SELECT u.id || ARRAY (SELECT m.id FROM incident m
                                WHERE m.tenant_id = current_tenant() AND m.merged_into = u.id) AS ids) AS f\
      """;

  /** Of these incidents, each together with those that were merged into it. */
  List<Ended> ended(Tx tx, Collection<UUID> incidents) {
    return tx
        .connection()
        .preparedQuery(ENDED)
        .execute(tuple(incidents.toArray(UUID[]::new), (short) (DutyCause.STEP - 1)))
        .await()
        .stream()
        .map(
            row ->
                new Ended(
                    row.getUUID("id"), row.getBoolean("has_scope"), row.getBoolean("escalated")))
        .toList();
  }

  /** A section that somebody has written. */
  record Written(
      PostMortemPart part, String text, int revision, Instant editedAt, String editedBy) {}

  private static final String SECTIONS =
      """
      SELECT section, text, revision, edited_at, edited_by FROM post_mortem_section WHERE post_mortem_id = $1\
      """;

  /** Those that somebody has written, in no order. */
  List<Written> sections(Tx tx, UUID postMortem) {
    List<Written> all = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(SECTIONS).execute(tuple(postMortem)).await()) {
      PostMortemPart.named(row.getString("section"))
          .ifPresent(
              part ->
                  all.add(
                      new Written(
                          part,
                          row.getString("text"),
                          row.getInteger("revision"),
                          instant(row, "edited_at"),
                          row.getString("edited_by"))));
    }
    return all;
  }

  private static final String WRITE =
      """
      INSERT INTO post_mortem_section (tenant_id, post_mortem_id, section, text, revision, edited_at, edited_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant_id, post_mortem_id, section) DO UPDATE
         SET text = excluded.text, revision = excluded.revision, edited_at = excluded.edited_at, edited_by = excluded.edited_by\
      """;

  /** Of a post-mortem that this transaction has locked. */
  void write(Tx tx, UUID postMortem, Written section) {
    tx.connection()
        .preparedQuery(WRITE)
        .execute(
            tuple(
                postMortem,
                section.part.wireName(),
                section.text,
                section.revision,
                time(section.editedAt),
                section.editedBy))
        .await();
  }

  /** A published version. */
  record Published(
      int number, String content, String sha256, Instant publishedAt, String publishedBy) {}

  private static final String PUBLISH =
      """
      INSERT INTO post_mortem_version (tenant_id, post_mortem_id, number, content, sha256, published_at, published_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void publish(Tx tx, UUID postMortem, Published version) {
    tx.connection()
        .preparedQuery(PUBLISH)
        .execute(
            tuple(
                postMortem,
                version.number,
                version.content,
                version.sha256,
                time(version.publishedAt),
                version.publishedBy))
        .await();
  }

  private static final String VERSIONS =
      """
      SELECT number, content, sha256, published_at, published_by FROM post_mortem_version
       WHERE post_mortem_id = $1 AND ($2::integer IS NULL OR number = $2)
       ORDER BY number DESC
       LIMIT $3\
      """;

  /**
   * The newest first.
   *
   * @param number only this one; null: all
   */
  List<Published> versions(Tx tx, UUID postMortem, @Nullable Integer number, int limit) {
    return tx
        .connection()
        .preparedQuery(VERSIONS)
        .execute(tuple(postMortem, number, limit))
        .await()
        .stream()
        .map(
            row ->
                new Published(
                    row.getInteger("number"),
                    row.getString("content"),
                    row.getString("sha256"),
                    instant(row, "published_at"),
                    row.getString("published_by")))
        .toList();
  }

  private static final String EXISTING =
      "SELECT count(*) AS n FROM timeline WHERE incident_id = $1 AND seq = ANY ($2)";

  /** How many of these entries the incident's timeline has. */
  int existing(Tx tx, UUID incident, List<Integer> entries) {
    return tx.connection()
        .preparedQuery(EXISTING)
        .execute(tuple(incident, entries.toArray(Integer[]::new)))
        .await()
        .iterator()
        .next()
        .getInteger("n");
  }
}
