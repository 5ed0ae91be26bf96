package dev.imas.e2e.fault;

import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.fixtures.TcpProxy;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * A durable PostgreSQL that is not IMAS's own, behind a network that can go dead. Tests may stop
 * and start it.
 */
final class ExternalPostgres implements AutoCloseable {

  final TcpProxy network;
  private final Path folder = TestPostgres.newFolder();
  private final ConnectionSettings connection;
  private EmbeddedPostgres server;

  ExternalPostgres(Vertx vertx) {
    server = launch();
    connection = server.connection();
    network = TcpProxy.start(vertx, connection.host(), connection.port());
  }

  private EmbeddedPostgres launch() {
    return EmbeddedPostgres.start(
        EmbeddedPostgresConfig.in(folder).withBinariesDir(TestPostgres.binaries()));
  }

  /** Stops it in fast mode: sessions are ended, and a checkpoint is written. */
  void stop() {
    server.close();
  }

  /** Starts it on the same port. */
  void start() {
    server = launch();
  }

  /** For several processes of IMAS. */
  Map<String, String> settings() {
    return Map.of(
        "IMAS_DATABASE_URL",
        "postgresql://%s:%s@127.0.0.1:%d/%s"
            .formatted(
                connection.user(),
                URLEncoder.encode(connection.password(), StandardCharsets.UTF_8),
                network.port(),
                connection.database()),
        "IMAS_ENCRYPTION_KEY",
        Base64.getEncoder().encodeToString(new byte[32]));
  }

  /** An address that bypasses the network faults. */
  Sql sql() {
    return new Sql(() -> connection);
  }

  @Override
  public void close() {
    network.close();
    server.close();
    TestPostgres.delete(folder);
  }
}
