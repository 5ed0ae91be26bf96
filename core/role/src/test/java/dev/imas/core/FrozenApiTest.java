package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing that clients rely on goes away. What the API has is frozen in a file, which {@code
 * -Dimas.api.write=true} adds to. Only an operation that was deprecated, and whose sunset has
 * passed, leaves it.
 */
class FrozenApiTest {

  private static final Path FILE = Path.of("src/test/resources/dev/imas/core/frozen-api.tsv");
  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

  private final JsonNode document = new ApiDocument().root;

  @Test
  void nothingThatClientsRelyOnIsGone() throws IOException {
    FrozenApi now = FrozenApi.of(document);
    FrozenApi frozen =
        Files.exists(FILE) ? FrozenApi.read(Files.readAllLines(FILE)) : FrozenApi.read(List.of());

    assertThat(frozen.missingIn(now, TODAY))
        .as("deprecate an operation for a year before it goes; nothing else may go")
        .isEmpty();

    if (Boolean.getBoolean("imas.api.write")) {
      Files.write(FILE, now.text());
    }
    assertThat(Files.readAllLines(FILE))
        .as("what is new is frozen as well: run this test with -Dimas.api.write=true")
        .isEqualTo(now.text());
  }

  @Test
  void whatGoesIsFound() {
    FrozenApi before = FrozenApi.of(document);
    ObjectNode changed = document.deepCopy();
    ((ObjectNode) changed.path("paths")).remove("/teams");
    ((ObjectNode) changed.at("/components/schemas/Problem/properties")).remove("retry_after");
    ((ArrayNode) changed.at("/components/schemas/Severity/enum")).remove(3);
    ((ArrayNode) changed.at("/paths/~1services/get/parameters")).remove(0);
    ((ObjectNode) changed.at("/components/schemas/TeamWriting"))
        .withArray("required")
        .add("a_new_demand");

    assertThat(before.missingIn(FrozenApi.of(changed), TODAY))
        .contains(
            "GET /teams",
            "POST /teams",
            "schema Problem .retry_after:integer",
            "schema Severity =SEV4_LOW",
            "schema TeamWriting demands .a_new_demand")
        .anyMatch(line -> line.startsWith("GET /services ?"));
    assertThat(before.missingIn(before, TODAY)).isEmpty();
  }

  @Test
  void whatIsAddedIsNothingMissing() {
    ObjectNode fewer = document.deepCopy();
    ((ObjectNode) fewer.path("paths")).remove("/teams");
    ((ObjectNode) fewer.at("/components/schemas/Problem/properties")).remove("retry_after");
    assertThat(FrozenApi.of(fewer).missingIn(FrozenApi.of(document), TODAY)).isEmpty();
  }

  @Test
  void anOperationMayGoAtItsSunsetAndNotBefore() {
    ObjectNode deprecated = document.deepCopy();
    ((ObjectNode) deprecated.at("/paths/~1teams/get"))
        .put("deprecated", true)
        .put("x-sunset", TODAY.plusDays(1).toString());
    FrozenApi before = FrozenApi.of(deprecated);
    ObjectNode gone = document.deepCopy();
    ((ObjectNode) gone.at("/paths/~1teams")).remove("get");

    assertThat(before.missingIn(FrozenApi.of(gone), TODAY)).containsExactly("GET /teams");
    assertThat(before.missingIn(FrozenApi.of(gone), TODAY.plusDays(1))).isEmpty();
  }

  @Test
  void textIsReadAsItWasWritten() {
    FrozenApi api = FrozenApi.of(document);
    assertThat(FrozenApi.read(api.text()).text()).isEqualTo(api.text());
  }
}
