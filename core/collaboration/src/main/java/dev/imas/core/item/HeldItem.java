package dev.imas.core.item;

import dev.imas.core.incident.Incident;
import dev.imas.core.workflow.StatusCategory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An item that a transaction has locked, and its incident with it. */
public final class HeldItem {

  private final Item item;
  private final @Nullable Incident incident;

  HeldItem(Item item, @Nullable Incident incident) {
    this.item = item;
    this.incident = incident;
  }

  Item item() {
    return item;
  }

  @Nullable Incident incident() {
    return incident;
  }

  public UUID id() {
    return item.id();
  }

  /** What people call it, such as ITEM-12. */
  public String key() {
    return item.key();
  }

  public StatusCategory category() {
    return item.statusCategory();
  }

  /** The person who owns it; null: none does. */
  public @Nullable UUID owner() {
    return item.details().owner();
  }

  /** Whether it is there only to be planned on a board. */
  public boolean isOfBacklog() {
    return item.kind() == ItemKind.BACKLOG_ITEM;
  }
}
