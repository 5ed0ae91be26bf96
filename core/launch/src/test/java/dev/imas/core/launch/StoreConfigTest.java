package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StoreConfigTest {

  private static StoreConfig of(String url) {
    return StoreConfig.read(new Settings(Map.of("IMAS_DATABASE_URL", url), new Properties()));
  }

  @Test
  void aLoginRunsItsOwnPartAlone() {
    StoreConfig gateway = of("postgresql://imas_ingest:p@h/d");

    assertThat(gateway.loginFault(Set.of("gateway"))).isEmpty();
    assertThat(gateway.loginFault(Set.of("gateway", "core")).orElseThrow())
        .contains("IMAS_DATABASE_URL", "imas_ingest", "--roles=gateway")
        .doesNotContain("p@h");
    assertThat(gateway.loginFault(Set.of("notifier"))).isPresent();
  }

  @Test
  void theRoleThatMigratesRunsAll() {
    assertThat(of("postgresql://owner:p@h/d").loginFault(Set.of("gateway", "core"))).isEmpty();
  }

  @Test
  void aFaultyUrlIsAFaultWithoutThePassword() {
    Settings settings =
        new Settings(
            Map.of("IMAS_DATABASE_URL", "postgresql://owner:se cret%@h/d"), new Properties());
    StoreConfig.read(settings);

    assertThat(settings.faults()).hasSize(1);
    assertThat(settings.faults().getFirst()).contains("IMAS_DATABASE_URL").doesNotContain("cret");
  }
}
