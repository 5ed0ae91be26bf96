package dev.imas.core.board;

import java.util.Locale;

/** What kind of work an item of a board is. */
enum BoardItemType {
  STORY,
  BUG,
  IMPROVEMENT,
  DEBT,
  /** What users said, with its origin (AGL-09). */
  FEEDBACK;

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static BoardItemType stored(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
