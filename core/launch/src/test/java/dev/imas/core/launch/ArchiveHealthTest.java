package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.RestoreReport;
import dev.imas.core.postgres.WalShipper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private static RestoreReport drill(int daysAgo, boolean passed) {
    return new RestoreReport(
        NOW.minus(Duration.ofDays(daysAgo)),
        passed,
        passed ? null : "/mnt/archive is damaged",
        null,
        null,
        null,
        94_000L,
        List.of(),
        RestoreReport.Found.NOTHING,
        List.of());
  }

  private static Map<String, Object> noteOf(@Nullable RestoreReport newest) {
    return ArchiveHealth.note(newest, InstantSource.fixed(NOW));
  }

  @Test
  void aRestoreThatNobodyPractisedFailedOrIsLongAgoIsNoProof() {
    assertThat(noteOf(drill(35, true))).containsEntry("status", "healthy");
    assertThat(noteOf(null)).containsEntry("status", "failing");
    assertThat(String.valueOf(noteOf(drill(1, false)).get("reason")))
        .contains("failed")
        .doesNotContain("/mnt");
    assertThat(String.valueOf(noteOf(drill(36, true)).get("reason"))).contains("35 days");
  }
}
