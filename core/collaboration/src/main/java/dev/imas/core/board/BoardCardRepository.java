package dev.imas.core.board;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.board.BoardCard.OfIncident;
import dev.imas.core.board.BoardCard.Person;
import dev.imas.core.board.Burndown.Amount;
import dev.imas.core.item.WorkItems;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads items as boards show them. It awaits, on a virtual thread. */
final class BoardCardRepository {

  /** So many of a column are shown; all count. */
  static final int MOST_OF_COLUMN = 200;

  /** What was done in no sprint is shown for so long. */
  private static final Duration DONE_SHOWN = Duration.ofDays(14);

  /**
   * Which cards are shown; a null asks for nothing.
   *
   * @param text in the title or the key
   */
  record Filter(
      @Nullable UUID owner,
      @Nullable String type,
      @Nullable String label,
      @Nullable String epic,
      @Nullable String text) {}

  private static final String CARDS =
      """
      SELECT i.id, i.kind, i.number, i.title, i.status, i.status_category, i.category, i.due_at, i.version, i.owner_id, u.username,
             p.rank, p.type, p.points, p.epic, p.labels, p.origin, s.number AS sprint, i.incident_id, n.short_id,
      """
          + RankRepository.COLUMN
          + """
                 AS col
            FROM board_item p
            JOIN item i ON i.tenant_id = p.tenant_id AND i.id = p.item_id
            LEFT JOIN sprint s ON s.tenant_id = p.tenant_id AND s.id = p.sprint_id
            LEFT JOIN user_account u ON u.tenant_id = i.tenant_id AND u.id = i.owner_id
            LEFT JOIN incident n ON n.tenant_id = i.tenant_id AND n.id = i.incident_id
           WHERE p.board_id = $1
          """;

  private static final String MATCHING =
      """
       AND ($3::uuid IS NULL OR i.owner_id = $3)
       AND ($4::text IS NULL OR p.type = $4)
       AND ($5::text IS NULL OR $5 = ANY (p.labels))
       AND ($6::text IS NULL OR p.epic = $6)
       AND ($7::text IS NULL OR strpos(lower(i.title), lower($7)) > 0
            OR lower($7) = CASE i.kind WHEN 'task' THEN 'task-' ELSE 'item-' END || i.number)
      """;

  private static final String OF_COLUMNS =
      "SELECT * FROM (SELECT c.*, row_number() OVER (PARTITION BY c.col ORDER BY c.rank) AS at FROM"
          + " ("
          + CARDS
          + MATCHING
          + """
             AND (i.status_category IN ('todo', 'doing') OR p.sprint_id = $2
                  OR (p.sprint_id IS NULL AND i.done_at > $8))
            ) AS c WHERE c.col IS NOT NULL) AS numbered
           WHERE at <= $9
           ORDER BY rank\
          """;

  /**
   * Those of all columns, each in its order.
   *
   * @param current the sprint that the board shows
   */
  List<BoardCard> ofColumns(Tx tx, UUID board, @Nullable UUID current, Filter filter, Instant now) {
    return read(
        tx,
        OF_COLUMNS,
        board,
        current,
        filter.owner,
        filter.type,
        filter.label,
        filter.epic,
        filter.text,
        time(now.minus(DONE_SHOWN)),
        MOST_OF_COLUMN);
  }

  private static final String AMOUNTS =
      "SELECT "
          + RankRepository.COLUMN
          + """
                 AS col, count(*)::int AS items, coalesce(sum(p.points), 0)::int AS points
            FROM board_item p
            JOIN item i ON i.tenant_id = p.tenant_id AND i.id = p.item_id
           WHERE p.board_id = $1
             AND (i.status_category IN ('todo', 'doing') OR p.sprint_id = $2 OR (p.sprint_id IS NULL AND i.done_at > $3))
           GROUP BY 1\
          """;

  /** How much stands in each column, by its wire name; an empty one is missing. */
  Map<String, Amount> amounts(Tx tx, UUID board, @Nullable UUID current, Instant now) {
    Map<String, Amount> amounts = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(AMOUNTS)
            .execute(tuple(board, current, time(now.minus(DONE_SHOWN))))
            .await()) {
      String column = row.getString("col");
      if (column != null) {
        amounts.put(column, new Amount(row.getInteger("items"), row.getInteger("points")));
      }
    }
    return amounts;
  }

  private static final String OF_SPRINT =
      """
      SELECT i.status_category = 'done' AS done, count(*)::int AS items, coalesce(sum(p.points), 0)::int AS points
        FROM board_item p
        JOIN item i ON i.tenant_id = p.tenant_id AND i.id = p.item_id
       WHERE p.sprint_id = $1 AND i.status_category <> 'dropped'
       GROUP BY 1\
      """;

  /** What is done of a sprint, and what is left of it: by whether it is done. */
  Map<Boolean, Amount> ofSprint(Tx tx, UUID sprint) {
    Map<Boolean, Amount> amounts = new HashMap<>();
    tx.connection()
        .preparedQuery(OF_SPRINT)
        .execute(tuple(sprint))
        .await()
        .forEach(
            row ->
                amounts.put(
                    row.getBoolean("done"),
                    new Amount(row.getInteger("items"), row.getInteger("points"))));
    return amounts;
  }

  private static final String BACKLOG =
      CARDS
          + MATCHING
          + """
             AND i.status_category IN ('todo', 'doing')
             AND ($8::text IS NULL OR p.rank > $8 COLLATE "C")
           ORDER BY p.rank
           LIMIT $9\
          """;

  /** The open items of a board in their order, whatever their sprints. */
  List<Listed> backlog(
      Tx tx, UUID board, @Nullable UUID current, Filter filter, @Nullable String after, int limit) {
    List<Listed> found = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(BACKLOG)
            .execute(
                tuple(
                    board,
                    current,
                    filter.owner,
                    filter.type,
                    filter.label,
                    filter.epic,
                    filter.text,
                    after,
                    limit))
            .await()) {
      found.add(new Listed(row.getString("rank"), card(row)));
    }
    return found;
  }

  /** A card with its place, which is not shown. */
  record Listed(@JsonIgnore String rank, @JsonUnwrapped BoardCard card) {}

  private static final String ONE = CARDS + " AND i.id = $3";

  Optional<BoardCard> find(Tx tx, UUID board, @Nullable UUID current, UUID item) {
    return read(tx, ONE, board, current, item).stream().findFirst();
  }

  private static List<BoardCard> read(Tx tx, String statement, @Nullable Object... values) {
    List<BoardCard> cards = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(statement).execute(tuple(values)).await()) {
      cards.add(card(row));
    }
    return cards;
  }

  private static BoardCard card(Row row) {
    UUID owner = row.getUUID("owner_id");
    UUID incident = row.getUUID("incident_id");
    return new BoardCard(
        row.getUUID("id"),
        WorkItems.key(row.getString("kind"), row.getLong("number")),
        row.getString("kind"),
        row.getString("title"),
        row.getString("col"),
        row.getString("status"),
        row.getString("status_category"),
        owner == null ? null : new Person(owner, row.getString("username")),
        row.getString("type"),
        row.getInteger("points"),
        row.getString("epic"),
        List.of(row.getArrayOfStrings("labels")),
        row.getString("origin"),
        row.getInteger("sprint"),
        incident == null ? null : new OfIncident(incident, row.getString("short_id")),
        row.getString("category"),
        instantOrNull(row, "due_at"),
        row.getInteger("version"));
  }
}
