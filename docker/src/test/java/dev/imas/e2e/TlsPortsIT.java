package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.SelfSigned;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One process with TLS on all its ports, where senders and people need certificates. */
class TlsPortsIT {

  private static final SelfSigned SERVER = until(60, "localhost");
  private static final SelfSigned CLIENT = until(60, "client");

  private static Path folder;
  private static ImasProcess imas;
  private static HttpClient client;

  private static SelfSigned until(int days, String name) {
    Instant now = Instant.now();
    return SelfSigned.of(name, now.minusSeconds(60), now.plus(Duration.ofDays(days)));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeAll
  static void start() throws IOException {
    folder = TestPostgres.newFolder();
    for (String role : List.of("gateway", "core", "notifier")) {
      SERVER.write(folder.resolve(role + ".crt"), folder.resolve(role + ".key"));
    }
    CLIENT.write(folder.resolve("client.crt"), folder.resolve("client.key"));
    assertThat(folder.resolve("core.key").toFile().setReadable(true, false)).isTrue();
    imas = new ImasProcess(folder, settings()).start();
    client = HttpClient.newBuilder().sslContext(SERVER.trusted(CLIENT)).build();
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (String role : List.of("gateway", "core", "notifier")) {
      String setting = "IMAS_" + role.toUpperCase(Locale.ROOT) + "_TLS_";
      settings.put(setting + "CERTIFICATE", file(role + ".crt"));
      settings.put(setting + "KEY", file(role + ".key"));
    }
    settings.put("IMAS_CORE_TLS_CLIENT_CA", file("client.crt"));
    settings.put("IMAS_GATEWAY_TLS_CLIENT_CA", file("client.crt"));
    return settings;
  }

  @AfterAll
  static void stop() {
    client.close();
    imas.close();
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  private static String core(String path) {
    return "https://localhost:" + port(imas.core()) + path;
  }

  private static HttpResponse<String> get(HttpClient by, String url) throws Exception {
    return by.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + ImasProcess.ADMIN_TOKEN)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private record Done(int code, String text) {}

  /** A command in the environment of the process, or in another one. */
  private static Done command(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(StartedOnce.imas());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("IMAS_"));
    builder.environment().putAll(environment);
    builder.environment().put("IMAS_TOKEN", ImasProcess.ADMIN_TOKEN);
    builder.environment().put("IMAS_SOURCE_KEY", ImasProcess.SOURCE_KEY);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), text);
  }

  private static Map<String, String> here() {
    Map<String, String> environment = new HashMap<>(settings());
    environment.put("IMAS_CORE_PORT", Integer.toString(port(imas.core())));
    environment.put("IMAS_GATEWAY_PORT", Integer.toString(imas.gatewayPort()));
    environment.put("IMAS_CLIENT_CERTIFICATE", file("client.crt"));
    environment.put("IMAS_CLIENT_KEY", file("client.key"));
    return environment;
  }

  @Test
  void commandsFindItByItsSettingsAndPostAndReadOverTls() throws Exception {
    Done demo = command(here(), "demo", "--alerts=20");
    assertThat(demo.code).as(demo.text).isZero();

    Done storm =
        command(here(), "storm", "--rate=50", "--warmup=0s", "--duration=1s", "--connections=4");
    assertThat(storm.code).as(storm.text).isZero();
  }

  @Test
  void commandsElsewhereTrustItByItsAuthority() throws Exception {
    Map<String, String> elsewhere = new HashMap<>();
    elsewhere.put("IMAS_URL", core(""));
    Done stranger = command(elsewhere, "incidents");
    assertThat(stranger.code).isEqualTo(1);
    assertThat(stranger.text).contains("does not answer at https://", "--ca-certificate");

    elsewhere.put("IMAS_CA_CERTIFICATE", file("core.crt"));
    Done without = command(elsewhere, "incidents");
    assertThat(without.code).isEqualTo(1);
    assertThat(without.text).contains("certificate that core.tls.client-ca trusts");

    Done with =
        command(
            elsewhere,
            "incidents",
            "--client-certificate=" + file("client.crt"),
            "--client-key=" + file("client.key"));
    assertThat(with.code).as(with.text).isZero();

    elsewhere.put("IMAS_URL", "http://localhost:" + port(imas.core()));
    assertThat(command(elsewhere, "incidents").text).contains("begins with https");
  }

  @Test
  void whatItSaysOfItselfNamesHttps() throws Exception {
    assertThat(Await.until("it to say so", imas::output, said -> said.contains("IMAS is up")))
        .contains("\"gateway\":\"https://localhost:" + imas.gatewayPort() + "\"")
        .contains("\"core\":\"https://localhost:" + port(imas.core()) + "\"")
        .containsOnlyOnce("All users of this machine can read the key")
        .contains("\"setting\":\"core.tls.key\"");
    assertThat(imas.readiness())
        .hasSize(3)
        .allSatisfy(role -> assertThat(role).contains("\"tls\":{\"status\":\"healthy\""));
    assertThat(get(client, core("/health/detailed")).body())
        .contains("\"tls\":{\"status\":\"healthy\"");
    assertThat(get(client, core("/api/v1/installation")).body())
        .contains("\"gateway_url\":\"https://localhost:" + imas.gatewayPort() + "\"");
    assertThat(get(client, core("/metrics")).body())
        .contains(
            "imas_tls_certificate_expires_seconds{role=\"core\"}",
            "imas_tls_certificate_expires_seconds{role=\"gateway\"}",
            "imas_tls_certificate_expires_seconds{role=\"notifier\"}",
            "imas_tls_files_failing{role=\"core\"} 0");
    assertThat(get(client, core("/health/live")).headers().firstValue("strict-transport-security"))
        .isPresent();
  }

  @Test
  void clientMayNotRenegotiate() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            SERVER
                .trusted(CLIENT)
                .getSocketFactory()
                .createSocket("localhost", port(imas.core()))) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().read();
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void renewedCertificateIsUsedWithoutARestart() throws Exception {
    SelfSigned renewed = until(90, "localhost");
    Files.writeString(folder.resolve("gateway.crt"), renewed.pem());
    Files.writeString(folder.resolve("gateway.key"), renewed.keyPem());

    try (HttpClient later = HttpClient.newBuilder().sslContext(renewed.trusted(CLIENT)).build()) {
      Await.until(
          "the new certificate",
          () -> {
            try {
              return get(later, "https://localhost:" + imas.gatewayPort() + "/health/live")
                  .statusCode();
            } catch (IOException former) {
              return 0;
            }
          },
          status -> status == 200);
    }
  }
}
