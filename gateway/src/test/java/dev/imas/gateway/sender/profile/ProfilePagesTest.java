package dev.imas.gateway.sender.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.gateway.sender.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page of a sender that IMAS ships as a profile is written from the profile's file. With {@code
 * -Dimas.docs.write=true} it is written anew.
 */
class ProfilePagesTest {

  private static final int WIDTH = 120;

  static Stream<Sender> senders() {
    return ShippedProfiles.all().stream();
  }

  @MethodSource("senders")
  @ParameterizedTest
  void pageIsWhatTheProfileSays(Sender sender) throws IOException {
    String name = sender.page().replace(".md", "");
    String page = page(sender, ShippedProfiles.read(name));
    Path file = documents().resolve(sender.page());
    if (Boolean.getBoolean("imas.docs.write")) {
      Files.writeString(file, page);
    }
    assertThat(file).exists();
    assertThat(Files.readString(file)).isEqualTo(page);
  }

  private static String page(Sender sender, JsonNode file) throws JsonProcessingException {
    StringBuilder page = new StringBuilder("# " + sender.name() + "\n\n");
    file.path("sender").path("page").forEach(text -> wrap(text.asText(), page));
    page.append("## Set it up\n\n");
    wrap(
        "Make a source of type `%s` and a key for it. Enter this in %s: %s."
            .formatted(sender.type(), sender.name(), sender.setUp().where()),
        page);
    page.append("```\n")
        .append(
            sender
                .setUp()
                .text()
                .replace("{{gateway}}", "https://imas.example")
                .replace("{{key}}", "<source key>"))
        .append("```\n\n");
    wrap("**Identity**: " + sender.formats().getFirst().identity() + ".", page);
    page.append("## How its posts are read\n\n");
    wrap(
        "This is the profile that IMAS ships. A copy of it, changed as you need it, can be the"
            + " profile of a source of type `PROFILE`: see [profiles](profiles.md).",
        page);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return page.append("```json\n")
        .append(new ObjectMapper().writer(printer).writeValueAsString(file.path("profile")))
        .append("\n```\n")
        .toString();
  }

  /** A paragraph, broken into lines between words. */
  private static void wrap(String paragraph, StringBuilder page) {
    int length = 0;
    for (String word : paragraph.split(" ")) {
      if (length > 0 && length + 1 + word.length() > WIDTH) {
        page.append('\n');
        length = 0;
      } else if (length > 0) {
        page.append(' ');
        length++;
      }
      page.append(word);
      length += word.length();
    }
    page.append("\n\n");
  }

  private static Path documents() {
    Path here = Path.of("").toAbsolutePath();
    Path module = Files.exists(here.resolve("gateway")) ? here.resolve("gateway") : here;
    return module.resolveSibling("docs").resolve("senders");
  }
}
