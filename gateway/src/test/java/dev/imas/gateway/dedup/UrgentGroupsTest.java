package dev.imas.gateway.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UrgentGroupsTest {

  private static final UUID TENANT = new UUID(1, 2);
  private final UrgentGroups groups = new UrgentGroups();

  @Test
  void aGroupNeverSeenIsNotRecent() {
    assertThat(groups.isRecent(TENANT, "checkout", 0)).isFalse();
    assertThat(groups.isRecent(TENANT, "checkout", 1_000_000)).isFalse();
  }

  @Test
  void aGroupIsRecentForSomeSeconds() {
    groups.committed(TENANT, "checkout", 100);

    assertThat(groups.isRecent(TENANT, "checkout", 100)).isTrue();
    assertThat(groups.isRecent(TENANT, "checkout", 104)).isTrue();
    assertThat(groups.isRecent(TENANT, "checkout", 105)).isFalse();
  }

  @Test
  void whatJoinsMeanwhileDoesNotMakeItRecentForLonger() {
    groups.committed(TENANT, "checkout", 100);
    groups.committed(TENANT, "checkout", 104);

    assertThat(groups.isRecent(TENANT, "checkout", 105)).isFalse();
  }

  @Test
  void groupsAndTenantsAreTheirOwn() {
    groups.committed(TENANT, "checkout", 100);

    assertThat(groups.isRecent(TENANT, "payments", 100)).isFalse();
    assertThat(groups.isRecent(new UUID(1, 3), "checkout", 100)).isFalse();
  }

  @Test
  void aGroupThatLostItsPlaceCountsAsNotSeen() {
    groups.committed(TENANT, "first", 100);
    for (int i = 0; i < 1_000_000; i++) {
      groups.committed(TENANT, "other " + i, 100);
    }

    assertThat(groups.isRecent(TENANT, "first", 100)).isFalse();
  }
}
