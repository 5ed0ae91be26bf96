package dev.imas.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image: made twice, run as a cluster would run it, compared with its SBOM, signed. */
class ImageIT {

  private static final String SOURCE_KEY = "image-source-key-0123456789";
  private static final String NAME = "imas-image-it-" + ProcessHandle.current().pid();
  private static final List<String> ROLES = List.of("gateway", "core", "notifier");

  private static String digest = "";
  private static HttpClient http;

  @TempDir private Path folder;

  @BeforeAll
  static void build() throws IOException {
    BuiltImage.needDistribution();
    BuiltImage.Done built = BuiltImage.script("build");
    // Debian moves on, and its archive of the past is not reached from everywhere.
    BuiltImage.need(built.code() != 3, built.text().strip());
    built.orThrow();
    digest = Files.readString(BuiltImage.FOLDER.resolve("digest")).strip();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void close() {
    if (http != null) {
      http.close();
    }
  }

  @Test
  void theSameDistributionIsTheSameImage() throws IOException {
    BuiltImage.script("build").orThrow();

    assertThat(Files.readString(BuiltImage.FOLDER.resolve("digest")).strip()).isEqualTo(digest);
    assertThat(Files.size(BuiltImage.FOLDER.resolve("imas.tar"))).isLessThan(200_000_000);
  }

  /** As the chart runs it: no user but 1000, nothing to write, no capabilities, half a gigabyte. */
  @Test
  void itRunsWithNextToNoRightsAndInHalfAGigabyte() throws Exception {
    BuiltImage.needEngine();
    String image = load();
    TestDatabase database = TestDatabase.create();
    int[] ports = ROLES.stream().mapToInt(role -> FreePort.next()).toArray();
    boolean served = false;
    try {
      long started = System.nanoTime();
      BuiltImage.run(start(image, database, ports)).orThrow();
      for (int port : ports) {
        Await.until(
            "port " + port, Duration.ofSeconds(90), () -> status(port), code -> code == 200);
      }
      Duration ready = Duration.ofNanos(System.nanoTime() - started);

      assertThat(post(ports[0])).isEqualTo(202);
      Await.until(
          "the incident", () -> database.count("SELECT count(*) FROM incident"), n -> n == 1);
      served = true;
      String proc = BuiltImage.podman("exec", NAME, "cat", "/proc/1/status").orThrow();
      assertThat(proc)
          .containsPattern("Uid:\\s1000\\s1000")
          .containsPattern("CapEff:\\s0+\\n")
          .containsPattern("NoNewPrivs:\\s1");
      assertThat(BuiltImage.podman("exec", NAME, "bash", "-c", ": > /opt/imas/x").text())
          .contains("Read-only file system");

      String memory =
          BuiltImage.podman("stats", "--no-stream", "--format", "{{.MemUsage}}", NAME).orThrow();
      long stopped = System.nanoTime();
      BuiltImage.podman("stop", "--time", "60", NAME).orThrow();
      Duration stop = Duration.ofNanos(System.nanoTime() - stopped);
      String code =
          BuiltImage.podman("inspect", "--format", "{{.State.ExitCode}}", NAME).orThrow().strip();

      System.out.printf(
          Locale.ROOT,
          "The image: ready in %.1f s, memory %s, stopped in %.1f s%n",
          ready.toMillis() / 1000.0,
          memory.strip(),
          stop.toMillis() / 1000.0);
      assertThat(code).isIn("0", "143");
      assertThat(ready).isLessThan(Duration.ofSeconds(30));
    } finally {
      if (!served) {
        System.out.println(BuiltImage.podman("logs", "--tail", "50", NAME).text());
      }
      BuiltImage.podman("rm", "--force", NAME);
      database.close();
    }
  }

  private static String load() {
    String loaded =
        BuiltImage.podman("load", "-i", BuiltImage.FOLDER.resolve("imas.tar").toString()).orThrow();
    return loaded.substring(loaded.indexOf("Loaded image: ") + 14).strip();
  }

  private static List<String> start(String image, TestDatabase database, int... ports) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/podman", "run", "--detach"));
    command.addAll(List.of("--name", NAME, "--network", "host", "--read-only"));
    command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    command.addAll(List.of("--memory", "512m", "--cpus", "1"));
    Stream.of(
            "IMAS_DATABASE_URL=" + database.config().url().reveal(),
            "IMAS_ENCRYPTION_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "IMAS_BOOTSTRAP_SOURCE_KEY=" + SOURCE_KEY,
            "IMAS_BOOTSTRAP_ADMIN_TOKEN=image-admin-token-0123456789")
        .forEach(setting -> command.addAll(List.of("--env", setting)));
    for (int i = 0; i < ports.length; i++) {
      String key = "IMAS_" + ROLES.get(i).toUpperCase(Locale.ROOT) + "_PORT=";
      command.addAll(List.of("--env", key + ports[i]));
    }
    // The audit's key and the newest server seen; the chart has an emptyDir there.
    command.addAll(List.of("--mount", "type=tmpfs,destination=/var/lib/imas,tmpfs-mode=1777"));
    command.add(image);
    return command;
  }

  private static int status(int port) throws InterruptedException {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static int post(int port) throws IOException, InterruptedException {
    String path = "/api/v1/webhooks/alertmanager/";
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + SOURCE_KEY)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"version": "4", "groupKey": "{}:{alertname=\\"DiskFull\\"}", "status": "firing",
                         "receiver": "imas", "groupLabels": {"alertname": "DiskFull"}, "commonLabels": {},
                         "commonAnnotations": {}, "externalURL": "http://alertmanager.example",
                         "alerts": [{"status": "firing", "labels": {"alertname": "DiskFull", "severity": "critical"},
                                     "annotations": {}, "startsAt": "2026-01-01T00:00:00Z",
                                     "endsAt": "0001-01-01T00:00:00Z", "generatorURL": ""}]}
                        """))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void theSbomListsWhatAContainerHasAndNothingElse() throws IOException {
    BuiltImage.needEngine();
    String image = load();
    String container = BuiltImage.podman("create", image).orThrow().strip();
    Path root = Files.createDirectory(folder.resolve("root"));
    try {
      Path tar = folder.resolve("root.tar");
      BuiltImage.podman("export", "--output", tar.toString(), container).orThrow();
      BuiltImage.run(List.of("tar", "-xf", tar.toString(), "-C", root.toString())).orThrow();
    } finally {
      BuiltImage.podman("rm", container);
    }
    Path sbom = BuiltImage.FOLDER.resolve("imas.cdx.json");

    assertThat(BuiltImage.sbomCheck(sbom, root).orThrow()).contains(" 0 differences");
    assertThat(root.resolve("opt/imas/sbom.cdx.json")).hasSameTextualContentAs(sbom);
    String modules =
        BuiltImage.podman("run", "--rm", "--entrypoint", "java", image, "--list-modules").orThrow();
    assertThat(modules.lines().map(line -> line.replaceFirst("@.*", "")))
        .isNotEmpty()
        .allSatisfy(module -> assertThat(Files.readString(sbom)).contains("#" + module + "\""));

    Files.writeString(root.resolve("opt/imas/lib/added.jar"), "added");
    Files.writeString(
        root.resolve("var/lib/dpkg/status.d/telnet"),
        "Package: telnet\nVersion: 1\nArchitecture: amd64\n");
    assertThat(BuiltImage.sbomCheck(sbom, root).code()).isEqualTo(1);
    assertThat(BuiltImage.sbomCheck(sbom, root).text()).contains("added.jar", "telnet");
  }

  @Test
  void whatWasAlteredAfterItsSignatureIsRefused() throws IOException {
    Path key = folder.resolve("release.key");
    Path open = folder.resolve("release.pub");
    openssl("genpkey", "-algorithm", "ed25519", "-out", key.toString());
    openssl("pkey", "-in", key.toString(), "-pubout", "-out", open.toString());

    String signed = BuiltImage.script("sign", key.toString()).orThrow();
    assertThat(signed).contains("image " + digest, "NOT SCANNED");
    assertThat(verified(open, BuiltImage.FOLDER).code()).isZero();

    for (String file : List.of("imas.tar", "imas.cdx.json", "release", "release.sig")) {
      Path copy = linked();
      byte[] bytes = Files.readAllBytes(copy.resolve(file));
      bytes[bytes.length / 2] ^= 1;
      Files.delete(copy.resolve(file));
      Files.write(copy.resolve(file), bytes);

      assertThat(verified(open, copy).code()).as(file).isEqualTo(1);
      BuiltImage.run(List.of("rm", "-r", copy.toString())).orThrow();
    }
    Path foreign = folder.resolve("foreign.key");
    Path foreignOpen = folder.resolve("foreign.pub");
    openssl("genpkey", "-algorithm", "ed25519", "-out", foreign.toString());
    openssl("pkey", "-in", foreign.toString(), "-pubout", "-out", foreignOpen.toString());
    assertThat(verified(foreignOpen, BuiltImage.FOLDER).code()).isEqualTo(1);
  }

  private static BuiltImage.Done verified(Path key, Path of) {
    return BuiltImage.script("verify", key.toString(), of.toString());
  }

  /** Beside the originals, since links reach no other file system. */
  private static Path linked() throws IOException {
    Path copy = Files.createTempDirectory(BuiltImage.FOLDER, "altered");
    for (String file : List.of("imas.tar", "imas.cdx.json", "release", "release.sig")) {
      Files.createLink(copy.resolve(file), BuiltImage.FOLDER.resolve(file));
    }
    return copy;
  }

  private static void openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    BuiltImage.run(command).orThrow();
  }
}
