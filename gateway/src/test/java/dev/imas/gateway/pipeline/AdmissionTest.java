package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.snapshot.TenantWeights;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final TenantId ONE = new TenantId(new UUID(0, 1));
  private static final TenantId OTHER = new TenantId(new UUID(0, 2));

  /** 200 bytes in all: 40 reserved and 160 common, of which 130 are below the crowded mark. */
  private static final InFlightLimits MARKS = new InFlightLimits(100, 200, 40, 180);

  private TenantWeights weights = new TenantWeights(Map.of(ONE, 1, OTHER, 1), 2, 1);
  private long now;
  private final Admission admission = new Admission(MARKS, () -> weights, () -> now);

  @Test
  void roomIsTakenAndGivenBackOnce() {
    Admission.Share share = admission.open(ONE);
    assertThat(share.grow(60)).isTrue();
    assertThat(share.grow(10)).isTrue();
    assertThat(admission.inFlightBytes()).isEqualTo(70);

    share.release();
    share.release();

    assertThat(admission.inFlightBytes()).isZero();
    assertThat(admission.open(OTHER).grow(150)).isTrue();
  }

  @Test
  void whatIsRefusedIsNotHeld() {
    Admission.Share share = admission.open(ONE);
    assertThat(share.grow(120)).isTrue();

    assertThat(share.grow(90)).isFalse();

    assertThat(admission.inFlightBytes()).isEqualTo(120);
  }

  @Test
  void oneTenantCannotTakeTheReservedPartOfAnother() {
    // At most its own 20, and common room until that is crowded.
    Admission.Share storm = admission.open(ONE);
    int taken = 0;
    while (storm.grow(1)) {
      taken++;
    }

    assertThat(taken).isEqualTo(150);
    assertThat(admission.open(OTHER).grow(20)).isTrue();
  }

  @Test
  void whoIsAloneInTheInstallationHasAllOfItUpToItsOwnMark() {
    weights = new TenantWeights(Map.of(ONE, 1), 1, 1);
    Admission.Share share = admission.open(ONE);

    assertThat(share.grow(180)).isTrue();
    assertThat(share.grow(1)).isFalse();
  }

  @Test
  void belowTheSoftMarkNobodyIsShed() {
    Admission.Share share = admission.open(ONE);
    share.grow(100);

    assertThat(share.isAboveSoftMark()).isFalse();
  }

  @Test
  void aboveTheSoftMarkOnlyTheTenantAboveItsShareIsShed() {
    Admission.Share greedy = admission.open(ONE);
    Admission.Share modest = admission.open(OTHER);
    greedy.grow(110);
    modest.grow(30);

    assertThat(greedy.isAboveSoftMark()).isTrue();
    assertThat(modest.isAboveSoftMark()).isFalse();
  }

  @Test
  void sharesGoByWeight() {
    weights = new TenantWeights(Map.of(ONE, 3, OTHER, 1), 4, 1);
    Admission.Share heavy = admission.open(ONE);
    Admission.Share light = admission.open(OTHER);
    heavy.grow(74);
    light.grow(36);

    assertThat(heavy.isAboveSoftMark()).isFalse();
    assertThat(light.isAboveSoftMark()).isTrue();
  }

  @Test
  void commonRoomThatIsCrowdedIsKeptForThoseBelowTheirShare() {
    Admission.Share greedy = admission.open(ONE);
    Admission.Share modest = admission.open(OTHER);
    assertThat(greedy.grow(150)).isTrue();

    assertThat(greedy.grow(5)).isFalse();
    assertThat(modest.grow(20 + 30)).isTrue();
  }

  @Test
  void roomThatWasRefusedIsKeptForTheNextTry() {
    // A tenant of weight 9 takes nine tenths while room is kept for another that may come.
    weights = new TenantWeights(Map.of(ONE, 9, OTHER, 1), 10, 1);
    Admission.Share greedy = admission.open(ONE);
    assertThat(greedy.grow(178)).isTrue();
    Admission.Share modest = admission.open(OTHER);
    assertThat(modest.grow(22)).as("more than there is").isFalse();
    greedy.release();
    assertThat(greedy.grow(36 + 145)).as("above its own mark").isFalse();
    assertThat(greedy.grow(178)).as("nine tenths still, for who was refused").isTrue();

    now += Duration.ofSeconds(3).toNanos();

    greedy.release();
    assertThat(greedy.grow(36 + 144)).isTrue();
  }

  @Test
  void newWeightsCountAtOnceForWhatIsHeldAlready() {
    Admission.Share held = admission.open(ONE);
    held.grow(40);
    weights = new TenantWeights(Map.of(ONE, 1, OTHER, 39), 40, 2);

    Admission.Share other = admission.open(OTHER);
    assertThat(other.grow(39 + 100)).isTrue();
    assertThat(other.grow(30)).as("common room, of which 39 are taken").isFalse();

    held.release();
    other.release();
    assertThat(admission.inFlightBytes()).isZero();
    assertThat(admission.open(OTHER).grow(39 + 130)).as("nothing was lost on the way").isTrue();
  }

  @Test
  void olderWeightsDoNotComeBack() {
    weights = new TenantWeights(Map.of(ONE, 1, OTHER, 39), 40, 2);
    admission.open(OTHER);
    weights = new TenantWeights(Map.of(ONE, 39, OTHER, 1), 40, 1);
    Admission.Share storm = admission.open(ONE);
    while (storm.grow(1)) {}

    assertThat(admission.open(OTHER).grow(39)).isTrue();
  }
}
