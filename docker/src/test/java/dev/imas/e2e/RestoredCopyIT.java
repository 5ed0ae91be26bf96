package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backup, restore and release by the commands, with a page that must go once (OPS-12, OPS-14). */
class RestoredCopyIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(180);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1", "IMAS_NOTIFIER_RECEIVER_RATE", "0");

  private Path folder;
  private Vertx vertx;
  private FakeReceiver receiver;
  private ImasProcess original;
  private ImasProcess copy;

  @BeforeEach
  void prepare() {
    folder = TestPostgres.newFolder();
    vertx = Vertx.vertx();
    receiver = FakeReceiver.start(vertx);
    original = new ImasProcess(TestPostgres.newFolder(), ENVIRONMENT);
    copy = new ImasProcess(TestPostgres.newFolder(), ENVIRONMENT);
  }

  @AfterEach
  void end() {
    original.close();
    copy.close();
    receiver.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  private static void opens(ImasProcess imas, String name) {
    assertThat(
            imas.post(
                "/api/v1/webhooks/custom/",
                "{\"alert_name\":\"%s\",\"severity\":\"critical\",\"title\":\"%s\"}"
                    .formatted(name, name)))
        .isEqualTo(202);
    Await.until("the incident " + name, TIMEOUT, () -> titles(imas), all -> all.contains(name));
  }

  private static List<String> titles(ImasProcess imas) {
    return imas.list("/api/v1/incidents").stream().map(i -> i.path("title").asText()).toList();
  }

  private List<String> paged() {
    return receiver.requests().stream()
        .flatMap(page -> Stream.of("Before", "Later", "Held").filter(page.body()::contains))
        .toList();
  }

  private static Stream<JsonNode> waiting(ImasProcess imas) {
    return imas.list("/api/v1/deliveries?status=pending").stream();
  }

  private void damaged(String backup) {
    try {
      Path copied = Files.createDirectory(folder.resolve("damaged"));
      for (String name : List.of("base.tar.gz", "backup_manifest", "superuser.password")) {
        byte[] bytes = Files.readAllBytes(Path.of(backup, name));
        bytes[bytes.length / 2] ^= name.startsWith("base") ? 1 : 0;
        Files.write(copied.resolve(name), bytes);
      }
      assertThat(original.command("drill", "restore", copied.toString())).isEqualTo(1);
      assertThat(original.commandOutput()).contains("is damaged");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRestoredCopyHasWhatWasThereAndSendsNothingUntilItIsReleased() {
    original.start();
    original.page(receiver.url("/page"));
    opens(original, "Before");
    Await.until("its page", TIMEOUT, this::paged, pages -> pages.contains("Before"));

    String backup = folder.resolve("backup").toString();
    assertThat(original.command("backup", backup)).as("without a word of the key").isEqualTo(2);
    assertThat(original.commandOutput()).contains("--key-kept-elsewhere");
    assertThat(original.command("backup", backup, "--with-key"))
        .as("%s", original.commandOutput())
        .isZero();
    assertThat(original.commandOutput()).contains("is whole");
    assertThat(original.command("drill", "restore", backup))
        .as("%s", original.commandOutput())
        .isZero();
    assertThat(original.commandOutput())
        .contains("A restore takes this long", "Incidents: 1.", "The ledger balances.")
        .contains("The drill has succeeded.");
    opens(original, "Later");
    Await.until("its page", TIMEOUT, this::paged, pages -> pages.contains("Later"));
    original.kill();
    damaged(backup);
    assertThat(original.command("restore", backup)).as("over a database").isEqualTo(1);
    assertThat(original.commandOutput()).contains("restore to another data folder");
    assertThat(original.dataFolder().resolve("restored-copy")).doesNotExist();

    assertThat(copy.command("restore", backup)).as("%s", copy.commandOutput()).isZero();
    assertThat(copy.commandOutput()).contains("sends nothing until you release it");
    copy.startHeldBack();
    assertThat(titles(copy)).contains("Before").doesNotContain("Later");
    opens(copy, "Held");
    Await.until("its page to wait", TIMEOUT, () -> waiting(copy).count(), pages -> pages > 0);
    assertThat(paged()).as("pages of the copy").doesNotContain("Held");

    assertThat(copy.command("release")).isZero();
    copy.awaitReady();
    Await.until("the page that waited", TIMEOUT, this::paged, pages -> pages.contains("Held"));
    assertThat(paged()).as("each page once").containsExactly("Before", "Later", "Held");
    assertThat(copy.command("ledger", "verify")).as("%s", copy.commandOutput()).isZero();
    assertThat(copy.command("release")).isZero();
    assertThat(copy.commandOutput()).contains("Nothing is held back");
  }
}
