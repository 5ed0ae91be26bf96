package dev.imas.core.postmortem;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.CommentColumns;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.postmortem.PostMortemText.CitedEntry;
import dev.imas.core.postmortem.PostMortemView.Edition;
import dev.imas.core.postmortem.PostMortemView.Member;
import dev.imas.core.postmortem.PostMortemView.Named;
import dev.imas.core.postmortem.PostMortemView.Of;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads post-mortems as they are shown. Only on a virtual thread. */
final class PostMortemViewRepository {

  /**
   * Which post-mortems are listed; a null asks for nothing.
   *
   * @param states by their wire names
   * @param owner whose they are
   * @param reviewer who reads them before they are published
   * @param teams that own the incident's service
   */
  record Filter(
      String[] states,
      @Nullable UUID owner,
      @Nullable UUID reviewer,
      UUID @Nullable [] teams,
      @Nullable UUID service,
      @Nullable UUID incident,
      boolean isRequired,
      boolean isOverdue) {}

  /**
   * Where a page of the list begins.
   *
   * @param isOver whether what is over has begun
   * @param due as text, since it may be infinity
   */
  record After(boolean isOver, String due, UUID id) {

    private static final String NEVER = "infinity";

    static After parse(String key) {
      String[] parts = key.split(",", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("not a cursor of this list");
      }
      return new After(
          parts[0].equals("over"),
          parts[1].equals(NEVER) ? NEVER : Instant.parse(parts[1]).toString(),
          UUID.fromString(parts[2]));
    }

    static String key(PostMortemView view) {
      Instant due = view.dueAt();
      boolean isOver =
          PostMortemState.named(view.state()).filter(PostMortemState::isBeingWritten).isEmpty();
      return (isOver ? "over" : "open")
          + ","
          + (due == null ? NEVER : due.toString())
          + ","
          + view.id();
    }
  }

  private static final String COLUMNS =
      """
      SELECT p.id, p.incident_id, p.state, p.number, p.duty_cause, p.due_at, p.owner_id, p.reviewer_id, p.last_editor_id,
             p.not_needed_reason, p.published_number, p.state_at, p.state_by, p.created_at, p.created_by, p.updated_at,
             p.version, n.short_id, n.title, n.severity, n.status, n.service_id, s.name AS service_name, t.id AS team_id,
             t.name AS team_name, n.resolved_at, n.merged_into, v.published_at, v.published_by,
             o.username AS owner_name, o.is_active AND o.deleted_at IS NULL AS owner_is_active,
             r.username AS reviewer_name, r.is_active AND r.deleted_at IS NULL AS reviewer_is_active,
             e.username AS last_editor_name, e.is_active AND e.deleted_at IS NULL AS last_editor_is_active
        FROM post_mortem p
        JOIN incident n ON n.tenant_id = p.tenant_id AND n.id = p.incident_id
        JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
        LEFT JOIN post_mortem_version v ON v.tenant_id = p.tenant_id AND v.post_mortem_id = p.id AND v.number = p.published_number
        LEFT JOIN user_account o ON o.tenant_id = p.tenant_id AND o.id = p.owner_id
        LEFT JOIN user_account r ON r.tenant_id = p.tenant_id AND r.id = p.reviewer_id
        LEFT JOIN user_account e ON e.tenant_id = p.tenant_id AND e.id = p.last_editor_id
      """;

  private static final String IS_OWED =
      """
      p.duty_cause IS NOT NULL AND p.published_number IS NULL AND p.state <> 'not_needed' AND n.merged_into IS NULL\
      """;

  private static final String LIST =
      COLUMNS
          + """
           WHERE p.state = ANY ($1)
             AND ($2::uuid IS NULL OR p.owner_id = $2)
             AND ($3::uuid IS NULL OR p.reviewer_id = $3)
             AND ($4::uuid[] IS NULL OR s.owner_team_id = ANY ($4))
             AND ($5::uuid IS NULL OR n.service_id = $5)
             AND ($6::uuid IS NULL OR p.incident_id = $6)
             AND (NOT $7 OR p.duty_cause IS NOT NULL)
             AND (NOT $8 OR (p.due_at < $9 AND n.status = 'RESOLVED' AND %s))
             AND ($10::text IS NULL OR (p.state NOT IN ('draft', 'review'), coalesce(p.due_at, 'infinity'), p.id)
                                       > ($13::boolean, $10::text::timestamptz, $11::uuid))
           ORDER BY p.state NOT IN ('draft', 'review'), coalesce(p.due_at, 'infinity'), p.id
           LIMIT $12\
          """
              .formatted(IS_OWED);

  /** Those that are written first, and of these what is due soonest. */
  List<PostMortemView> list(Tx tx, Filter filter, @Nullable After after, int limit, Instant now) {
    return tx
        .connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                filter.states,
                filter.owner,
                filter.reviewer,
                filter.teams,
                filter.service,
                filter.incident,
                filter.isRequired,
                filter.isOverdue,
                time(now),
                after == null ? null : after.due(),
                after == null ? null : after.id(),
                limit,
                after != null && after.isOver()))
        .await()
        .stream()
        .map(row -> view(row, now))
        .toList();
  }

  private static final String FIND = COLUMNS + " WHERE p.incident_id = $1";

  Optional<PostMortemView> find(Tx tx, UUID incident, Instant now) {
    return tx.connection().preparedQuery(FIND).execute(tuple(incident)).await().stream()
        .map(row -> view(row, now))
        .findFirst();
  }

  private static PostMortemView view(Row row, Instant now) {
    String state = row.getString("state");
    String duty = row.getString("duty_cause");
    Instant due = instantOrNull(row, "due_at");
    Integer published = row.getInteger("published_number");
    boolean isOwed =
        duty != null
            && published == null
            && !state.equals(PostMortemState.NOT_NEEDED.wireName())
            && row.getUUID("merged_into") == null;
    boolean isOver = row.getString("status").equals("RESOLVED");
    return new PostMortemView(
        row.getUUID("id"),
        incident(row),
        state,
        row.getInteger("number"),
        duty,
        due,
        isOwed && isOver && due != null && due.isBefore(now),
        isOwed && !isOver,
        member(row, "owner"),
        member(row, "reviewer"),
        member(row, "last_editor"),
        row.getString("not_needed_reason"),
        published == null
            ? null
            : new Edition(published, instant(row, "published_at"), row.getString("published_by")),
        instant(row, "state_at"),
        row.getString("state_by"),
        instant(row, "created_at"),
        row.getString("created_by"),
        instant(row, "updated_at"),
        row.getInteger("version"));
  }

  private static Of incident(Row row) {
    return new Of(
        row.getUUID("incident_id"),
        row.getString("short_id"),
        row.getString("title"),
        Severity.of(row.getShort("severity")),
        row.getString("status"),
        new Named(row.getUUID("service_id"), row.getString("service_name")),
        new Named(row.getUUID("team_id"), row.getString("team_name")),
        instantOrNull(row, "resolved_at"),
        row.getUUID("merged_into"));
  }

  private static @Nullable Member member(Row row, String which) {
    UUID id = row.getUUID(which + "_id");
    return id == null
        ? null
        : new Member(id, row.getString(which + "_name"), row.getBoolean(which + "_is_active"));
  }

  private static final String ENTRIES =
      """
      SELECT t.seq, t.at, t.type, t.author, %s AS message
        FROM timeline t
        %s
       WHERE t.incident_id = $1 AND t.seq = ANY ($2)
       ORDER BY t.seq\
      """
          .formatted(CommentColumns.MESSAGE, CommentColumns.JOIN);

  /** Those entries of an incident's timeline, in order. */
  List<CitedEntry> entries(Tx tx, UUID incident, List<Integer> cited) {
    List<CitedEntry> entries = new ArrayList<>();
    if (cited.isEmpty()) {
      return entries;
    }
    for (Row row :
        tx.connection()
            .preparedQuery(ENTRIES)
            .execute(tuple(incident, cited.toArray(Integer[]::new)))
            .await()) {
      entries.add(
          new CitedEntry(
              row.getInteger("seq"),
              instant(row, "at"),
              row.getString("type"),
              row.getString("author"),
              row.getString("message")));
    }
    return entries;
  }
}
