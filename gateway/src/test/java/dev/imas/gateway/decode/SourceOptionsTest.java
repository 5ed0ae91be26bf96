package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOptionsTest {

  @Test
  void emptyConfigurationIsTheDefault() {
    SourceOptions options = SourceOptions.parse("{}");

    assertThat(options.identity().isAll()).isTrue();
    assertThat(options.resolveTimeout()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void readsItsKeysAndLeavesTheOthers() {
    SourceOptions options =
        SourceOptions.parse(
            "{\"identity_labels\":[\"a\"],\"ignored_labels\":[\"b\"],\"resolve_timeout\":\"90s\","
                + "\"severity_mapping\":{\" Page \":\"P1\"},\"hmac\":{\"x\":[1]}}");

    assertThat(options.identity().only()).containsExactly("a");
    assertThat(options.identity().ignored()).containsExactly("b");
    assertThat(options.severityMapping()).containsEntry("page", Severity.SEV1_CRITICAL);
    assertThat(options.resolveTimeout()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void everyFaultIsNamed() {
    SourceOptions.InvalidOptions invalid =
        catchThrowableOfType(
            SourceOptions.InvalidOptions.class,
            () ->
                SourceOptions.parse(
                    "{\"identity_labels\":\"a\",\"ignored_labels\":[1],\"resolve_timeout\":\"0m\","
                        + "\"severity_mapping\":{\"x\":\"loud\"},"
                        + "\"mapping\":{\"nme\":\"/a\",\"title\":\"a\",\"labels\":{\"l\":2}}}"));

    assertThat(invalid.faults())
        .extracting(fault -> fault.substring(0, fault.indexOf(':')))
        .containsExactly(
            "identity_labels",
            "ignored_labels",
            "resolve_timeout",
            "severity_mapping.x",
            "mapping.nme",
            "mapping.title",
            "mapping.labels.l");
  }

  /** Core lets these pass, so the gateway must read them. */
  @Test
  void everyFieldOfTheModelCanBeMapped() {
    for (String field : CustomField.NAMES) {
      SourceOptions.parse("{\"mapping\":{\"%s\":\"/a/b\"}}".formatted(field));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}{}", "null", "{\"mapping\":7}"})
  void whatIsNoConfigurationIsRefused(String json) {
    assertThat(
            catchThrowableOfType(
                    SourceOptions.InvalidOptions.class, () -> SourceOptions.parse(json))
                .faults())
        .hasSize(1);
  }
}
