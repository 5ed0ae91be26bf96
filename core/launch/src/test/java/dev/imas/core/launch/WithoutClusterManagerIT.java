package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Without members, no class of Hazelcast is loaded. A JVM of its own shows it. */
final class WithoutClusterManagerIT {

  public static void main(String[] arguments) {
    Vertx vertx = WithoutClusterManager.build(Vertx.builder());
    vertx.eventBus().consumer("here", message -> message.reply("heard"));
    System.out.println(Await.result(vertx.eventBus().request("here", "")).body());
    Await.result(vertx.close());
  }

  @Test
  void aBusOfItsOwnLoadsNoClassOfHazelcast() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutClusterManagerIT.class.getName())
            .redirectErrorStream(true)
            .start();
    String told = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(told).contains("heard").contains("io.vertx.core.Vertx ");
    assertThat(told.lines().filter(line -> line.contains("hazelcast.")))
        .as("classes of Hazelcast")
        .isEmpty();
  }
}
