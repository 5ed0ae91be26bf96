package dev.imas.core.item;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.item.ItemView.Happened;
import dev.imas.core.item.ItemView.Of;
import dev.imas.core.item.ItemView.Owner;
import dev.imas.core.item.ItemView.StatusView;
import dev.imas.core.item.ItemView.Team;
import dev.imas.core.item.ItemView.Way;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import dev.imas.core.workflow.TransitionGuard;
import dev.imas.core.workflow.Workflow;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads work items as they are shown. Only on a virtual thread. */
final class ItemViewRepository {

  /**
   * Which items are listed; a null asks for nothing.
   *
   * @param teams the teams that own an item, or its incident where nobody owns the item
   * @param categories of statuses, by their wire names
   */
  record Filter(
      @Nullable UUID owner,
      UUID @Nullable [] teams,
      @Nullable UUID incident,
      String[] categories,
      @Nullable String kind,
      boolean isOverdue) {}

  /**
   * Where a page of the list begins.
   *
   * @param due as text, since it may be infinity
   */
  record After(String due, UUID id) {

    private static final String NEVER = "infinity";

    static After parse(String key) {
      int comma = key.indexOf(',');
      if (comma < 0) {
        throw new IllegalArgumentException("not a cursor of this list");
      }
      String due = key.substring(0, comma);
      return new After(
          due.equals(NEVER) ? due : Instant.parse(due).toString(),
          UUID.fromString(key.substring(comma + 1)));
    }

    static String key(ItemView view) {
      Instant due = view.dueAt();
      return (due == null ? NEVER : due.toString()) + "," + view.id();
    }
  }

  private static final String COLUMNS =
      """
      SELECT i.id, i.kind, i.number, i.title, i.description, i.status, i.status_category, i.category, i.priority, i.owner_id,
             u.username, u.is_active AND u.deleted_at IS NULL AS owner_is_active, i.owner_team_id, t.name AS owner_team_name,
             i.incident_id, n.short_id, n.title AS incident_title, n.status AS incident_status, m.id AS team_id,
             m.name AS team_name, i.section, i.due_at, i.done_at, i.dropped_reason, i.created_by, i.created_at, i.updated_at,
             i.version, l.tracker, l.state AS link_state, l.issue_key, l.issue_url, l.issue_state, l.read_at, l.last_error,
             p.id AS provider_id, p.name AS provider_name
        FROM item i
        LEFT JOIN item_link l ON l.tenant_id = i.tenant_id AND l.item_id = i.id
        LEFT JOIN provider p ON p.tenant_id = l.tenant_id AND p.id = l.provider_id
        LEFT JOIN user_account u ON u.tenant_id = i.tenant_id AND u.id = i.owner_id
        LEFT JOIN team t ON t.tenant_id = i.tenant_id AND t.id = i.owner_team_id
        LEFT JOIN incident n ON n.tenant_id = i.tenant_id AND n.id = i.incident_id
        LEFT JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
        LEFT JOIN team m ON m.tenant_id = s.tenant_id AND m.id = s.owner_team_id
      """;

  private static final String LIST =
      COLUMNS
          + """
           WHERE i.status_category = ANY ($1)
             AND ($2::uuid IS NULL OR i.owner_id = $2)
             AND ($3::uuid[] IS NULL OR i.owner_team_id = ANY ($3)
                  OR (i.owner_id IS NULL AND i.owner_team_id IS NULL AND s.owner_team_id = ANY ($3)))
             AND ($4::uuid IS NULL OR i.incident_id = $4)
             AND ($5::text IS NULL OR i.kind = $5)
             AND (NOT $6 OR (i.due_at < $7 AND i.status_category IN ('todo', 'doing')))
             AND ($8::text IS NULL OR (coalesce(i.due_at, 'infinity'), i.id) > ($8::text::timestamptz, $9::uuid))
           ORDER BY coalesce(i.due_at, 'infinity'), i.id
           LIMIT $10\
          """;

  private final WorkflowRepository workflows;

  ItemViewRepository(WorkflowRepository workflows) {
    this.workflows = workflows;
  }

  /** Soonest due first. */
  List<ItemView> list(Tx tx, Filter filter, @Nullable After after, int limit, Instant now) {
    return views(
        tx,
        tx.connection()
            .preparedQuery(LIST)
            .execute(
                tuple(
                    filter.categories,
                    filter.owner,
                    filter.teams,
                    filter.incident,
                    filter.kind,
                    filter.isOverdue,
                    time(now),
                    after == null ? null : after.due(),
                    after == null ? null : after.id(),
                    limit))
            .await(),
        now);
  }

  private static final String OF_INCIDENT =
      COLUMNS
          + """
           WHERE i.incident_id = $1
              OR i.incident_id = ANY (ARRAY (SELECT f.id FROM incident f WHERE f.merged_into = $1))
           ORDER BY i.status_category NOT IN ('todo', 'doing'), coalesce(i.due_at, 'infinity'), i.id
           LIMIT $2\
          """;

  /** Those of an incident and of the incidents that were merged into it, the open ones first. */
  List<ItemView> of(Tx tx, UUID incident, int limit, Instant now) {
    return views(
        tx,
        tx.connection().preparedQuery(OF_INCIDENT).execute(tuple(incident, limit)).await(),
        now);
  }

  private static final String FIND = COLUMNS + " WHERE i.id = $1";

  Optional<ItemView> find(Tx tx, UUID id, Instant now) {
    return views(tx, tx.connection().preparedQuery(FIND).execute(tuple(id)).await(), now).stream()
        .findFirst();
  }

  private static final String HISTORY =
      """
      SELECT seq, name, from_value, to_value, reason, author, at FROM item_event
       WHERE item_id = $1 AND seq > $2
       ORDER BY seq
       LIMIT $3\
      """;

  /** What became of an item, the oldest first. */
  List<Happened> history(Tx tx, UUID item, int after, int limit) {
    List<Happened> found = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(HISTORY).execute(tuple(item, after, limit)).await()) {
      found.add(
          new Happened(
              row.getInteger("seq"),
              row.getString("name"),
              row.getString("from_value"),
              row.getString("to_value"),
              row.getString("reason"),
              row.getString("author"),
              instant(row, "at")));
    }
    return found;
  }

  private static final String TEAMS_OF = "SELECT team_id FROM team_member WHERE user_id = $1";

  /** The teams of a person. */
  UUID[] teamsOf(Tx tx, UUID person) {
    List<UUID> teams = new ArrayList<>();
    tx.connection()
        .preparedQuery(TEAMS_OF)
        .execute(tuple(person))
        .await()
        .forEach(row -> teams.add(row.getUUID("team_id")));
    return teams.toArray(UUID[]::new);
  }

  private List<ItemView> views(Tx tx, RowSet<Row> rows, Instant now) {
    Map<ItemKind, WorkflowRules> rules = new EnumMap<>(ItemKind.class);
    List<ItemView> views = new ArrayList<>();
    for (Row row : rows) {
      ItemKind kind = ItemKind.stored(row.getString("kind"));
      views.add(view(row, kind, rules.computeIfAbsent(kind, one -> workflows.rules(tx, one)), now));
    }
    return views;
  }

  private static ItemView view(Row row, ItemKind kind, WorkflowRules rules, Instant now) {
    String status = row.getString("status");
    String category = row.getString("status_category");
    Instant due = instantOrNull(row, "due_at");
    UUID owner = row.getUUID("owner_id");
    return new ItemView(
        row.getUUID("id"),
        kind.key(row.getLong("number")),
        kind.wireName(),
        row.getString("title"),
        row.getString("description"),
        new StatusView(
            status, rules.status(status).map(Workflow.Status::name).orElse(status), category),
        row.getString("category"),
        row.getString("priority"),
        owner == null
            ? null
            : new Owner(owner, row.getString("username"), row.getBoolean("owner_is_active")),
        team(row, "owner_team"),
        incident(row),
        row.getString("section"),
        due,
        due != null && due.isBefore(now) && StatusCategory.named(category).isOpen(),
        instantOrNull(row, "done_at"),
        row.getString("dropped_reason"),
        row.getString("created_by"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        ways(rules, status),
        tracker(row),
        row.getInteger("version"));
  }

  private static ItemView.@Nullable Tracker tracker(Row row) {
    String type = row.getString("tracker");
    UUID provider = row.getUUID("provider_id");
    return type == null
        ? null
        : new ItemView.Tracker(
            provider == null
                ? null
                : new ItemView.Provider(provider, row.getString("provider_name")),
            type,
            row.getString("link_state"),
            row.getString("issue_key"),
            row.getString("issue_url"),
            row.getString("issue_state"),
            instantOrNull(row, "read_at"),
            row.getString("last_error"));
  }

  private static @Nullable Team team(Row row, String member) {
    UUID id = row.getUUID(member + "_id");
    return id == null ? null : new Team(id, row.getString(member + "_name"));
  }

  private static @Nullable Of incident(Row row) {
    UUID id = row.getUUID("incident_id");
    return id == null
        ? null
        : new Of(
            id,
            row.getString("short_id"),
            row.getString("incident_title"),
            row.getString("incident_status"),
            new Team(row.getUUID("team_id"), row.getString("team_name")));
  }

  private static List<Way> ways(WorkflowRules rules, String from) {
    Workflow workflow = rules.workflow(from);
    List<Way> ways = new ArrayList<>();
    for (Workflow.Transition transition : rules.from(from)) {
      workflow
          .status(transition.to())
          .ifPresent(
              to ->
                  ways.add(
                      new Way(
                          to.id(),
                          to.name(),
                          to.category().wireName(),
                          workflow.guards(transition).stream()
                              .map(TransitionGuard::wireName)
                              .toList())));
    }
    return ways;
  }
}
