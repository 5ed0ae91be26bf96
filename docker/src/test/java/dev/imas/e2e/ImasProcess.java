package dev.imas.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * IMAS as {@code imas run} starts it, in a JVM and a folder of its own. Tests may kill it and start
 * it again.
 */
public final class ImasProcess implements AutoCloseable {

  /** A test's process does not live long enough for the second compiler. */
  public static final List<String> QUICK_TO_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:MetaspaceSize=128m");

  public static final String SOURCE_KEY = "e2e-source-key-0123456789";
  public static final String ADMIN_TOKEN = "e2e-admin-token-0123456789";

  /** The connection was refused or broken, or the timeout expired. */
  public static final int NO_ANSWER = -1;

  /** What commands need to know of the environment. */
  private static final List<String> OF_THE_DATABASE =
      List.of("IMAS_DATABASE_URL", "IMAS_DATABASE_EMBEDDED_ARCHIVE", "IMAS_BACKUP_KEY");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START = Duration.ofSeconds(240);

  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> javaOptions;
  private final List<String> roles;
  private final HttpClient http =
      HttpClient.newBuilder()
          // The client would ask for HTTP/2 and use one connection for everything. If that ended,
          // each of its requests would fail.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final int gatewayPort = FreePort.next();
  private final int corePort = FreePort.next();
  private final int notifierPort = FreePort.next();
  private @Nullable Process process;
  private int starts;

  /**
   * @param folder for data and logs, reachable by an unprivileged user
   * @param environment beside ports, folder and credentials
   */
  public ImasProcess(Path folder, Map<String, String> environment) {
    this(folder, environment, QUICK_TO_START);
  }

  /**
   * @param javaOptions beside those that every run has
   * @param roles that it runs; none: all of them
   */
  public ImasProcess(
      Path folder, Map<String, String> environment, List<String> javaOptions, String... roles) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.javaOptions = List.copyOf(javaOptions);
    this.roles = List.of(roles);
  }

  /**
   * Starts it and waits until every role is ready. On a database of its own it finds what a first
   * start has made.
   */
  public ImasProcess start() {
    boolean hasOwnDatabase = !environment.containsKey("IMAS_DATABASE_URL");
    if (hasOwnDatabase && starts == 0) {
      StartedOnce.giveTo(dataFolder());
    }
    List<String> options = new ArrayList<>(javaOptions);
    options.addAll(StartedOnce.javaOptions());
    launch(options);
    awaitReady();
    return this;
  }

  /** Starts a restored copy, whose notifier waits until it is released. */
  ImasProcess startHeldBack() {
    List<String> options = new ArrayList<>(javaOptions);
    options.addAll(StartedOnce.javaOptions());
    launch(options);
    awaitReady("core", corePort);
    awaitReady("gateway", gatewayPort);
    return this;
  }

  /**
   * Starts it in an empty folder, with nothing that another start has left.
   *
   * @param options of the JVM, beside those that every run has
   */
  ImasProcess startAnew(List<String> options) {
    launch(options);
    awaitReady();
    return this;
  }

  private void launch(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            // A process that ran out of memory should end.
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", StartedOnce.CLASS_PATH, "dev.imas.core.launch.Imas", "run"));
    if (!roles.isEmpty()) {
      command.add("--roles=" + String.join(",", roles));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("IMAS_"));
    env.putAll(environment);
    env.put("IMAS_DATA_DIR", dataFolder().toString());
    env.put("IMAS_DATABASE_BINARIES_DIR", TestPostgres.binaries().toString());
    env.putIfAbsent("IMAS_DATABASE_EMBEDDED_WAL", "64MiB");
    // Most of these tests wait for what is told, and none of them takes it back.
    env.putIfAbsent("IMAS_CORE_TAKE_BACK_WITHIN", "0s");
    env.put("IMAS_GATEWAY_PORT", Integer.toString(gatewayPort));
    env.put("IMAS_CORE_PORT", Integer.toString(corePort));
    env.put("IMAS_NOTIFIER_PORT", Integer.toString(notifierPort));
    env.put("IMAS_BOOTSTRAP_SOURCE_KEY", SOURCE_KEY);
    env.put("IMAS_BOOTSTRAP_ADMIN_TOKEN", ADMIN_TOKEN);
    starts++;
    try {
      process = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until every role is ready. */
  void awaitReady() {
    awaitReady("notifier", notifierPort);
    awaitReady("core", corePort);
    awaitReady("gateway", gatewayPort);
  }

  private void awaitReady(String role, int port) {
    if (roles.isEmpty() || roles.contains(role)) {
      Await.until(
          role + " ready on port " + port + "; see " + log(),
          START,
          () -> readyOrDead(port),
          ready -> ready);
    }
  }

  private boolean readyOrDead(int port) {
    Process running = process;
    if (running != null && !running.isAlive()) {
      throw new AssertionError("IMAS ended with " + running.exitValue() + ":\n" + output());
    }
    try {
      return get("http://127.0.0.1:" + port + "/health/ready").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** What each of its roles says of its readiness: gateway, core, notifier. */
  public List<String> readiness() {
    return List.of(gatewayPort, corePort, notifierPort).stream()
        .map(port -> get("http://127.0.0.1:" + port + "/health/ready").body())
        .toList();
  }

  /** The id of the running process. */
  public long pid() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("IMAS does not run");
    }
    return running.pid();
  }

  public boolean isRunning() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** The port of the embedded PostgreSQL. */
  public Path dataFolder() {
    return folder.resolve("data");
  }

  /** The text of {@code /metrics}, for all roles of this process. */
  public String metrics() {
    int port =
        roles.isEmpty() || roles.contains("core")
            ? corePort
            : roles.contains("gateway") ? gatewayPort : notifierPort;
    return get("http://127.0.0.1:" + port + "/metrics").body();
  }

  /** Sends SIGKILL: no hook runs, and PostgreSQL goes on running. */
  public void kill() {
    end(true);
  }

  /** Sends SIGTERM, and waits. */
  public int stop() {
    return end(false);
  }

  private int end(boolean forcibly) {
    Process running = process;
    if (running == null) {
      return 0;
    }
    process = null;
    if (forcibly) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    try {
      if (!running.waitFor(120, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        throw new AssertionError("IMAS did not end within 120 s");
      }
      return running.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Runs another command of the same product on the same folder. Returns its exit code; the output
   * is in the log.
   */
  public int command(String... words) {
    List<String> command = StartedOnce.imas();
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("IMAS_DATABASE_BINARIES_DIR", TestPostgres.binaries().toString());
    builder.environment().put("IMAS_DATA_DIR", dataFolder().toString());
    for (String name : OF_THE_DATABASE) {
      String value = environment.get(name);
      if (value != null) {
        builder.environment().put(name, value);
      }
    }
    try {
      Process child =
          builder
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("command.log").toFile())
              .start();
      if (!child.waitFor(60, TimeUnit.SECONDS)) {
        child.destroyForcibly();
        throw new AssertionError("the command did not end within 60 s");
      }
      return child.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What the last command has printed. */
  String commandOutput() {
    try {
      return Files.readString(folder.resolve("command.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of core, without a slash at the end. */
  public String core() {
    return "http://127.0.0.1:" + corePort;
  }

  public String gateway() {
    return "http://127.0.0.1:" + gatewayPort;
  }

  public int gatewayPort() {
    return gatewayPort;
  }

  /** Returns the API's answer, which must be 2xx. */
  public JsonNode api(String path) {
    HttpResponse<String> response = get("http://127.0.0.1:" + corePort + path);
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
    }
    return tree(response.body());
  }

  /** All items of a list, page by page. */
  public List<JsonNode> list(String path) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      String separator = path.contains("?") ? "&" : "?";
      JsonNode page =
          api(path + separator + "limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      page.path("items").forEach(all::add);
      cursor = page.path("next").asText("");
      cursor = cursor.equals("null") ? "" : cursor;
    } while (!cursor.isEmpty());
    return all;
  }

  public JsonNode apiPost(String path, String body) {
    HttpResponse<String> response =
        send(
            request("http://127.0.0.1:" + corePort + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
    }
    return tree(response.body());
  }

  /** Changes what has never been changed before. The answer must be 2xx. */
  public void apiPut(String path, String body) {
    HttpResponse<String> response =
        send(
            request("http://127.0.0.1:" + corePort + path)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"1\"")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
    }
  }

  /** Posts to a sender route. Returns the status, or {@link #NO_ANSWER}. */
  public int post(String path, String body) {
    try {
      return http.send(toSenderRoute(path, body), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException noAnswer) {
      return NO_ANSWER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NO_ANSWER;
    }
  }

  /** Posts to a sender route. Returns the receipt of the answer, which must be 2xx. */
  public UUID postForReceipt(String path, String body) {
    HttpResponse<String> response = send(toSenderRoute(path, body));
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
    }
    return UUID.fromString(tree(response.body()).path("receipt").asText());
  }

  /** Creates a webhook contact for the team that owns the triage service. */
  public void page(String url) {
    page("receiver", url);
  }

  public void page(String contact, String url) {
    String team = api("/api/v1/teams").path("items").get(0).path("id").asText();
    apiPost(
        "/api/v1/teams/" + team + "/contacts",
        "{\"name\":\"%s\",\"channel\":\"webhook\",\"address\":\"%s\"}".formatted(contact, url));
  }

  public String output() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  Path log() {
    return folder.resolve("imas-" + starts + ".log");
  }

  @Override
  public void close() {
    stop();
    http.close();
  }

  /** Tries once more if a kept connection turned out to be closed: a GET may be repeated. */
  private HttpResponse<String> get(String url) {
    try {
      return send(request(url).GET());
    } catch (UncheckedIOException e) {
      if (!isRunning()) {
        throw e;
      }
      return send(request(url).GET());
    }
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + ADMIN_TOKEN);
  }

  private HttpRequest toSenderRoute(String path, String body) {
    return HttpRequest.newBuilder(URI.create(gateway() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + SOURCE_KEY)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request.build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
