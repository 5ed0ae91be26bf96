package dev.imas.core.scope;

import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OnCall;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The people behind the scopes of an incident (COL-03). Only on a virtual thread. */
public final class Responders {

  private final IncidentScopeRepository repository = new IncidentScopeRepository();
  private final OnCall onCall = new OnCall();

  /**
   * Whoever is on call for the teams of the incident's active scopes, and whose mail addresses
   * these name; each once.
   */
  public List<UUID> of(Tx tx, UUID incident, Instant at) {
    Set<UUID> people = new LinkedHashSet<>();
    for (IncidentScopeRepository.Behind one : repository.behind(tx, incident).await()) {
      if (one.user() != null) {
        people.add(one.user());
      } else if (one.team() != null) {
        people.addAll(onCall.of(tx, one.team(), at));
      }
    }
    return List.copyOf(people);
  }
}
