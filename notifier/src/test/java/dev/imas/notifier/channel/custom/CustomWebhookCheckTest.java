package dev.imas.notifier.channel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NTF-08: what cannot work is refused where it is written, and says why. */
class CustomWebhookCheckTest {

  private static final ProviderKind KIND = CustomWebhookKind.kind().providers().getFirst();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "json | {\"a\": \"{{title}}\"} | ~~",
        "json | {\"a\": {{title}}} | makes no JSON: line 1, column",
        "json | {\"a\": \"{{titel}}\"} | there is no variable 'titel'",
        "json | {\"a\": \"{{{title}}}\"} | are not allowed, since every value is escaped",
        "json | {{#is_resolved}}{}{{/is_resolved}} | makes nothing of an incident that has just"
            + " opened",
        "json | {\"a\": \"{{title\"} | closed by }}",
        "json | {\"a\": {{^is_resolved}}1{{/is_resolved}}} | makes no JSON: line 1, column",
        "text | {\"a\": {{title}}} | ~~",
        "form | a={{title}} | ~~",
      })
  void templates(String format, String template, String fault) {
    Map<String, String> faults =
        KIND.faults(Map.of("url", "https://x.example", "format", format, "template", template));
    if (fault.isEmpty()) {
      assertThat(faults).isEmpty();
    } else {
      assertThat(faults).containsOnlyKeys("template");
      assertThat(faults.get("template")).contains(fault);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Origin: imas | ",
        "Accept:application/json | ",
        "no colon | must have the form Name: value",
        "Host: elsewhere | which IMAS sets itself",
        "content-length: 3 | which IMAS sets itself",
        "X-IMAS-Signature: x | which IMAS sets itself",
        "X Y: z | must have the form Name: value",
        "X-Y: ü | must have the form Name: value",
      })
  void headers(String header, String fault) {
    Map<String, Object> config = new HashMap<>(Map.of("template", "{\"a\": \"{{title}}\"}"));
    config.put("headers", List.of("X-Good: 1", header));
    config.put("secret_header", header);
    Map<String, String> faults = KIND.faults(config);
    if (fault == null) {
      assertThat(faults).isEmpty();
    } else {
      assertThat(faults).containsOnlyKeys("headers", "secret_header");
      assertThat(faults.get("headers")).startsWith("entry 2 ").contains(fault);
      assertThat(faults.get("secret_header")).contains(fault);
    }
    String value = header.substring(header.indexOf(':') + 1).strip();
    assertThat(String.join(" ", faults.values()))
        .doesNotContain(value + " ")
        .doesNotContain("elsewhere");
  }

  @Test
  void theRecipesOfThePageCanBeStored() throws IOException {
    String page = Files.readString(Path.of("../docs/channels/custom_webhook.md"));
    List<String> names = new ArrayList<>();
    Matcher recipe = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (recipe.find()) {
      JsonNode provider = Json.MAPPER.readTree(recipe.group(1));
      names.add(provider.path("name").asText());
      Map<String, Object> config =
          Json.MAPPER.convertValue(provider.get("config"), new TypeReference<>() {});
      config.forEach(
          (name, value) ->
              assertThat(KIND.field(name).orElseThrow().faultOf(value)).as(name).isNull());
      assertThat(KIND.faults(config)).as(provider.path("name").asText()).isEmpty();
    }
    assertThat(names)
        .containsExactly("jira", "servicenow", "zendesk", "github-issues", "own-script");
  }
}
