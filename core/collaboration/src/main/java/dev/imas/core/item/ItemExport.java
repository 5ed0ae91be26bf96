package dev.imas.core.item;

import dev.imas.core.http.Csv;
import dev.imas.core.http.Pieces;
import dev.imas.core.item.ItemViewRepository.After;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items as lines of CSV, read page by page while they are written. */
final class ItemExport implements Pieces {

  private static final String COLUMNS =
      "key,kind,title,status,status_category,category,priority,owner,owner_team,incident,incident_title,due_at,overdue,done_at,dropped_reason,section,created_by,created_at,updated_at\r\n";

  private static final int PAGE = 500;

  /** Reads so many items that come after another. */
  interface Reading {
    List<ItemView> read(@Nullable After after, int limit);
  }

  private final Reading reading;
  private boolean isBegun;
  private boolean isOver;
  private @Nullable After after;

  ItemExport(Reading reading) {
    this.reading = reading;
  }

  @Override
  public String contentType() {
    return "text/csv; charset=utf-8; header=present";
  }

  @Override
  public @Nullable String next() {
    if (!isBegun) {
      isBegun = true;
      return COLUMNS;
    }
    if (isOver) {
      return null;
    }
    List<ItemView> items = reading.read(after, PAGE);
    isOver = items.size() < PAGE;
    if (items.isEmpty()) {
      return null;
    }
    after = After.parse(After.key(items.getLast()));
    StringBuilder lines = new StringBuilder();
    items.forEach(item -> lines.append(line(item)));
    return lines.toString();
  }

  private static String line(ItemView item) {
    ItemView.Owner owner = item.owner();
    ItemView.Team team = item.ownerTeam();
    ItemView.Of incident = item.incident();
    return Csv.line(
        item.key(),
        item.kind(),
        item.title(),
        item.status().name(),
        item.status().category(),
        item.category(),
        item.priority(),
        owner == null ? null : owner.username(),
        team == null ? null : team.name(),
        incident == null ? null : incident.shortId(),
        incident == null ? null : incident.title(),
        item.dueAt(),
        item.isOverdue() ? "true" : "false",
        item.doneAt(),
        item.droppedReason(),
        item.section(),
        item.createdBy(),
        item.createdAt(),
        item.updatedAt());
  }
}
