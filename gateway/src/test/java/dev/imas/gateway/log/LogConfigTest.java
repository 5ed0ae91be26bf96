package dev.imas.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.option.TopicPrefix;
import dev.imas.core.platform.Settings;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LogConfigTest {

  private static Settings settings(String topic) {
    Properties properties = new Properties();
    properties.setProperty("gateway.log.topic", topic);
    return new Settings(Map.of(), properties);
  }

  private static String faults(String servers, String topic, String prefix) {
    Settings settings = settings(topic);
    LogConfig.read(settings, servers, new TopicPrefix(prefix));
    return String.join("; ", settings.faults());
  }

  @Test
  void withoutATopicThereIsNoLog() {
    Settings settings = new Settings(Map.of(), new Properties());

    assertThat(LogConfig.read(settings, "", new TopicPrefix(TopicPrefix.DEFAULT)).isOn()).isFalse();
    assertThat(settings.faults()).isEmpty();
  }

  @Test
  void aLogNeedsBrokers() {
    assertThat(faults("", "the-log", TopicPrefix.DEFAULT)).contains("without brokers");
    assertThat(faults("a:9092", "the-log", TopicPrefix.DEFAULT)).isEmpty();
  }

  @Test
  void noTenantMayNameTheLogAsItsTopic() {
    assertThat(faults("a:9092", "imas.log", "imas.")).contains("read it as theirs");
    assertThat(faults("a:9092", "imas.log", TopicPrefix.DEFAULT)).isEmpty();
    assertThat(
            faults("a:9092", "imas.019ad0c4-8f00-7000-8000-000000000001.log", TopicPrefix.DEFAULT))
        .contains("read it as theirs");
    assertThat(faults("a:9092", "imas.019ad0c4-8f00-7000-8000-00000000000", TopicPrefix.DEFAULT))
        .isEmpty();
  }

  /** On these depends what is promised, whatever a file of client properties says. */
  @Test
  void theProducerIsIdempotentWaitsForAllReplicasAndNeverBlocks() {
    LogConfig config =
        LogConfig.read(settings("the-log"), "a:9092", new TopicPrefix(TopicPrefix.DEFAULT));

    assertThat(PostLog.properties(config, Map.of("acks", "1", "enable.idempotence", "false")))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.block.ms", 0)
        .containsEntry("delivery.timeout.ms", 3_000);
  }
}
