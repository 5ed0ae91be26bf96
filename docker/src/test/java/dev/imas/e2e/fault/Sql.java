package dev.imas.e2e.fault;

import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.fixtures.database.SpareConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Direct access to the database: statements as superuser, without row-level security. */
final class Sql {

  private final Supplier<ConnectionSettings> where;
  private SpareConnection spare = new SpareConnection(this::connect);
  private @Nullable ConnectionSettings known;

  Sql(Supplier<ConnectionSettings> where) {
    this.where = where;
  }

  /** The embedded database of an IMAS, at its current port. */
  static Sql ofEmbedded(Path dataFolder) {
    return new Sql(
        () ->
            EmbeddedPostgres.running(dataFolder)
                .orElseThrow(() -> new AssertionError("no PostgreSQL runs in " + dataFolder)));
  }

  Connection connect() throws SQLException {
    ConnectionSettings to = where.get();
    Connection connection =
        DriverManager.getConnection(
            to.jdbcUrl() + "?connectTimeout=5&socketTimeout=60", to.user(), to.password());
    connection.setSchema("imas");
    return connection;
  }

  void execute(String sql) {
    try {
      spare()
          .run(
              sql,
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.execute(sql);
                }
              });
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in " + sql, e);
    }
  }

  /** Each row's columns as text; null columns are empty. */
  List<List<String>> rows(String sql) {
    try {
      return spare().run(sql, connection -> rows(connection, sql));
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in " + sql, e);
    }
  }

  private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String text = found.getString(i);
          row.add(text == null ? "" : text);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Of the server that runs at present. */
  private synchronized SpareConnection spare() {
    ConnectionSettings to = where.get();
    if (!to.equals(known)) {
      spare.close();
      spare = new SpareConnection(this::connect);
      known = to;
    }
    return spare;
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }
}
