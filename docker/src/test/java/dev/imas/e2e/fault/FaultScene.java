package dev.imas.e2e.fault;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A running IMAS that pages a receiver, the storms that were posted to it, and direct access to its
 * database. Storms of one scene add up: its ledger is checked against all of them.
 */
final class FaultScene implements AutoCloseable {

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1"),
          Map.entry("IMAS_NOTIFIER_RECEIVER_RATE", "0"),
          Map.entry("IMAS_NOTIFIER_WEBHOOK_TIMEOUT", "900ms"),
          Map.entry("IMAS_SMTP_TIMEOUT", "900ms"),
          // What a killed process had in flight is delivered again once its lease has expired.
          Map.entry("IMAS_NOTIFIER_LEASE", "13s"),
          Map.entry("IMAS_NOTIFIER_RETRY_FIRST", "200ms"),
          Map.entry("IMAS_NOTIFIER_CIRCUIT_PAUSE", "1s"),
          Map.entry("IMAS_NOTIFIER_CIRCUIT_LONGEST_PAUSE", "2s"),
          Map.entry("IMAS_GATEWAY_STATEMENT_TIMEOUT", "1s"),
          Map.entry("IMAS_GATEWAY_BODY_TIMEOUT", "5s"),
          // However long a fault lasts, pages are tried soon after it, and none is given up.
          Map.entry("IMAS_NOTIFIER_RETRY_CEILING", "2s"),
          Map.entry("IMAS_NOTIFIER_RETRY_URGENT_LIMIT", "100"));

  final Vertx vertx = Vertx.vertx();
  final Path folder;
  final FakeReceiver receiver = FakeReceiver.start(vertx);
  final ImasProcess imas;
  final Sql sql;
  private final boolean ownsFolder;
  private final List<Storm> storms = new ArrayList<>();
  private long alsoSent;

  private final Map<String, String> settings;
  private final List<ImasProcess> beside = new ArrayList<>();

  private FaultScene(
      Path folder, boolean ownsFolder, Map<String, String> settings, Sql sql, String... roles) {
    this.folder = folder;
    this.ownsFolder = ownsFolder;
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(settings);
    this.settings = all;
    this.imas = new ImasProcess(folder, all, ImasProcess.QUICK_TO_START, roles);
    this.sql = sql;
  }

  /** Starts it with the embedded PostgreSQL. */
  static FaultScene embedded(Map<String, String> settings) {
    Path folder = TestPostgres.newFolder();
    return embedded(folder, true, settings);
  }

  /**
   * @param ownsFolder whether the folder is deleted with the scene
   */
  static FaultScene embedded(Path folder, boolean ownsFolder, Map<String, String> settings) {
    return new FaultScene(folder, ownsFolder, settings, Sql.ofEmbedded(folder.resolve("data")))
        .open();
  }

  /**
   * Starts it with a PostgreSQL of the test's.
   *
   * @param settings with {@code IMAS_DATABASE_URL}
   * @param roles of its own process, core among them; none: all
   */
  static FaultScene external(Map<String, String> settings, Sql sql, String... roles) {
    return new FaultScene(TestPostgres.newFolder(), true, settings, sql, roles).open();
  }

  /** Another process on the same database, not started yet. It ends with the scene. */
  ImasProcess beside(Map<String, String> differently, String... roles) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(differently);
    Path own = folder.resolve("beside-" + beside.size());
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ImasProcess process = new ImasProcess(own, all, ImasProcess.QUICK_TO_START, roles);
    beside.add(process);
    return process;
  }

  private FaultScene open() {
    try {
      imas.start();
      imas.page(receiver.url("/page"));
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  Storm storm(Storm.Shape shape, Random random) {
    return storm(shape, random, imas.gateway());
  }

  /** Starts a storm through another gateway on the same database. */
  Storm storm(Storm.Shape shape, Random random, String gateway) {
    Storm storm = Storm.start(shape, gateway, random.nextLong());
    storms.add(storm);
    return storm;
  }

  Storm storm(String name) {
    return storm(Storm.Shape.named(name), FaultRun.random(name));
  }

  /** Alerts in all storms of this scene that were acknowledged so far. */
  long acknowledged() {
    return storms.stream().mapToLong(Storm::acknowledged).sum();
  }

  long sent() {
    return alsoSent + storms.stream().mapToLong(Storm::sent).sum();
  }

  /** How many alerts others than a storm may have posted. */
  void alsoSent(long alerts) {
    alsoSent += alerts;
  }

  long refusedAcknowledged() {
    return storms.stream().mapToLong(Storm::refusedAcknowledged).sum();
  }

  long refusedSent() {
    return storms.stream().mapToLong(Storm::refusedSent).sum();
  }

  /** Forgets these storms; what they have sent stays counted. */
  void abandonStorms() {
    storms.forEach(Storm::close);
  }

  @Override
  public void close() {
    abandonStorms();
    try {
      beside.forEach(ImasProcess::close);
      imas.close();
    } finally {
      receiver.close();
      Await.result(vertx.close());
      if (ownsFolder) {
        TestPostgres.delete(folder);
      }
    }
  }
}
