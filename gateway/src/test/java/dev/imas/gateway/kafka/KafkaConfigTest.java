package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConfigTest {

  @TempDir private Path folder;

  private static Settings settings(String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Settings(Map.of(), properties);
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("client.properties"), content).toString();
  }

  @Test
  void withoutBrokersNothingIsRead() {
    assertThat(KafkaConfig.read(settings()).isOn()).isFalse();
  }

  @Test
  void whatAFileSaysIsGivenToTheClientsAndShownNowhere() throws IOException {
    Settings in =
        settings(
            "gateway.kafka.bootstrap-servers",
            "kafka:9092",
            "gateway.kafka.client-properties",
            file("sasl.jaas.config=with a secret\n"));

    KafkaConfig config = KafkaConfig.read(in);

    assertThat(in.faults()).isEmpty();
    assertThat(config.common())
        .containsEntry("sasl.jaas.config", "with a secret")
        .containsEntry("bootstrap.servers", "kafka:9092");
    assertThat(config.toString()).doesNotContain("secret");
    assertThat(in.effective().toString()).doesNotContain("secret");
  }

  @Test
  void whatImasSetsItselfIsRefused() throws IOException {
    Settings in =
        settings(
            "gateway.kafka.client-properties", file("auto.offset.reset=latest\nclient.id=x\n"));

    KafkaConfig.read(in);

    assertThat(in.faults())
        .singleElement()
        .asString()
        .contains("sets auto.offset.reset, which IMAS sets itself");
  }

  @Test
  void aFileThatIsNotThereIsAFault() {
    Settings in = settings("gateway.kafka.client-properties", folder.resolve("none").toString());

    KafkaConfig.read(in);

    assertThat(in.faults()).singleElement().asString().contains("cannot be read");
  }
}
