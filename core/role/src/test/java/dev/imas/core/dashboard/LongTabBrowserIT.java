package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.dashboard.LongTab.Plan;
import dev.imas.core.dashboard.LongTab.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Goal 3: a hundred losses of the connection and a restart of core, while all changes. Nothing is
 * missed or doubled, and nothing stays in the heap. {@link LongTab} does the same for an hour.
 */
class LongTabBrowserIT {

  @Test
  void afterLossesAndARestartTheListIsThatOfTheApi() throws InterruptedException {
    try (BrowserScene scene = BrowserScene.startOnOnePort()) {
      Result result = LongTab.run(scene, new Plan(Duration.ofSeconds(12), 400, 400, 100, 1));
      assertThat(result.connections()).isGreaterThan(100);
      assertThat(result.shown()).hasSize(400).isEqualTo(result.stored());
      assertThat(result.shownTwice()).isEmpty();
      // A short run has not met everything before its first measurement, hence two megabytes.
      assertThat(result.heapAfter())
          .isLessThan(result.heapBefore() + Math.max(result.heapBefore() / 10, 2_000_000));
      assertThat(scene.complaints()).isEmpty();
    }
  }
}
