package dev.imas.core.postgres;

import static dev.imas.fixtures.database.TestPostgres.connect;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** Main class of a child process. It commits rows one by one, and prints each that is committed. */
final class AnotherImas {

  private AnotherImas() {}

  /** Data folder, folder of the binaries, how many rows. */
  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                EmbeddedPostgresConfig.in(Path.of(args[0])).withBinariesDir(Path.of(args[1])));
        Connection sql = connect(server.connection());
        Statement statement = sql.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (id int PRIMARY KEY)");
      for (int id = 0; id < Integer.parseInt(args[2]); id++) {
        statement.execute("INSERT INTO kept VALUES (" + id + ")");
        System.out.println("committed " + id);
      }
    } catch (PostgresStartException e) {
      System.out.println("refused " + e.getMessage());
      return;
    }
    System.out.println("stopped");
  }
}
