package dev.imas.core.item;

import java.util.Locale;

/** How soon somebody should turn to an item, beside its due date. */
enum ItemPriority {
  URGENT,
  HIGH,
  MEDIUM,
  LOW;

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
