package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final TenantId ONE = new TenantId(new UUID(0, 1));
  private static final TenantId OTHER = new TenantId(new UUID(0, 2));

  private final Admission admission = new Admission(100, 200, 150);

  @Test
  void roomIsTakenAndGivenBackOnce() {
    Admission.Share share = admission.open(ONE);
    assertThat(share.grow(60)).isTrue();
    assertThat(share.grow(10)).isTrue();
    assertThat(admission.inFlightBytes()).isEqualTo(70);

    share.release();
    share.release();

    assertThat(admission.inFlightBytes()).isZero();
  }

  @Test
  void aboveTheHardMarkNothingIsTakenInAndNothingHeld() {
    Admission.Share one = admission.open(ONE);
    Admission.Share other = admission.open(OTHER);
    assertThat(one.grow(120)).isTrue();

    assertThat(other.grow(81)).isFalse();

    assertThat(admission.inFlightBytes()).isEqualTo(120);
    assertThat(other.grow(80)).isTrue();
  }

  @Test
  void oneTenantCannotTakeAllTheRoom() {
    Admission.Share share = admission.open(ONE);
    assertThat(share.grow(150)).isTrue();

    assertThat(share.grow(1)).isFalse();

    assertThat(admission.open(OTHER).grow(50)).isTrue();
  }

  @Test
  void belowTheSoftMarkNobodyIsShed() {
    Admission.Share share = admission.open(ONE);
    share.grow(100);

    assertThat(share.isAboveSoftMark()).isFalse();
  }

  @Test
  void aboveTheSoftMarkTheTenantAboveItsShareIsShedFirst() {
    Admission.Share greedy = admission.open(ONE);
    Admission.Share modest = admission.open(OTHER);
    greedy.grow(110);
    modest.grow(30);

    assertThat(greedy.isAboveSoftMark()).isTrue();
    assertThat(modest.isAboveSoftMark()).isFalse();
  }

  @Test
  void inTheUpperHalfBetweenTheMarksEverybodyIsShed() {
    Admission.Share greedy = admission.open(ONE);
    Admission.Share modest = admission.open(OTHER);
    greedy.grow(130);
    modest.grow(30);

    assertThat(modest.isAboveSoftMark()).isTrue();
  }

  @Test
  void twoRequestsOfATenantShareItsRoom() {
    admission.open(ONE).grow(140);

    assertThat(admission.open(ONE).grow(20)).isFalse();
  }
}
