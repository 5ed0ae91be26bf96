package dev.imas.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.escalation.PolicyChoice.Candidate;
import dev.imas.core.escalation.PolicyChoice.Considered;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which policy an incident begins with (ONC-08). */
class PolicyChoiceTest {

  private static final UUID TEAM = id(100);
  private static final Labels PROD = Labels.of(Map.of("env", "prod"));
  private static final Set<Severity> ANY = Set.of();
  private static final Set<Severity> SEV1 = Set.of(Severity.SEV1_CRITICAL);

  private final Candidate own = policy(1, "own", Optional.of(id(101)), ANY, false);
  private final Candidate teamSev1 = policy(5, "team, SEV1", Optional.of(TEAM), SEV1, false);
  private final Candidate teamDefault = policy(4, "team", Optional.of(TEAM), ANY, true);
  private final Candidate tenantSev1 = policy(3, "tenant, SEV1", Optional.empty(), SEV1, false);
  private final Candidate tenantDefault = policy(2, "tenant", Optional.empty(), ANY, true);
  private final List<Candidate> all =
      List.of(tenantDefault, tenantSev1, teamDefault, teamSev1, own);

  @Test
  void theServiceThenTheTeamThenTheTenantAndSeverityBeforeDefault() {
    List<Candidate> left = new ArrayList<>(all);
    for (Candidate next : List.of(own, teamSev1, teamDefault, tenantSev1, tenantDefault)) {
      assertThat(choose(Severity.SEV1_CRITICAL, left).chosen()).contains(next);
      left.remove(next);
    }
    assertThat(choose(Severity.SEV1_CRITICAL, left).chosen()).isEmpty();
  }

  @Test
  void policyForOtherSeveritiesIsPassedOverAndSaysSo() {
    PolicyChoice choice = choose(Severity.SEV3_MEDIUM, List.of(teamSev1, tenantDefault));

    assertThat(choice.chosen()).contains(tenantDefault);
    assertThat(choice.considered())
        .containsExactly(
            new Considered(teamSev1, false, "it is only for SEV1_CRITICAL"),
            new Considered(tenantDefault, true, "it is the tenant's default"));
  }

  @Test
  void inactivePolicyIsPassedOverEvenIfTheServiceNamesIt() {
    Candidate inactive =
        new Candidate(
            own.id(), 1, "own", Optional.empty(), ANY, List.of(), true, /* isActive= */ false);

    PolicyChoice choice = choose(Severity.SEV1_CRITICAL, List.of(inactive, teamDefault));

    assertThat(choice.chosen()).contains(teamDefault);
    assertThat(choice.considered().getFirst().why()).isEqualTo("it is inactive");
  }

  @Test
  void policyThatIsNoDefaultAndForNoSeverityWaitsForAServiceToNameIt() {
    Candidate quiet = policy(6, "quiet", Optional.of(TEAM), ANY, false);

    assertThat(choose(Severity.SEV1_CRITICAL, List.of(quiet)).chosen()).isEmpty();
    assertThat(
            PolicyChoice.of(
                    Optional.empty(),
                    TEAM,
                    Optional.of(quiet.id()),
                    Severity.SEV2_HIGH,
                    PROD,
                    List.of(quiet))
                .chosen())
        .contains(quiet);
  }

  @Test
  void oneForTheAlertsLabelsComesBeforeTheServicesOwn() throws InvalidRuleException {
    Candidate prod = forLabels(9, Optional.empty(), "env=\"prod\"");
    Candidate test = forLabels(8, Optional.empty(), "env=\"test\"");

    PolicyChoice choice = choose(Severity.SEV3_MEDIUM, List.of(own, prod, test));

    assertThat(choice.considered())
        .containsExactly(
            new Considered(test, false, "the alert's labels do not fit env=\"test\""),
            new Considered(prod, true, "it is for the alert's labels: env=\"prod\""),
            new Considered(own, false, "env=\"prod\" comes before it"));
  }

  @Test
  void labelsAreAFilterAlsoWhereTheServiceNamesThePolicy() throws InvalidRuleException {
    Candidate test = forLabels(8, Optional.empty(), "env=\"test\"");

    assertThat(
            PolicyChoice.of(
                    Optional.empty(),
                    TEAM,
                    Optional.of(test.id()),
                    Severity.SEV1_CRITICAL,
                    PROD,
                    List.of(test))
                .chosen())
        .isEmpty();
    assertThat(
            PolicyChoice.of(
                    Optional.empty(),
                    TEAM,
                    Optional.empty(),
                    Severity.SEV1_CRITICAL,
                    Labels.EMPTY,
                    List.of(forLabels(9, Optional.empty(), "env=\"prod\"")))
                .chosen())
        .as("an incident that somebody opened by hand has no labels")
        .isEmpty();
  }

  @Test
  void whatARuleNamesComesFirstOfWhateverTeam() throws InvalidRuleException {
    Candidate foreign = policy(7, "Nights", Optional.of(id(102)), SEV1, false);
    Candidate prod = forLabels(9, Optional.empty(), "env=\"prod\"");
    List<Candidate> candidates = List.of(prod, own, foreign);

    for (String named : List.of("nights", foreign.id().toString())) {
      assertThat(choose(named, Severity.SEV1_CRITICAL, candidates).considered().getFirst())
          .isEqualTo(new Considered(foreign, true, "a rule names it"));
    }
    assertThat(choose("nights", Severity.SEV4_LOW, candidates).chosen())
        .as("severities are a filter here, too")
        .contains(prod);
  }

  @Test
  void whatARuleNamesInVainIsSaid() {
    PolicyChoice choice = choose("gone", Severity.SEV3_MEDIUM, List.of(own));

    assertThat(choice.chosen()).contains(own);
    assertThat(choice.considered())
        .extracting(Considered::why)
        .containsExactly("a rule names it, and there is none of it", "the service names it");
    assertThat(choice.considered().getFirst().policy().name()).isEqualTo("gone");
  }

  private PolicyChoice choose(String named, Severity severity, List<Candidate> candidates) {
    return PolicyChoice.of(
        Optional.of(named), TEAM, Optional.of(own.id()), severity, PROD, candidates);
  }

  @Test
  void anotherTeamsLabelsAreNotAsked() throws InvalidRuleException {
    Candidate foreign = forLabels(9, Optional.of(id(102)), "env=\"prod\"");

    assertThat(choose(Severity.SEV1_CRITICAL, List.of(foreign)).considered()).isEmpty();
  }

  private static Candidate forLabels(int id, Optional<UUID> team, String matcher)
      throws InvalidRuleException {
    return new Candidate(
        id(id), 1, matcher, team, ANY, List.of(Matcher.parse(matcher)), false, true);
  }

  @Test
  void anotherTeamsPolicyIsNotAsked() {
    Candidate foreign = policy(7, "foreign", Optional.of(id(102)), SEV1, true);

    assertThat(choose(Severity.SEV1_CRITICAL, List.of(foreign)).considered()).isEmpty();
  }

  @Test
  void ofTwoThatFitAlikeTheOlderIsChosenInWhateverOrderTheyAreRead() {
    Candidate younger = policy(8, "a younger one", Optional.of(TEAM), SEV1, false);
    List<Candidate> shuffled = new ArrayList<>(all);
    shuffled.remove(own);
    shuffled.add(younger);
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(shuffled, random);

      PolicyChoice choice = choose(Severity.SEV1_CRITICAL, shuffled);

      assertThat(choice.chosen()).contains(teamSev1);
      assertThat(choice.considered())
          .contains(new Considered(younger, false, "team, SEV1 comes before it"));
    }
  }

  private PolicyChoice choose(Severity severity, List<Candidate> candidates) {
    return PolicyChoice.of(
        Optional.empty(), TEAM, Optional.of(own.id()), severity, PROD, candidates);
  }

  private static Candidate policy(
      int id, String name, Optional<UUID> team, Set<Severity> severities, boolean isDefault) {
    return new Candidate(id(id), 1, name, team, severities, List.of(), isDefault, true);
  }

  private static UUID id(int n) {
    return new UUID(0, n);
  }
}
