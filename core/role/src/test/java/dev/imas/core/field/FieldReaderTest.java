package dev.imas.core.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.field.FieldReader.Faulty;
import dev.imas.core.field.FieldReader.Read;
import dev.imas.core.field.FieldReader.Reading;
import dev.imas.core.field.FieldView.Option;
import dev.imas.core.platform.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldReaderTest {

  private static final UUID ANN = new UUID(7, 7);

  /** The key is the spelling by which incidents are found. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "text | \" Big Shop \" | big shop",
        "number | 5 | 5",
        "number | 5.0 | 5",
        "number | 0.0 | 0",
        "number | 1e3 | 1000",
        "number | -0.250 | -0.25",
        "boolean | true | true",
        "boolean | false | false",
        "date | \"2026-02-28\" | 2026-02-28",
        "instant | \"2026-01-02T04:04:05+01:00\" | 2026-01-02t03:04:05z",
        "url | \"https://wiki.example.org/A?b=c\" | https://wiki.example.org/a?b=c",
        "user | \"ann\" | 00000000-0000-0007-0000-000000000007",
        "select | \"eu\" | eu",
        "multi_select | [\"us\",\"eu\",\"us\"] | us,eu",
      })
  void whatFitsIsReadInOneSpelling(String type, String json, String keys) {
    Reading read = read(type, json);
    assertThat(read).isInstanceOf(Read.class);
    assertThat(
            ((Read) read).values().stream().map(FieldValue::key).collect(Collectors.joining(",")))
        .isEqualTo(keys);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "text | \"  \" | must be a text of 1 to 1000 characters, or null for no value",
        "text | 5 | must be a text of 1 to 1000 characters, or null for no value",
        "text | {} | must be a text of 1 to 1000 characters, or null for no value",
        "number | \"5\" | must be a number of at most 15 digits",
        "number | 1e16 | must be a number of at most 15 digits",
        "number | 0.1234567890123456 | must be a number of at most 15 digits",
        "boolean | \"true\" | must be true or false",
        "date | \"2026-02-29\" | must be a date such as 2026-01-31",
        "date | \"2026-02-28T00:00:00Z\" | must be a date such as 2026-01-31",
        "instant | \"2026-02-28\" | must be a time such as 2026-01-02T03:04:05Z",
        "instant | \"+99999-01-01T00:00:00Z\" | must be a time such as 2026-01-02T03:04:05Z",
        "url | \"javascript:alert(1)\" | must be an address that begins with https:// or http://",
        "url | \"https://\" | must be an address that begins with https:// or http://",
        "url | \"https://me:secret@example.org/\" | must be an address that begins with https:// or"
            + " http://",
        "user | \"nobody\" | names no active user 'nobody'; send the name or id of one",
        "team | 5 | must be the name or id of a team",
        "select | \"EU\" | must be one of eu, us",
        "select | \"old\" | must be one of eu, us",
        "multi_select | \"eu\" | must be a list with at least one of eu, us",
        "multi_select | [] | must be a list with at least one of eu, us",
        "multi_select | [\"eu\",\"asia\"] | must be a list with at least one of eu, us",
      })
  void whatDoesNotFitSaysWhatToSend(String type, String json, String why) {
    assertThat(read(type, json)).isEqualTo(new Faulty(why));
  }

  private static Reading read(String type, String json) {
    FieldView field =
        new FieldView(
            new UUID(0, 1),
            "key",
            "Label",
            "",
            FieldType.valueOf(type.toUpperCase(Locale.ROOT)),
            RequiredAt.NONE,
            List.of(new Option("eu", "Europe"), new Option("us", "America")),
            List.of(new Option("old", "Old")),
            false,
            1,
            Instant.EPOCH,
            Instant.EPOCH);
    return FieldReader.read(
        field,
        Json.read(json, JsonNode.class),
        (kind, named) -> named.text().equals("ann") ? Optional.of(ANN) : Optional.empty());
  }
}
