package dev.imas.core.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The newest moment that a cluster has written down: a row that goes the way of all data, through
 * WAL, archive and recovery. What a restored cluster has of it shows how much was lost, and nothing
 * has to be assumed. It is in the database {@code postgres}, so IMAS's schema knows nothing of it.
 */
final class RecoveryPoint {

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS recovery_point (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        at  timestamptz NOT NULL)\
      """;

  private static final String WRITE =
      """
      INSERT INTO recovery_point (at) VALUES (?) ON CONFLICT (one) DO UPDATE SET at = excluded.at\
      """;

  private static final String POSITION = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn";

  private RecoveryPoint() {}

  private static Connection open(ConnectionSettings server) throws SQLException {
    return Cluster.open(server.withDatabase("postgres"));
  }

  /**
   * Writes down a moment.
   *
   * @return the number of the WAL file that holds it
   */
  static long write(ConnectionSettings server, Instant at) throws SQLException {
    try (Connection connection = open(server);
        Statement sql = connection.createStatement();
        PreparedStatement write = connection.prepareStatement(WRITE)) {
      sql.execute("SET client_min_messages = warning");
      sql.execute(TABLE);
      write.setObject(1, at.atOffset(ZoneOffset.UTC));
      write.executeUpdate();
      return number(sql);
    }
  }

  /** The number of the WAL file that is written now. */
  static long number(ConnectionSettings server) throws SQLException {
    try (Connection connection = open(server);
        Statement sql = connection.createStatement()) {
      return number(sql);
    }
  }

  private static long number(Statement sql) throws SQLException {
    try (ResultSet row = sql.executeQuery(POSITION)) {
      row.next();
      return WalSegment.numberAt(row.getLong(1) - 1);
    }
  }

  /** The newest moment in this cluster; empty if none was written. */
  static Optional<Instant> read(ConnectionSettings server) throws SQLException {
    try (Connection connection = open(server);
        Statement sql = connection.createStatement()) {
      try (ResultSet row = sql.executeQuery("SELECT to_regclass('recovery_point') IS NULL")) {
        row.next();
        if (row.getBoolean(1)) {
          return Optional.empty();
        }
      }
      try (ResultSet row = sql.executeQuery("SELECT at FROM recovery_point")) {
        return row.next()
            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
            : Optional.empty();
      }
    }
  }

  /** The timeline and the time of this cluster. */
  record Now(int timeline, Instant time) {}

  static Now now(ConnectionSettings server) throws SQLException {
    try (Connection connection = open(server);
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int,"
                    + " clock_timestamp()")) {
      row.next();
      return new Now(row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant());
    }
  }
}
