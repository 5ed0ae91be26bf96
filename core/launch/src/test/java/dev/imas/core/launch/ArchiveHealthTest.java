package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.postgres.WalShipper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArchiveHealthTest {

  private static WalShipper.State state(
      boolean held, @Nullable String trouble, boolean needsBackup, int lagSeconds) {
    return new WalShipper.State(
        held, trouble, needsBackup, 16, Duration.ofSeconds(lagSeconds), 3, 2, 1);
  }

  @Test
  void anArchiveThatTakesAllIsHealthy() {
    assertThat(ArchiveHealth.note(state(false, null, false, 40)))
        .containsEntry("status", "healthy")
        .containsEntry("lag_seconds", 40L)
        .containsEntry("waiting_bytes", 16L)
        .containsEntry("dropped_files", 1L)
        .doesNotContainKey("reason");
  }

  @Test
  void whatIsWrongComesWithItsMendAndWithoutTheFolder() {
    assertThat(reason(state(false, "/mnt/archive does not exist", true, 400)))
        .contains("the log says why")
        .doesNotContain("/mnt");
    assertThat(reason(state(false, null, true, 400))).contains("too late");
    assertThat(reason(state(false, null, true, 40))).contains("imas backup");
    assertThat(reason(state(true, null, true, 0))).contains("imas release");
  }

  private static String reason(WalShipper.State state) {
    assertThat(ArchiveHealth.note(state)).containsEntry("status", "failing");
    return String.valueOf(ArchiveHealth.note(state).get("reason"));
  }
}
