package dev.imas.core.item;

import dev.imas.core.workflow.Workflow;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of work items. Its key never changes once it is used. */
enum ItemKind {
  TASK("TASK", "tasks", Workflow.OF_TASKS),

  /** Work that a team plans on its board. */
  BACKLOG_ITEM("ITEM", "backlog items", Workflow.OF_BACKLOG);

  private final String prefix;
  private final String plural;
  private final Workflow shipped;

  ItemKind(String prefix, String plural, Workflow shipped) {
    this.prefix = prefix;
    this.plural = plural;
    this.shipped = shipped;
  }

  /** What people call an item, such as TASK-12. */
  String key(long number) {
    return prefix + "-" + number;
  }

  String prefix() {
    return prefix;
  }

  /** For people: {@code tasks}. */
  String plural() {
    return plural;
  }

  /** The workflow of a tenant that has written none. */
  Workflow shipped() {
    return shipped;
  }

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ItemKind stored(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  static Optional<ItemKind> named(String wireName) {
    return Arrays.stream(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
  }

  static String names() {
    return String.join(", ", Arrays.stream(values()).map(ItemKind::wireName).toList());
  }
}
