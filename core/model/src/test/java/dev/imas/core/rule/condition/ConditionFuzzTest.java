package dev.imas.core.rule.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imas.core.model.Labels;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any JSON, and any text as an expression, is read or refused, in time. */
@ExtendWith(FuzzTime.class)
class ConditionFuzzTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Labels ALERT = Labels.of("a", "3", "team", "payments", "empty", "");

  @FuzzTest
  void anyConditionIsReadOrAFaultWithItsPlace(FuzzedDataProvider data) {
    boolean isExpression = data.consumeBoolean();
    String text = data.consumeRemainingAsString();
    CpuTime.within(
        FuzzTime.MOST,
        () ->
            tryOut(
                isExpression
                    ? JsonNodeFactory.instance.objectNode().put("cel", text)
                    : json(text)));
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException noJson) {
      return null;
    }
  }

  private static void tryOut(@Nullable JsonNode when) {
    List<String> faults = new ArrayList<>();
    JsonNode canonical = ConditionJson.canonical(when);
    if (canonical == null) {
      return;
    }
    Condition read =
        new ConditionReader(new HashMap<>(), (at, detail) -> faults.add(at)).read(canonical);
    if (read == null) {
      assertThat(faults).isNotEmpty().allMatch(pointer -> pointer.startsWith("/when"));
      return;
    }
    boolean holds;
    try {
      holds = read.holds(AlertContext.of(ALERT, Instant.EPOCH));
    } catch (ConditionFailedException e) {
      holds = false;
    }
    assertThat(FailedPart.of(read, AlertContext.of(ALERT, Instant.EPOCH)).isEmpty())
        .isEqualTo(holds);
    assertThat(read.steps()).isPositive();
  }
}
