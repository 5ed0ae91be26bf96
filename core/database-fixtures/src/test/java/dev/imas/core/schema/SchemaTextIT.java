package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaTextIT {

  private static final Path FILE = Path.of("..", "schema", "schema.sql");

  /** With {@code -Dimas.schema.write} the file is written instead of compared. */
  @Test
  void theFileShowsTheSchemaAsItIs() throws IOException {
    try (TestDatabase database = TestDatabase.create()) {
      String text = SchemaText.of(database);
      if (Boolean.getBoolean("imas.schema.write")) {
        Files.writeString(FILE, text);
      }
      assertThat(text).isEqualTo(Files.readString(FILE));
    }
  }
}
