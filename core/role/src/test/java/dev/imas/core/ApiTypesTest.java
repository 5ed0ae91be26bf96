package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard sees the API through types, and they are those of the API's description. */
class ApiTypesTest {

  private static final Path API = Path.of("../web/src/main/web/api");

  @Test
  void theDashboardsTypesAreThoseOfTheApi() throws IOException {
    List<String> operations = new ArrayList<>();
    Json.MAPPER
        .readTree(API.resolve("operations.json").toFile())
        .forEach(operation -> operations.add(operation.asText()));
    String types = new ApiTypes(new ApiDocument().root).of(operations);
    Path file = API.resolve("schema.ts");
    if (Boolean.getBoolean("imas.web.write")) {
      Files.writeString(file, types);
    }
    assertThat(file)
        .as("run it with -Dimas.web.write=true, and read what has changed")
        .hasContent(types);
  }
}
