package dev.imas.core.item;

import java.util.Locale;

/** What a task is for. */
enum ItemCategory {
  /** It mends what has happened. */
  CORRECTIVE,
  /** It keeps that from happening again. */
  PREVENTIVE,
  /** It is left over, such as a word to a customer. */
  FOLLOW_UP;

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
