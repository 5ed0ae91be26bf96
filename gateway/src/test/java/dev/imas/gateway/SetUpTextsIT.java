package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.SourceKind.SetUp;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.sender.Sender;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a sender would post that was set up by the text which the catalogue has for it: at that
 * address, with the key where the text puts it, and with the text's own body where it has one.
 */
class SetUpTextsIT {

  private static final Pattern URL = Pattern.compile("\\{\\{gateway}}(/\\S+)");
  private static final Pattern HEADER = Pattern.compile("\"?(X-[\\w-]+)\"?: \"?\\{\\{key}}");
  private static final Pattern BODY = Pattern.compile("(?s)(?:Payload:\\s*|-d ')(\\{.*})'?\\s*$");
  private static final Pattern CONFIG = Pattern.compile("(?m)^# \\{(.*\\n# )*.*}}$");
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z_]+)");

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  static Stream<String> types() {
    return new Senders().all().stream().map(Sender::type);
  }

  private static Sender of(String type) {
    return new Senders()
        .all().stream().filter(one -> one.type().equals(type)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("types")
  void isReadAsItsTextMakesItPost(String type) throws IOException {
    Sender sender = of(type);
    String text = sender.setUp().text();
    assertThat(text).contains(SetUp.KEY);
    TestGateway.Source source =
        gateway.addSource(
            gateway.tenant(),
            sender.type().toLowerCase(Locale.ROOT),
            sender.type(),
            config(text),
            true,
            null);
    gateway.awaitLive(source.key());
    long before = gateway.ledger("accepted");

    String path = path(text);
    HttpRequest.Builder post =
        gateway
            .to(path.replace(SetUp.KEY, source.key()))
            .header("Content-Type", "application/json");
    byte[] body = body(sender, text);
    Matcher header = HEADER.matcher(text);
    if (text.contains("routing_key: " + SetUp.KEY)) {
      body = withRoutingKey(body, source.key());
    } else if (text.contains("opsgenie_configs")) {
      post.header("Authorization", "GenieKey " + source.key());
    } else if (header.find()) {
      post.header(header.group(1), source.key());
    } else if (!path.contains(SetUp.KEY)) {
      assertThat(text).containsPattern("(?i)authorization|bearer");
      post.header("Authorization", "Bearer " + source.key());
    }
    Reply reply = TestGateway.send(post.POST(HttpRequest.BodyPublishers.ofByteArray(body)));

    assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
    assertThat(gateway.ledger("accepted")).as(reply.body()).isGreaterThan(before);
    assertThat(gateway.ledger("dead_lettered")).as(reply.body()).isZero();
  }

  /** The documents show the same file or body, whatever they write for the address and the key. */
  @ParameterizedTest
  @MethodSource("types")
  void standsInItsPage(String type) throws IOException {
    Sender sender = of(type);
    String page = Files.readString(documents().resolve(sender.page())).replaceAll("\\s+", " ");
    assertThat(page)
        .contains(
            path(sender.setUp().text())
                .replace(TestGateway.API_V2, ":8080")
                .replace(SetUp.KEY, "<source key>"));
    for (String line : sender.setUp().text().lines().toList()) {
      if (line.startsWith(" ") && !line.contains("{{")) {
        assertThat(page).as(sender.page()).contains(line.trim().replaceAll("\\s+", " "));
      }
    }
  }

  private static String path(String text) {
    Matcher url = URL.matcher(text);
    // Prometheus adds the path of an Alertmanager's API to the host itself.
    return url.find() ? url.group(1) : TestGateway.API_V2;
  }

  /** Comments of the text may hold the source's configuration. */
  private static String config(String text) {
    Matcher config = CONFIG.matcher(text);
    return config.find() ? config.group().replaceAll("(?m)^# ", "") : "{}";
  }

  private static byte[] body(Sender sender, String text) throws IOException {
    Matcher own = BODY.matcher(text);
    if (own.find()) {
      return VARIABLE
          .matcher(own.group(1))
          .replaceAll(SetUpTextsIT::value)
          .getBytes(StandardCharsets.UTF_8);
    }
    String folder = sender.formats().getFirst().payloads().getFirst();
    try (Stream<Path> files = Files.list(payloads().resolve(folder))) {
      return Files.readAllBytes(files.sorted().toList().getFirst());
    }
  }

  private static byte[] withRoutingKey(byte[] body, String key) {
    return new String(body, StandardCharsets.UTF_8)
        .replaceAll("(\"routing_key\": *\")[^\"]*", "$1" + key)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** As Datadog would put it in for a monitor that alerts on one host. */
  private static String value(MatchResult variable) {
    return switch (variable.group(1)) {
      case "ALERT_ID", "ORG_ID" -> "1234";
      case "ALERT_TRANSITION" -> "Triggered";
      case "ALERT_TYPE" -> "error";
      case "ALERT_SCOPE", "TAGS" -> "host:db-1";
      case "ALERT_PRIORITY" -> "P2";
      case "DATE" -> "1716800000000";
      case "LINK" -> "https://app.datadoghq.com/monitors/1234";
      default -> variable.group(1).toLowerCase(Locale.ROOT);
    };
  }

  private static Path payloads() {
    return module().resolve("src/test/resources/payloads");
  }

  private static Path documents() {
    return module().resolveSibling("docs").resolve("senders");
  }

  /** Tests run in their module's folder. */
  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return List.of(here.resolve("gateway"), here).stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }
}
