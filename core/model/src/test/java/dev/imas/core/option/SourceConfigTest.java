package dev.imas.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceConfigTest {

  private final List<String> faults = new ArrayList<>();

  @Test
  void emptyConfigurationSetsNothing() {
    assertThat(read("{}")).isEqualTo(SourceConfig.NONE);
    assertThat(faults).isEmpty();
  }

  @Test
  void everyMemberIsRead() {
    SourceConfig config =
        read(
            """
            {"identity_labels": ["a"], "ignored_labels": ["b"], "severity_mapping": {" Page ": "P1"},
             "resolve_timeout": "90s", "stale_after": "12h", "key_header": "X-Own",
             "unsigned_time": true, "alertmanager_api": false, "reads_all_alerts": true, "shared_identity": true,
             "mapping": {"title": "/t", "labels": {"host": "/meta/host"}, "resolved_values": ["up"]}}
            """);

    assertThat(faults).isEmpty();
    assertThat(config.identityLabels()).containsExactly("a");
    assertThat(config.ignoredLabels()).containsExactly("b");
    assertThat(config.severities()).containsEntry("page", Severity.SEV1_CRITICAL);
    assertThat(config.resolveTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.keyHeader()).isEqualTo("x-own");
    assertThat(config.unsignedTime()).isTrue();
    assertThat(config.readsAlerts()).isFalse();
    assertThat(config.readsAllAlerts()).isTrue();
    assertThat(config.sharesIdentity()).isTrue();
    assertThat(config.mapping().fields()).containsEntry("title", "/t");
    assertThat(config.mapping().labels()).containsEntry("host", "/meta/host");
    assertThat(config.mapping().resolvedWords()).containsExactly("up");
  }

  @Test
  void everyFaultIsNamedAndItsNeighboursAreRead() {
    SourceConfig config =
        read(
            """
            {"identity_labels": "a", "ignored_labels": [1, "b"], "resolve_timeout": "0m", "stale_after": 7,
             "severity_mapping": {"x": "loud", "y": "P2"}, "key_header": "Host", "unsigned_time": "yes",
             "mapping": {"nme": "/a", "title": "a", "url": "/u", "labels": {"l": 2, "": "/a"}}}
            """);

    assertThat(faults)
        .containsExactly(
            "/identity_labels",
            "/ignored_labels/0",
            "/resolve_timeout",
            "/stale_after",
            "/severity_mapping/x",
            "/key_header",
            "/unsigned_time",
            "/mapping/nme",
            "/mapping/title",
            "/mapping/labels/l",
            "/mapping/labels");
    assertThat(config.ignoredLabels()).containsExactly("b");
    assertThat(config.severities()).containsOnlyKeys("y");
    assertThat(config.mapping().fields()).containsOnlyKeys("url");
  }

  @Test
  void whatALaterVersionMayHaveStoredIsPassedOver() {
    assertThat(read("{\"hmac\":{\"x\":[1]},\"unsigned_time\":true}").unsignedTime()).isTrue();
    assertThat(faults).isEmpty();
  }

  @Test
  void everyFieldCanBeMapped() {
    for (String field : CustomField.NAMES) {
      assertThat(read("{\"mapping\":{\"%s\":\"/a/b\"}}".formatted(field)).mapping().fields())
          .containsOnlyKeys(field);
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void membersAreThoseThatAreRead() {
    for (String member : SourceConfig.MEMBERS) {
      faults.clear();
      read("{\"%s\":null}".formatted(member));
      assertThat(faults).as(member).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"5m, 300", "300s, 300", "300, 300", "1h, 3600", "007, 7"})
  void timeoutIsACountAndAUnit(String text, int seconds) {
    assertThat(read("{\"resolve_timeout\":\"" + text + "\"}").resolveTimeout())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "\"{}\""})
  void whatIsNoObjectIsRefused(String json) {
    assertThat(read(json)).isEqualTo(SourceConfig.NONE);
    assertThat(faults).containsExactly("");
  }

  private SourceConfig read(String json) {
    try {
      return SourceConfig.read(
          new ObjectMapper().readTree(json), (pointer, expected) -> faults.add(pointer));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
