package dev.imas.core.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/**
 * Tells which of two schemas is newer: each change of a migration raises the number. Flyway knows
 * only which files have run, so an older version would put its functions back over newer ones.
 *
 * @param number of the schema
 * @param readsFrom the oldest number whose IMAS may use this schema
 */
public record SchemaGeneration(int number, int readsFrom) {

  private static final String EXISTS = "SELECT to_regproc('imas.schema_generation') IS NOT NULL";
  private static final String RECORDED =
      "SELECT generation, reads_from FROM imas.schema_generation()";

  private static final String RECORD = "SELECT imas.record_schema_generation(%d, %d)";

  /** The schema that this version makes. */
  public static SchemaGeneration own() {
    Properties text = new Properties();
    try (InputStream in = SchemaGeneration.class.getResourceAsStream("generation.properties")) {
      text.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SchemaGeneration(
        Integer.parseInt(text.getProperty("generation")),
        Integer.parseInt(text.getProperty("reads-from")));
  }

  /**
   * The schema that the database has; empty if no migration has recorded one. Each login of IMAS
   * may ask.
   */
  static Optional<SchemaGeneration> recorded(Statement sql) throws SQLException {
    try (ResultSet known = sql.executeQuery(EXISTS)) {
      if (!known.next() || !known.getBoolean(1)) {
        return Optional.empty();
      }
    }
    try (ResultSet row = sql.executeQuery(RECORDED)) {
      return row.next()
          ? Optional.of(new SchemaGeneration(row.getInt(1), row.getInt(2)))
          : Optional.empty();
    }
  }

  void record(Statement sql) throws SQLException {
    sql.execute(RECORD.formatted(number, readsFrom));
  }

  boolean isNewerThan(SchemaGeneration other) {
    return number > other.number;
  }

  /** Whether an IMAS whose own schema is {@code other} may use this one. */
  boolean mayBeUsedBy(SchemaGeneration other) {
    return other.number >= readsFrom;
  }
}
