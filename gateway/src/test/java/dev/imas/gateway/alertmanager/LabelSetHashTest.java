package dev.imas.gateway.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import org.junit.jupiter.api.Test;

class LabelSetHashTest {

  @Test
  void isTheFingerprintThatAlertmanagerShows() {
    // From the recorded answer of Alertmanager 0.31 in its reference payloads.
    assertThat(
            LabelSetHash.of(
                Labels.of(
                    "alertname", "Free_Disk_Space_Too_Low",
                    "cluster", "staging",
                    "disk", "sda",
                    "instance", "server5",
                    "job", "node_exporter")))
        .isEqualTo("aae7a1432b5d2f1b");
  }

  @Test
  void emptySetHasTheHashOfNothing() {
    assertThat(LabelSetHash.of(Labels.EMPTY)).isEqualTo("cbf29ce484222325");
  }
}
