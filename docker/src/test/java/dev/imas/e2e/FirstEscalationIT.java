package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the commands of docs/first-escalation.md as they stand there. */
class FirstEscalationIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
  private static final Path PAGE = Path.of("../docs/first-escalation.md");

  private final PagingScene scene = new PagingScene(Map.of(), Map.of());

  private final StringBuilder before = new StringBuilder();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void eachCommandDoesWhatThePageSays() throws Exception {
    List<String> blocks = blocks();
    assertThat(blocks).hasSize(12);
    String base = "http://127.0.0.1:" + scene.core.port() + "/api/v1";
    before.append("IMAS_BOOTSTRAP_ADMIN_TOKEN=").append(scene.core.token).append('\n');
    before.append(blocks.get(0).replace("http://localhost:8090/api/v1", base)).append('\n');

    run(blocks.get(1).replace("https://ntfy.sh", scene.receiver.url("")));
    run(blocks.get(2));
    keep(blocks.get(3));
    assertThat(run(blocks.get(4).replace("<the code on Ada's phone>", codeFor("ada-9xk2vq"))))
        .contains("verified_at");
    keep(blocks.get(5));
    assertThat(run(blocks.get(6).replace("<the code on Bob's phone>", codeFor("bob-4mz7wd"))))
        .contains("verified_at");
    run(blocks.get(7).replace("PT1M", "PT1S"));
    assertThat(run(blocks.get(8))).contains("\"ada\"", "\"bob\"");

    keep(blocks.get(9));
    awaitPage("ada-9xk2vq");
    awaitPage("bob-4mz7wd");
    assertThat(run(blocks.get(10))).contains("\"ACKNOWLEDGED\"");
    assertThat(run(blocks.get(11)))
        .contains("\"state\":\"acknowledged\"", "acknowledged by bob", "ntfy at once");
  }

  private void awaitPage(String topic) {
    Await.until(
        "a page to " + topic,
        Duration.ofSeconds(20),
        () -> messages(topic),
        messages -> messages.stream().anyMatch(m -> m.contains("Checkout answers nobody")));
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(Files.readString(PAGE));
    while (found.find()) {
      blocks.add(found.group(1));
    }
    return blocks;
  }

  /** A block whose variables later ones use. Its commands are run once. */
  private void keep(String block) throws Exception {
    String names = "declare -p ADA BOB INCIDENT 2>/dev/null || true\n";
    String said = run(block + names);
    said.lines()
        .filter(line -> line.startsWith("declare -- "))
        .forEach(line -> before.append(line.substring("declare -- ".length())).append('\n'));
  }

  private String run(String commands) throws Exception {
    Process bash = new ProcessBuilder("bash", "-s").redirectErrorStream(true).start();
    try (var in = bash.getOutputStream()) {
      in.write((before + commands).getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("urn:imas:problem");
    return said;
  }

  /** The code in the newest message to the topic. */
  private String codeFor(String topic) {
    return Await.until(
            "the code for " + topic,
            Duration.ofSeconds(20),
            () ->
                messages(topic).reversed().stream()
                    .map(CODE::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private List<String> messages(String topic) {
    List<String> messages = new ArrayList<>();
    for (Received request : scene.receiver.requests()) {
      try {
        JsonNode body = JSON.readTree(request.body());
        if (body.path("topic").asText().equals(topic)) {
          messages.add(body.path("title").asText() + "\n" + body.path("message").asText());
        }
      } catch (IOException e) {
        throw new AssertionError(request.body(), e);
      }
    }
    return messages;
  }
}
