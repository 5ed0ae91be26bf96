package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A versioned migration that databases in use have run is never changed or removed; a change needs
 * a new one. Functions, views and triggers are repeatable migrations (R__), which may change.
 */
class FrozenMigrationsTest {

  private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");
  private static final Path FROZEN = Path.of("src", "test", "resources", "frozen-migrations.txt");

  @Test
  void versionedMigrationsAreAsTheyWere() throws IOException {
    assertThat(versioned())
        .as(
            "SHA-256 of the versioned migrations; a new one is added to %s with its line from here",
            FROZEN)
        .containsExactlyElementsOf(Files.readAllLines(FROZEN));
  }

  private static List<String> versioned() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("V"))
          .sorted()
          .map(file -> sha256(file) + "  " + file.getFileName())
          .toList();
    }
  }

  private static String sha256(Path file) {
    try {
      String text = Files.readString(file).replace("\r\n", "\n");
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
