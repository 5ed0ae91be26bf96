package dev.imas.core.model;

import org.jspecify.annotations.Nullable;

/**
 * The groups of alerts that only test (ADR 160). Their keys begin as no rule's key does, and their
 * fingerprints are hashed apart, so a test and what is real never meet: neither joins, ends or
 * reopens what is of the other. The key says it all, so that the state of an alert, its changes and
 * its incident need no further column.
 */
public final class TestSpace {

  /** The column {@code is_test} of the database asks for the same beginning. */
  private static final String BEGINNING = "test:";

  private TestSpace() {}

  /** The key of the same group among tests. */
  public static String key(String groupKey) {
    return isKey(groupKey) ? groupKey : BEGINNING + groupKey;
  }

  /** Whether the key is of a group of tests. */
  public static boolean isKey(@Nullable String groupKey) {
    return groupKey != null && groupKey.startsWith(BEGINNING);
  }

  /** The key that the same group has where it is real, which is how the rules made it. */
  public static String real(String groupKey) {
    return isKey(groupKey) ? groupKey.substring(BEGINNING.length()) : groupKey;
  }
}
