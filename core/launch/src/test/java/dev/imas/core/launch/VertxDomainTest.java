package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VertxDomainTest {

  @Test
  void settingNamesTheDomains() {
    assertThat(read("sql, pools")).containsExactly(VertxDomain.POOLS, VertxDomain.SQL);
    assertThat(read("none")).isEmpty();
  }

  @Test
  void byDefaultOnlyThatOfThePostsIsOff() {
    assertThat(VertxDomain.read(new Settings(Map.of(), new Properties())))
        .isEqualTo(VertxDomain.DEFAULT)
        .hasSize(VertxDomain.values().length - 1)
        .doesNotContain(VertxDomain.INGEST);
  }

  @Test
  void unknownDomainIsAFaultThatNamesThoseThereAre() {
    Settings misspelt = settings("pool");

    VertxDomain.read(misspelt);

    assertThat(misspelt.faults())
        .containsExactly(
            "metrics.vertx (IMAS_METRICS_VERTX) names 'pool'; expected none, or a comma-separated"
                + " list of event-loops, pools, sql, event-bus, http-client, http-server, ingest;"
                + " did you mean pools?");
  }

  private static Set<VertxDomain> read(String value) {
    Settings settings = settings(value);
    Set<VertxDomain> read = VertxDomain.read(settings);
    assertThat(settings.faults()).isEmpty();
    return read;
  }

  private static Settings settings(String value) {
    return new Settings(Map.of("IMAS_METRICS_VERTX", value), new Properties());
  }
}
