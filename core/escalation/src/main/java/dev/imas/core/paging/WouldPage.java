package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.PolicyChoice;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.paging.Policies.Considered;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.ChoiceRepository;
import dev.imas.core.policy.PolicyTrial;
import dev.imas.core.policy.ShownRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says whom an incident would call that an alert might open. Writes nothing. */
public final class WouldPage {

  /**
   * @param channels of the owning team that would be told at once, such as {@code slack}
   * @param considered the policies that might be followed, and why or why not
   * @param escalation whom it tells and when; null if there is none to follow
   */
  public record Pages(
      List<String> channels, List<Considered> considered, @Nullable ShownRun escalation) {}

  private final ChoiceRepository choices = new ChoiceRepository();
  private final PolicyVersions versions = new PolicyVersions();
  private final OwnedServiceRepository services = new OwnedServiceRepository();
  private final PolicyTrial trial;

  public WouldPage(PersonReach people) {
    this.trial = new PolicyTrial(people);
  }

  /**
   * @param service that exists
   * @param named the policy that a rule names
   * @param at when the incident would be opened
   */
  public Pages of(
      Tx tx, UUID service, Severity severity, Labels labels, Optional<String> named, Instant at) {
    PolicyChoice choice =
        choices.load(tx, service, named).await().choose(service, severity, labels, named);
    Optional<EscalationPolicy> chosen =
        choice.chosen().flatMap(c -> versions.read(tx, c.id(), c.version()));
    EscalationPolicy policy =
        chosen.isPresent() || Policies.ON_CALL.severities().contains(severity)
            ? chosen.orElse(Policies.ON_CALL)
            : null;
    OwnedService owned = services.load(tx, Set.of(service)).await().get(service);
    return new Pages(
        owned == null
            ? List.of()
            : owned.contacts().stream()
                .filter(contact -> contact.wants(severity))
                .map(Contact::channel)
                .distinct()
                .toList(),
        Considered.of(choice),
        policy == null ? null : trial.run(tx, policy, service, severity, labels, at));
  }
}
