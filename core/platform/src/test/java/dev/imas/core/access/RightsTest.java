package dev.imas.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Roles include each other (IAM-02); grants add to them, for a team or a time (IAM-03, IAM-07). */
class RightsTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Instant ONE = NOON.plus(Duration.ofHours(1));
  private static final UUID OURS = new UUID(1, 1);
  private static final UUID THEIRS = new UUID(1, 2);

  @Test
  void aRoleIncludesTheOnesBeforeIt() {
    Rights operator = Rights.of(AccessRole.OPERATOR);

    assertThat(operator.allow(Permission.INCIDENT_READ)).isTrue();
    assertThat(operator.allow(Permission.INCIDENT_ACKNOWLEDGE)).isTrue();
    assertThat(operator.allow(Permission.INCIDENT_RESOLVE)).isTrue();
    assertThat(operator.allow(Permission.TOKEN_MANAGE)).isFalse();
  }

  @Test
  void aGrantForATeamReachesWhatTheTeamOwnsAndNothingElse() {
    Rights rights = viewerWith(new Grant(Permission.INCIDENT_RESOLVE, OURS, NOON, null));

    assertThat(rights.allow(Permission.INCIDENT_RESOLVE, OURS)).isTrue();
    assertThat(rights.allow(Permission.INCIDENT_RESOLVE, THEIRS)).isFalse();
    assertThat(rights.allow(Permission.INCIDENT_RESOLVE)).isFalse();
    assertThat(rights.allow(Permission.INCIDENT_REOPEN, OURS)).isFalse();
    assertThat(rights.allowSomewhere(Permission.INCIDENT_RESOLVE)).isTrue();
    assertThat(rights.allowSomewhere(Permission.INCIDENT_REOPEN)).isFalse();
  }

  @Test
  void aGrantWithoutATeamReachesEveryTeam() {
    Rights rights = viewerWith(new Grant(Permission.INCIDENT_RESOLVE, null, NOON, null));

    assertThat(rights.allow(Permission.INCIDENT_RESOLVE, THEIRS)).isTrue();
    assertThat(rights.allow(Permission.INCIDENT_RESOLVE)).isTrue();
  }

  /** What is granted for the absences of others is of one's own, too. */
  @Test
  void aGrantForAbsencesOfOthersReachesOnesOwn() {
    Rights rights = viewerWith(new Grant(Permission.ABSENCE_MANAGE, null, NOON, null));

    assertThat(rights.allow(Permission.ABSENCE_MANAGE)).isTrue();
    assertThat(rights.allow(Permission.ABSENCE_ENTER)).isTrue();
    assertThat(rights.allowSomewhere(Permission.ABSENCE_ENTER)).isTrue();
    assertThat(
            viewerWith(new Grant(Permission.ABSENCE_ENTER, null, NOON, null))
                .allow(Permission.ABSENCE_MANAGE))
        .isFalse();
  }

  @Test
  void aGrantCountsFromItsFirstInstantToBeforeItsLast() {
    Rights rights = viewerWith(new Grant(Permission.INCIDENT_RESOLVE, null, NOON, ONE));

    assertThat(rights.at(NOON.minusNanos(1)).allow(Permission.INCIDENT_RESOLVE)).isFalse();
    assertThat(rights.at(NOON).allow(Permission.INCIDENT_RESOLVE)).isTrue();
    assertThat(rights.at(ONE.minusNanos(1)).allow(Permission.INCIDENT_RESOLVE)).isTrue();
    assertThat(rights.at(ONE).allow(Permission.INCIDENT_RESOLVE)).isFalse();
  }

  @Test
  void nobodyGivesMoreThanTheyHave() {
    Grant mine = new Grant(Permission.TEAM_MANAGE, OURS, NOON, ONE);
    Rights rights = viewerWith(mine);

    assertThat(rights.include(mine)).isTrue();
    assertThat(rights.include(new Grant(Permission.TEAM_MANAGE, OURS, ONE.minusSeconds(9), ONE)))
        .isTrue();
    assertThat(rights.include(new Grant(Permission.TEAM_MANAGE, THEIRS, NOON, ONE))).isFalse();
    assertThat(rights.include(new Grant(Permission.TEAM_MANAGE, null, NOON, ONE))).isFalse();
    assertThat(rights.include(new Grant(Permission.TEAM_MANAGE, OURS, NOON, ONE.plusNanos(1))))
        .isFalse();
    assertThat(rights.include(new Grant(Permission.TEAM_MANAGE, OURS, NOON, null))).isFalse();
    assertThat(rights.include(new Grant(Permission.CONTACT_MANAGE, OURS, NOON, ONE))).isFalse();
    assertThat(rights.include(new Grant(Permission.INCIDENT_READ, null, NOON, null))).isTrue();
  }

  @Test
  void namesAreThoseOfTheRequirements() {
    assertThat(Permission.named("incident.acknowledge")).contains(Permission.INCIDENT_ACKNOWLEDGE);
    assertThat(Permission.named("team.manage")).contains(Permission.TEAM_MANAGE);
    assertThat(Permission.DEAD_LETTER_REPLAY.wireName()).isEqualTo("dead_letter.replay");
    assertThat(AccessRole.named("tenant_admin")).contains(AccessRole.TENANT_ADMIN);
  }

  private static Rights viewerWith(Grant grant) {
    return new Rights(AccessRole.VIEWER, List.of(grant));
  }
}
