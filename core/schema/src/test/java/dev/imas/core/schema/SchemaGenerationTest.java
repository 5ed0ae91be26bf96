package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each change of a migration, repeatable ones included, raises the generation of the schema. */
class SchemaGenerationTest {

  private static final Path RESOURCES = Path.of("src", "main", "resources");
  private static final Path MIGRATIONS = RESOURCES.resolve(Path.of("db", "migration"));
  private static final Path GENERATION =
      RESOURCES.resolve(Path.of("dev", "imas", "core", "schema", "generation.properties"));

  @Test
  void aChangedMigrationIsOfANewGeneration() throws Exception {
    String text = Files.readString(GENERATION);
    Properties recorded = new Properties();
    recorded.load(new StringReader(text));
    String now = sha256OfMigrations();
    if (Boolean.getBoolean("imas.schema.write") && !now.equals(recorded.get("migrations"))) {
      int next = SchemaGeneration.own().number() + 1;
      Files.writeString(
          GENERATION,
          text.replaceAll("(?m)^generation=.*$", "generation=" + next)
              .replaceAll("(?m)^migrations=.*$", "migrations=" + now));
      return;
    }
    assertThat(recorded.get("migrations"))
        .as(
            "migrations have changed; write their generation with mvn verify -pl core/schema"
                + " -Dtest=SchemaGenerationTest -Dimas.schema.write=true")
        .isEqualTo(now);
  }

  @Test
  void whatItReadsFromIsNoLaterGeneration() {
    SchemaGeneration own = SchemaGeneration.own();

    assertThat(own.readsFrom()).isBetween(1, own.number());
    assertThat(own.mayBeUsedBy(own)).isTrue();
  }

  private static String sha256OfMigrations() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : migrations()) {
      digest.update((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readString(file).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.sorted().toList();
    }
  }
}
