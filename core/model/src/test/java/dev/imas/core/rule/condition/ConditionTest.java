package dev.imas.core.rule.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final Labels ALERT =
      Labels.of("team", "payments", "load", "3.5", "empty", "", "bad", "0x10", "huge", "1e999");

  private final List<String> faults = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'matcher': 'team=payments'}                                          | true",
        "{'matcher': 'team!=orders'}                                            | true",
        "{'label': 'load', 'gt': 3}                                            | true",
        "{'label': 'load', 'gt': 3.5}                                          | false",
        "{'label': 'load', 'ge': 3.5}                                          | true",
        "{'label': 'load', 'lt': 3.5}                                          | false",
        "{'label': 'load', 'le': 3.5}                                          | true",
        "{'label': 'load', 'eq': 3.50}                                         | true",
        "{'label': 'missing', 'lt': 3}                                         | false",
        "{'label': 'empty', 'lt': 3}                                           | false",
        "{'label': 'bad', 'eq': 16}                                            | false",
        "{'label': 'huge', 'gt': 3}                                            | false",
        "{'not': {'label': 'missing', 'lt': 3}}                                | true",
        "{'label': 'team', 'in': ['orders', 'payments']}                       | true",
        "{'label': 'team', 'in': ['orders']}                                   | false",
        "{'label': 'missing', 'in': ['']}                                      | true",
        "{'exists': 'team'}                                                    | true",
        "{'exists': 'empty'}                                                   | false",
        "{'exists': 'missing'}                                                 | false",
        "{'all': [{'exists': 'team'}, {'exists': 'load'}]}                     | true",
        "{'all': [{'exists': 'team'}, {'exists': 'missing'}]}                  | false",
        "{'any': [{'exists': 'missing'}, {'exists': 'team'}]}                  | true",
        "{'any': [{'exists': 'missing'}, {'exists': 'empty'}]}                 | false",
        "{'time': {'zone': 'UTC', 'from': '12:00', 'to': '12:01'}}             | true",
        "{'time': {'zone': 'UTC', 'from': '11:00', 'to': '12:00'}}             | false",
        "{'cel': 'num(labels.load) > 3.4'}                                     | true",
      })
  void holdsOrNot(String json, boolean expected) {
    assertThat(read(json).holds(AlertContext.of(ALERT, NOON))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3                                                      | /when",
        "{}                                                     | /when",
        "{'x': 1}                                               | /when/x",
        "{'all': []}                                            | /when/all",
        "{'all': [], 'any': []}                                 | /when",
        "{'all': [{'exists': 'a'}, {'not': {'exists': 1}}]}     | /when/all/1/not/exists",
        "{'any': [{'exists': 'a'}, 5]}                          | /when/any/1",
        "{'matcher': 'a'}                                       | /when/matcher",
        "{'label': 'a'}                                         | /when",
        "{'label': 'a', 'gt': 'x'}                              | /when/gt",
        "{'label': 'a', 'gt': 1e999}                            | /when/gt",
        "{'label': 'a', 'ne': 1}                                | /when/ne",
        "{'label': 'a', 'gt': 1, 'lt': 3}                       | /when",
        "{'label': '', 'gt': 1}                                 | /when/label",
        "{'label': 'a', 'in': []}                               | /when/in",
        "{'label': 'a', 'in': ['x', 'x']}                       | /when/in/1",
        "{'label': 'a', 'in': [3]}                              | /when/in/0",
        "{'cel': 'labels.a'}                                    | /when/cel",
        "{'cel': ''}                                            | /when/cel",
        "{'time': {'zone': 'UTC'}}                              | /when/time",
        "{'time': {'zone': 'Mars', 'from': '01:00', 'to': '02:00'}} | /when/time/zone",
        "{'time': {'from': '01:00', 'to': '02:00'}}             | /when/time/zone",
        "{'time': {'zone': 'UTC', 'from': '01:00'}}             | /when/time/to",
        "{'time': {'zone': 'UTC', 'from': '01:00', 'to': '01:00'}} | /when/time/to",
        "{'time': {'zone': 'UTC', 'from': '1:00', 'to': '24:00'}} | /when/time/from",
        "{'time': {'zone': 'UTC', 'weekdays': ['mon']}}         | /when/time/weekdays/0",
        "{'time': {'zone': 'UTC', 'months': [13]}}              | /when/time/months/0",
        "{'time': {'zone': 'UTC', 'days': [1, 1]}}              | /when/time/days/1",
        "{'time': {'zone': 'UTC', 'days': [1], 'hours': 3}}     | /when/time/hours",
      })
  void faultNamesThePlace(String json, String pointer) {
    assertThat(readOrNull(json)).isNull();
    assertThat(faults).isNotEmpty();
    assertThat(faults.getFirst()).startsWith(pointer + " ");
    assertThat(faults.getFirst()).contains("; ");
  }

  @Test
  void depthAndNumberAreBounded() {
    assertThat(readOrNull(nested(15))).isNotNull();
    assertThat(readOrNull(nested(16))).isNull();
    assertThat(faults).singleElement().asString().contains("nested more than 16 deep");
    faults.clear();
    assertThat(readOrNull(many(499))).isNotNull();
    assertThat(readOrNull(many(500))).isNull();
    assertThat(faults).singleElement().asString().contains("more than 500 conditions");
  }

  @Test
  void partsToBlameAreTold() {
    Condition when =
        read(
            """
            {'all': [{'exists': 'team'},
                     {'any': [{'matcher': 'team=db'},
                              {'time': {'zone': 'Europe/Paris', 'from': '22:00', 'to': '06:00'}},
                              {'not': {'label': 'load', 'gt': 3}}]},
                     {'exists': 'missing'}]}
            """);

    List<FailedPart> failed = FailedPart.of(when, AlertContext.of(ALERT, NOON));

    assertThat(failed)
        .extracting(FailedPart::pointer)
        .containsExactly("/when/all/1/any/0", "/when/all/1/any/1", "/when/all/1/any/2");
    assertThat(failed.get(0).condition()).isEqualTo("team=\"db\"");
    assertThat(failed.get(0).values()).containsEntry("team", "payments");
    assertThat(failed.get(1).localTime()).isEqualTo("2026-07-01T14:00+02:00[Europe/Paris]");
    assertThat(failed.get(2).condition()).isEqualTo("not (load > 3.0)");
    assertThat(FailedPart.of(read("{'exists': 'team'}"), AlertContext.of(ALERT, NOON))).isEmpty();
  }

  private static String nested(int depth) {
    return "{'not':".repeat(depth) + "{'exists':'a'}" + "}".repeat(depth);
  }

  private static String many(int parts) {
    return "{'all': [" + "{'exists':'a'},".repeat(parts - 1) + "{'exists':'a'}]}";
  }

  private Condition read(String json) {
    Condition read = readOrNull(json);
    assertThat(faults).isEmpty();
    assertThat(read).isNotNull();
    return Objects.requireNonNull(read);
  }

  private @Nullable Condition readOrNull(String json) {
    try {
      JsonNode when = MAPPER.readTree(json.replace('\'', '"'));
      return new ConditionReader(new HashMap<>(), (at, detail) -> faults.add(at + " " + detail))
          .read(when);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
