package dev.imas.e2e.fault;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.TcpProxy;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Roles in processes of their own that share an event bus, several of each, on one database. Each
 * is reached through proxies of its own, so that tests can cut the network between them.
 */
final class Cluster implements AutoCloseable {

  /** How long it may take to be seen as gone, and then to be found again, on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  final Vertx vertx = Vertx.vertx();
  final ExternalPostgres postgres = new ExternalPostgres(vertx);
  final FaultScene scene;
  private final List<TcpProxy> network = new ArrayList<>();
  private final Map<String, ImasProcess> processes = new LinkedHashMap<>();

  Cluster(int ofEach) {
    this(ofEach, true);
  }

  /**
   * @param shared whether they share a bus; otherwise each has its own
   */
  Cluster(int ofEach, boolean shared) {
    List<Map<String, String>> settings = addresses(3 * ofEach, shared);
    try {
      Map<String, String> first = new HashMap<>(postgres.settings());
      first.putAll(settings.removeFirst());
      scene = FaultScene.external(first, postgres.sql(), "core");
      processes.put("core-0", scene.imas);
      for (int i = 0; i < ofEach; i++) {
        for (String role : List.of("core", "notifier", "gateway")) {
          if (i > 0 || !role.equals("core")) {
            processes.put(role + "-" + i, scene.beside(settings.removeFirst(), role));
          }
        }
      }
      startAll();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private List<Map<String, String>> addresses(int count, boolean shared) {
    List<Map<String, String>> all = new ArrayList<>();
    List<String> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int port = FreePort.next();
      int busPort = FreePort.next();
      TcpProxy membership = TcpProxy.start(vertx, "127.0.0.1", port);
      TcpProxy messages = TcpProxy.start(vertx, "127.0.0.1", busPort);
      network.addAll(List.of(membership, messages));
      members.add("127.0.0.1:" + membership.port());
      all.add(
          new HashMap<>(
              Map.of(
                  "IMAS_CLUSTER_PORT", Integer.toString(port),
                  "IMAS_CLUSTER_BUS_PORT", Integer.toString(busPort),
                  "IMAS_CLUSTER_ADVERTISED_PORT", Integer.toString(membership.port()),
                  "IMAS_CLUSTER_ADVERTISED_BUS_PORT", Integer.toString(messages.port()))));
    }
    if (shared) {
      all.forEach(one -> one.put("IMAS_CLUSTER_MEMBERS", String.join(",", members)));
    }
    return all;
  }

  private void startAll() {
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> starts = new ArrayList<>();
      processes.values().stream()
          .filter(process -> !process.isRunning())
          .forEach(process -> starts.add(starters.submit(process::start)));
      for (Future<?> start : starts) {
        try {
          start.get();
        } catch (Exception e) {
          throw new AssertionError("a process does not start", e);
        }
      }
    }
  }

  /** Such as {@code core-0}. */
  ImasProcess process(String name) {
    return Objects.requireNonNull(processes.get(name), name);
  }

  List<ImasProcess> processes() {
    return List.copyOf(processes.values());
  }

  /** Waits until each of these sees that many members, itself included. */
  Cluster awaitMembers(int members, List<ImasProcess> of) {
    Await.until(
        members + " members, as each sees them",
        TIMEOUT,
        () -> of.stream().map(p -> (int) Metrics.of(p).sum("imas_bus_members")).toList(),
        seen -> seen.stream().allMatch(n -> n == members));
    return this;
  }

  Cluster awaitAll() {
    return awaitMembers(processes.size(), processes());
  }

  /** From now on nothing passes between any two of them. */
  void cut() {
    network.forEach(TcpProxy::freeze);
  }

  void mend() {
    network.forEach(TcpProxy::thaw);
  }

  @Override
  public void close() {
    try {
      if (scene != null) {
        scene.close();
      }
    } finally {
      network.forEach(TcpProxy::close);
      postgres.close();
      Await.result(vertx.close());
    }
  }
}
