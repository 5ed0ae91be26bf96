package dev.imas.core.postmortem;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How far a post-mortem is. Pure. */
enum PostMortemState {
  DRAFT,
  /** Another person reads it. */
  REVIEW,
  /** Its text is frozen. The next change begins another version. */
  PUBLISHED,
  /** Somebody has said why there is none. */
  NOT_NEEDED;

  /** What it can become. */
  Set<PostMortemState> next() {
    return switch (this) {
      case DRAFT -> EnumSet.of(REVIEW, NOT_NEEDED);
      case REVIEW -> EnumSet.of(DRAFT, PUBLISHED, NOT_NEEDED);
      case PUBLISHED, NOT_NEEDED -> EnumSet.of(DRAFT);
    };
  }

  boolean isBeingWritten() {
    return this == DRAFT || this == REVIEW;
  }

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PostMortemState> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }

  static List<String> wireNames() {
    return Arrays.stream(values()).map(PostMortemState::wireName).toList();
  }
}
