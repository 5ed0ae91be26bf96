package dev.imas.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaTopicTest {

  private final List<String> faults = new ArrayList<>();

  private @Nullable KafkaTopic read(String json) {
    try {
      return SourceConfig.read(
              new ObjectMapper().readTree(json), (pointer, expected) -> faults.add(pointer))
          .kafka();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void topicAndPathAreRead() {
    assertThat(read("{\"kafka\":{\"topic\":\"a.b\",\"path\":\"/api/v2/alerts\"}}"))
        .isEqualTo(new KafkaTopic("a.b", "/api/v2/alerts"));
    assertThat(read("{\"kafka\":{\"topic\":\"a.b\"}}")).isEqualTo(new KafkaTopic("a.b", null));
    assertThat(read("{}")).isNull();
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "alerts"                          | /kafka
          {}                                | /kafka/topic
          {"topic": ""}                     | /kafka/topic
          {"topic": ".."}                   | /kafka/topic
          {"topic": "a b"}                  | /kafka/topic
          {"topic": "a/b"}                  | /kafka/topic
          {"topic": 5}                      | /kafka/topic
          {"topic": "a", "path": "x"}       | /kafka/path
          {"topic": "a", "path": 5}         | /kafka/path
          {"topic": "a", "partition": 5}    | /kafka/partition
          """)
  void whatIsNoTopicIsRefusedWhereItIs(String json, String pointer) {
    assertThat(read("{\"kafka\":" + json + "}")).isNull();
    assertThat(faults).containsExactly(pointer);
  }

  @Test
  void topicsOfATenantBeginWithItsId() {
    TenantId tenant = new TenantId(UUID.fromString("00000000-0000-7000-8000-000000000001"));
    TenantId other = new TenantId(UUID.fromString("00000000-0000-7000-8000-000000000002"));
    TopicPrefix prefix = new TopicPrefix(TopicPrefix.DEFAULT);
    KafkaTopic own = new KafkaTopic("imas." + tenant + ".alerts", null);

    assertThat(prefix.covers(own, tenant)).isTrue();
    assertThat(prefix.covers(own, other)).isFalse();
    assertThat(new TopicPrefix("").covers(own, other)).isTrue();
  }
}
