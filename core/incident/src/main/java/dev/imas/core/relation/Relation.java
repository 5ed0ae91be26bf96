package dev.imas.core.relation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one incident is to another. Each is stored as one of five, and read from both ends. */
enum Relation {
  PARENT_OF("Parent of"),
  CHILD_OF("Child of", PARENT_OF),
  CAUSED_BY("Caused by"),
  CAUSE_OF("Cause of", CAUSED_BY),
  DUPLICATE_OF("Duplicate of"),
  DUPLICATED_BY("Duplicated by", DUPLICATE_OF),
  FOLLOWS("Follows"),
  FOLLOWED_BY("Followed by", FOLLOWS),
  RELATED("Related to");

  private final String inWords;
  private final Relation stored;

  Relation(String inWords) {
    this.inWords = inWords;
    this.stored = this;
  }

  /**
   * @param inverse under which it is stored, with the ends exchanged
   */
  Relation(String inWords, Relation inverse) {
    this.inWords = inWords;
    this.stored = inverse;
  }

  /** In JSON and in rows. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people, before the other incident. */
  String inWords() {
    return inWords;
  }

  /** The kind under which it is stored. */
  Relation stored() {
    return stored;
  }

  /** Whether it is stored with the ends exchanged. */
  boolean isInverse() {
    return stored != this;
  }

  /** Whether it leads one way, so that it must not lead back. */
  boolean isDirected() {
    return this != RELATED;
  }

  /** The same, as the other incident says it. */
  Relation inverse() {
    return switch (this) {
      case PARENT_OF -> CHILD_OF;
      case CHILD_OF -> PARENT_OF;
      case CAUSED_BY -> CAUSE_OF;
      case CAUSE_OF -> CAUSED_BY;
      case DUPLICATE_OF -> DUPLICATED_BY;
      case DUPLICATED_BY -> DUPLICATE_OF;
      case FOLLOWS -> FOLLOWED_BY;
      case FOLLOWED_BY -> FOLLOWS;
      case RELATED -> RELATED;
    };
  }

  static Optional<Relation> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }

  static List<String> wireNames() {
    return Arrays.stream(values()).map(Relation::wireName).toList();
  }
}
