package dev.imas.core.schema;

/**
 * The database cannot be migrated to this version's schema: it is unreachable, lacks a right, or
 * was made by another version. The message is for the operator.
 */
public final class MigrationException extends RuntimeException {

  MigrationException(String message) {
    super(message);
  }

  MigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
