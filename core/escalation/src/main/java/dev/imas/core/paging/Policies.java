package dev.imas.core.paging;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationStep.Condition;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.escalation.PolicyChoice;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.OpeningRepository.Opening;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.ChoiceRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Which policy an incident follows. */
public final class Policies {

  /**
   * What holds where no policy fits: a SEV1 or SEV2 tells whoever is on call (ONC-15), three times
   * a quarter of an hour apart.
   */
  static final EscalationPolicy ON_CALL =
      new EscalationPolicy(
          new UUID(0, 0),
          0,
          "on call",
          Optional.empty(),
          Set.of(Severity.SEV1_CRITICAL, Severity.SEV2_HIGH),
          List.of(),
          true,
          3,
          Duration.ofMinutes(15),
          Optional.empty(),
          List.of(
              new EscalationStep(
                  Duration.ZERO,
                  List.of(new EscalationTarget.OnCall(Optional.empty(), OptionalInt.empty())),
                  Set.of(),
                  Condition.ALWAYS)));

  private final ChoiceRepository choices = new ChoiceRepository();
  private final PolicyVersions versions = new PolicyVersions();

  /**
   * @param policies by incident; those that nothing is for are left out
   * @param teams the owner of each service
   */
  record Chosen(Map<UUID, PolicyFor> policies, Map<UUID, UUID> teams) {}

  /** Among which the policies of these incidents are chosen. Asks nothing for no incidents. */
  Future<ChoiceRepository.Choices> choices(Tx tx, List<Incident> incidents) {
    return choices.load(
        tx,
        incidents.stream().map(Incident::serviceId).toList(),
        incidents.stream().map(Incident::id).toList());
  }

  /**
   * @param choosing of these incidents
   * @param openings by what an incident was opened
   */
  Chosen choose(
      Tx tx,
      ChoiceRepository.Choices choosing,
      List<Incident> incidents,
      Function<Incident, Opening> openings) {
    Map<UUID, PolicyFor> chosen = new HashMap<>();
    Map<UUID, UUID> teams = new HashMap<>();
    for (Incident incident : incidents) {
      Opening opening = openings.apply(incident);
      PolicyChoice choice =
          choosing.choose(
              incident.serviceId(), incident.severity(), opening.labels(), opening.policy());
      choosing.team(incident.serviceId()).ifPresent(t -> teams.put(incident.serviceId(), t));
      Optional<EscalationPolicy> policy =
          choice.chosen().flatMap(c -> versions.read(tx, c.id(), c.version()));
      if (policy.isPresent() || ON_CALL.severities().contains(incident.severity())) {
        chosen.put(incident.id(), new PolicyFor(policy.orElse(ON_CALL), Considered.of(choice)));
      }
    }
    return new Chosen(chosen, teams);
  }

  /** The version that the run began with. */
  EscalationPolicy of(Tx tx, Run run) {
    return run.policy().flatMap(id -> versions.read(tx, id, run.policyVersion())).orElse(ON_CALL);
  }

  /** A policy that was considered, as it is kept. */
  public record Considered(UUID policy, String name, int version, boolean chosen, String why) {

    static List<Considered> of(PolicyChoice choice) {
      return choice.considered().stream()
          .map(
              c ->
                  new Considered(
                      c.policy().id(),
                      c.policy().name(),
                      c.policy().version(),
                      c.isChosen(),
                      c.why()))
          .toList();
    }
  }
}
