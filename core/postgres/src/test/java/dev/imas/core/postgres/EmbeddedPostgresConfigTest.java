package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresConfigTest {

  private static final EmbeddedPostgresConfig DEFAULTS = EmbeddedPostgresConfig.in(Path.of("data"));

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "synchronous_commit", "listen_addresses", "hba_file"})
  void whatDurabilityAndSafetyRestOnCannotBeChanged(String setting) {
    assertThatThrownBy(() -> DEFAULTS.withSettings(Map.of(setting, "off")))
        .hasMessage(
            "the setting " + setting + " of the embedded PostgreSQL cannot be changed; remove it");
  }

  @Test
  void nameOfASettingCannotSmuggleInAnother() {
    assertThatThrownBy(() -> DEFAULTS.withSettings(Map.of("a = 1\nfsync", "off")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void portAndTimeoutAreBounded() {
    assertThatThrownBy(() -> DEFAULTS.withPort(65_536)).hasMessageContaining("65536");
    assertThatThrownBy(() -> DEFAULTS.withStopTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
  }
}
