package dev.imas.core.simulation;

import dev.imas.core.escalation.PolicyChoice.Candidate;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.Optional;
import java.util.UUID;

/** Which escalation policy an incident would follow, by the policies of today. */
@FunctionalInterface
interface Choosing {

  /** There are no policies. */
  Choosing NONE = (service, severity, labels, named) -> Optional.empty();

  /**
   * @param labels of the alert that opened the incident; none if they are not known
   * @param named the policy that a rule names
   */
  Optional<Candidate> choose(
      UUID service, Severity severity, Labels labels, Optional<String> named);
}
