package dev.imas.core.tag;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tag, as far as incidents need it.
 *
 * @param pattern new incidents whose texts it fits get the tag; null: none do
 */
record Tag(UUID id, String name, boolean isActive, @Nullable String pattern) {

  /** The most of a tenant: whoever looks for one reads them all. */
  static final int MOST = 1_000;

  /** The most that rules make, so that texts of alerts leave room for those that people make. */
  static final int MOST_BY_RULES = 500;

  /** The most with a pattern: all of them are tried when an incident opens. */
  static final int MOST_PATTERNS = 50;

  /** The most of an incident. */
  static final int MOST_OF_INCIDENT = 50;

  static final int LONGEST_NAME = 100;
}
