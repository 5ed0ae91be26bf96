package dev.imas.core.schema;

/**
 * The database cannot be brought to this version's schema: it is not reachable, lacks a right, or
 * was made by another version. The message is for the person who runs IMAS.
 */
public final class MigrationException extends RuntimeException {

  MigrationException(String message) {
    super(message);
  }

  MigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
