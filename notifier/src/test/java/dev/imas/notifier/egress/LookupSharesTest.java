package dev.imas.notifier.egress;

import static dev.imas.notifier.egress.HostHistory.Standing.GOOD;
import static dev.imas.notifier.egress.HostHistory.Standing.NEW;
import static dev.imas.notifier.egress.HostHistory.Standing.SUSPECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.egress.HostHistory.Standing;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LookupSharesTest {

  private final LookupShares shares = new LookupShares(64);

  private static TenantId tenant(int number) {
    return new TenantId(new UUID(0, number));
  }

  /** Starts as many lookups as there is room for. */
  private int begin(TenantId tenant, Standing standing) {
    int begun = 0;
    while (shares.hasRoom(tenant, standing)) {
      shares.began(tenant, standing);
      begun++;
    }
    return begun;
  }

  @Test
  void suspectNamesLeaveRoomForNewOnesAndTheseForGoodOnes() {
    assertThat(begin(tenant(1), SUSPECT)).isEqualTo(8);
    assertThat(begin(tenant(1), NEW)).isEqualTo(4);
    assertThat(begin(tenant(1), GOOD)).isEqualTo(4);
    assertThat(shares.of(tenant(1))).isEqualTo(16);
  }

  @Test
  void manyTenantsWithDeadNamesLeaveAQuarterToGoodOnes() {
    int suspect = 0;
    int unknown = 0;
    for (int i = 0; i < 20; i++) {
      suspect += begin(tenant(i), SUSPECT);
    }
    for (int i = 0; i < 20; i++) {
      unknown += begin(tenant(i), NEW);
    }
    assertThat(suspect).isEqualTo(32);
    assertThat(unknown).isEqualTo(16);
    assertThat(begin(tenant(30), GOOD)).isEqualTo(16);
  }

  @Test
  void goodNamesUseAllThatTheirTenantHasAndLeaveNothingToWorseOnes() {
    assertThat(begin(tenant(1), GOOD)).isEqualTo(16);
    assertThat(shares.hasRoom(tenant(1), NEW)).isFalse();
    assertThat(shares.hasRoom(tenant(1), SUSPECT)).isFalse();
    assertThat(shares.hasRoom(tenant(2), SUSPECT)).isTrue();
  }

  @Test
  void whatEndsLeavesItsRoom() {
    begin(tenant(1), NEW);
    shares.ended(tenant(1), NEW);
    assertThat(begin(tenant(1), NEW)).isEqualTo(1);
    for (int i = 0; i < 12; i++) {
      shares.ended(tenant(1), NEW);
    }
    assertThat(shares.of(tenant(1))).isZero();
    assertThat(begin(tenant(1), GOOD)).isEqualTo(16);
  }

  @Test
  void eachHasOneHoweverFewThereAre() {
    LookupShares few = new LookupShares(1);
    assertThat(few.hasRoom(tenant(1), SUSPECT)).isTrue();
    few.began(tenant(1), SUSPECT);
    assertThat(few.hasRoom(tenant(2), GOOD)).isFalse();
  }

  @Test
  void theLastLookupDecidesWhatIsExpectedAndTheOldestIsForgotten() {
    HostHistory history = new HostHistory(2);
    assertThat(history.of("a")).isEqualTo(NEW);
    history.ended("a", true);
    assertThat(history.of("a")).isEqualTo(GOOD);
    history.ended("a", false);
    assertThat(history.of("a")).isEqualTo(SUSPECT);
    history.ended("b", true);
    history.of("a");
    history.ended("c", true);
    assertThat(history.of("a")).isEqualTo(SUSPECT);
    assertThat(history.of("b")).isEqualTo(NEW);
  }
}
