package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G23: {@code imas gate}, as docs/gate.md has it for pipelines. */
class GateCommandIT {

  private static final Path PAGE = Path.of("..", "docs", "gate.md");
  private static final Pattern ARGS = Pattern.compile("args: \\[(gate[^]]*)]");

  private final RunningCore core = RunningCore.start();
  @TempDir private Path folder = Path.of("");

  private record Said(int code, String text) {}

  @BeforeEach
  void installCommand() throws IOException {
    Path script = folder.resolve("imas");
    String words =
        StartedOnce.imas().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(script, "#!/bin/sh\nexec " + words + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    core.service("checkout");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private Said shell(String command, String url) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true);
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
    environment.put("IMAS_URL", url);
    environment.put("IMAS_TOKEN", core.token);
    for (String name : List.of("CI_COMMIT_SHA", "GITHUB_SHA", "GIT_COMMIT")) {
      environment.put(name, "f95f852bd8fca8fcc58a9a2d6c842781e32a215e");
    }
    environment.put("CI_ENVIRONMENT_NAME", "production");
    environment.put("CI_JOB_ID", "4711");
    environment.put("CI_JOB_URL", "https://gitlab.example/shop/-/jobs/4711");
    environment.put("GITHUB_REF", "refs/heads/main");
    environment.put("GITHUB_RUN_ID", "8812");
    environment.put("GITHUB_RUN_ATTEMPT", "1");
    environment.put("BUILD_TAG", "jenkins-shop-12");
    environment.put("BUILD_URL", "https://jenkins.example/job/shop/12/");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private Said shell(String command) throws IOException, InterruptedException {
    return shell(command, "http://127.0.0.1:" + core.port());
  }

  /** The commands of the page, of GitLab, GitHub Actions, Jenkins and Argo CD. */
  private static List<String> documented() throws IOException {
    List<String> commands = new ArrayList<>();
    String page = Files.readString(PAGE);
    page.lines()
        .map(String::strip)
        .filter(line -> line.matches("(- |- run: |sh ')?imas gate .*"))
        .map(line -> line.replaceFirst("^(- run: |- |sh ')", "").replaceFirst("'$", ""))
        .forEach(commands::add);
    ARGS.matcher(page)
        .results()
        .forEach(found -> commands.add("imas " + found.group(1).replace(",", "")));
    return commands;
  }

  @Test
  void commandsOfTheDocumentationAllowAndAreStoppedByAFreeze() throws Exception {
    List<String> commands = documented();
    assertThat(commands).hasSize(5);
    for (String command : commands) {
      Said said = shell(command);
      assertThat(said.code).as("%s: %s", command, said.text).isZero();
      assertThat(said.text).contains("allow: checkout to prod");
    }
    core.post(
        "/api/v1/freezes",
        "{\"name\":\"Freeze\",\"starts_at\":\"2020-01-01T00:00\",\"ends_at\":\"2020-12-31T00:00\","
            + "\"time_zone\":\"UTC\",\"recurrence\":\"FREQ=YEARLY\"}");
    for (String command : commands) {
      Said said = shell(command);
      assertThat(said.code).as("%s: %s", command, said.text).isIn(3, 4);
      assertThat(said.text).contains("blocks: Freeze forbids deployments to prod");
    }
  }

  @Test
  void whoeverCannotReachTheGateDoesWhatTheCommandSays() throws Exception {
    String command = "imas gate --service checkout --environment prod";
    assertThat(shell(command).code).as("there is no default").isEqualTo(2);
    String nowhere = "http://127.0.0.1:1";
    assertThat(shell(command + " --on-unreachable allow", nowhere).code).isZero();
    Said denied = shell(command + " --on-unreachable deny", nowhere);
    assertThat(denied.code).isEqualTo(3);
    assertThat(denied.text).contains("does not answer", "decides: deny");
    Said refused = shell(command.replace("checkout", "nobodys") + " --on-unreachable allow");
    assertThat(refused.code).as("a mistake is not a missing answer").isEqualTo(1);
    assertThat(shell("imas gate --environment prod --on-unreachable deny").code).isEqualTo(2);
  }
}
