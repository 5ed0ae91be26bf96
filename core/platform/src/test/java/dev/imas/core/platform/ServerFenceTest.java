package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.ServerFence.Seen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which servers IMAS may write to (F9, F10). */
class ServerFenceTest {

  private final List<Seen> raised = new ArrayList<>();

  private ServerFence fence(boolean mustReplicate, Seen... known) {
    return new ServerFence(mustReplicate, known.length == 0 ? null : known[0], raised::add);
  }

  private static ServerIdentity primary(long system, int timeline) {
    return new ServerIdentity(system, timeline, false, false, false, 0);
  }

  @Test
  void theHighestTimelineIsKeptAndAnOlderOneRefused() {
    ServerFence fence = fence(false);

    assertThat(fence.admit(primary(7, 1))).isEmpty();
    assertThat(fence.admit(primary(7, 1))).isEmpty();
    assertThat(fence.admit(primary(7, 3))).isEmpty();
    assertThat(fence.admit(primary(7, 2)))
        .hasValueSatisfying(
            why -> assertThat(why).contains("old primary", "timeline 2", "timeline 3"));

    assertThat(raised).containsExactly(new Seen(7, 1), new Seen(7, 3));
  }

  @Test
  void whatOthersHaveSeenCounts() {
    ServerFence fence = fence(false);
    assertThat(fence.admit(primary(7, 1))).isEmpty();

    fence.hear(new Seen(7, 2));
    fence.hear(new Seen(8, 9));

    assertThat(fence.admit(primary(7, 1))).isPresent();
    assertThat(fence.highest()).contains(new Seen(7, 2));
  }

  @Test
  void standbysAndServersThatAreSetReadOnlyAreRefused() {
    ServerFence fence = fence(false);

    assertThat(fence.admit(new ServerIdentity(7, 0, true, true, false, 0)))
        .hasValueSatisfying(why -> assertThat(why).contains("standby"));
    assertThat(fence.admit(new ServerIdentity(7, 1, false, true, false, 0)))
        .hasValueSatisfying(why -> assertThat(why).contains("default_transaction_read_only"));
    assertThat(raised).isEmpty();
  }

  @Test
  void anotherClusterIsAMistakeWhileTheProcessRunsAndMeantAfterARestart() {
    ServerFence fence = fence(false, new Seen(7, 5));

    assertThat(fence.admit(primary(8, 1))).isEmpty();
    assertThat(fence.admit(primary(7, 5)))
        .hasValueSatisfying(why -> assertThat(why).contains("another cluster", "restart"));
  }

  @Test
  void anEarlierStartsTimelineHoldsAfterARestart() {
    assertThat(fence(false, new Seen(7, 5)).admit(primary(7, 4))).isPresent();
    assertThat(fence(false, new Seen(7, 5)).admit(primary(7, 5))).isEmpty();
  }

  @Test
  void ifReplicationIsRequiredAServerWithoutItIsRefused() {
    assertThat(fence(true).admit(primary(7, 1)))
        .hasValueSatisfying(why -> assertThat(why).contains("synchronous_standby_names"));
    assertThat(fence(true).admit(new ServerIdentity(7, 1, false, false, true, 0))).isEmpty();
  }
}
