package dev.imas.gateway.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UrgentGroupsTest {

  private static final UUID TENANT = new UUID(1, 2);
  private final UrgentGroups groups = new UrgentGroups();

  @Test
  void aGroupNeverSeenIsNotRecent() {
    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 0)).isFalse();
    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 1_000_000)).isFalse();
  }

  @Test
  void aGroupIsRecentForSomeSeconds() {
    groups.committed(TENANT, "checkout", Severity.SEV2_HIGH, 100);

    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 100)).isTrue();
    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 104)).isTrue();
    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 105)).isFalse();
  }

  @Test
  void whatJoinsMeanwhileDoesNotMakeItRecentForLonger() {
    groups.committed(TENANT, "checkout", Severity.SEV2_HIGH, 100);
    groups.committed(TENANT, "checkout", Severity.SEV2_HIGH, 104);

    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 105)).isFalse();
  }

  @Test
  void groupsAndTenantsAreTheirOwn() {
    groups.committed(TENANT, "checkout", Severity.SEV2_HIGH, 100);

    assertThat(groups.isRecent(TENANT, "payments", Severity.SEV2_HIGH, 100)).isFalse();
    assertThat(groups.isRecent(new UUID(1, 3), "checkout", Severity.SEV2_HIGH, 100)).isFalse();
  }

  @Test
  void aGroupThatLostItsPlaceCountsAsNotSeen() {
    groups.committed(TENANT, "first", Severity.SEV2_HIGH, 100);
    for (int i = 0; i < 1_000_000; i++) {
      groups.committed(TENANT, "other " + i, Severity.SEV2_HIGH, 100);
    }

    assertThat(groups.isRecent(TENANT, "first", Severity.SEV2_HIGH, 100)).isFalse();
  }

  @Test
  void whatIsMoreSevereIsNotRecentSinceItRaisesTheIncident() {
    groups.committed(TENANT, "checkout", Severity.SEV2_HIGH, 100);

    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV1_CRITICAL, 101)).isFalse();
  }

  @Test
  void whatIsLessSevereOnlyJoins() {
    groups.committed(TENANT, "checkout", Severity.SEV1_CRITICAL, 100);

    assertThat(groups.isRecent(TENANT, "checkout", Severity.SEV2_HIGH, 101)).isTrue();
  }
}
