package dev.imas.core.storm;

import dev.imas.core.escalation.PolicyChoice.Candidate;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.OpeningRepository.Opening;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.ChoiceRepository;
import dev.imas.core.policy.ChoiceRepository.Choices;
import dev.imas.core.storm.StormState.Scope;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds whose storm incidents may be part of: by the team of their service, and by the escalation
 * policy that is chosen for each, as it is when people are told.
 */
final class StormScopes {

  /** An incident, as far as its policy is chosen by it. */
  record Asked(UUID incident, UUID service, Severity severity, Opening opening) {

    static Asked of(IncidentChange opened) {
      return new Asked(
          opened.after().id(),
          opened.after().serviceId(),
          opened.after().severity(),
          opened.openedBy() == null ? Opening.NOTHING : Opening.of(opened.openedBy()));
    }
  }

  /**
   * @param scopes by incident; those of no team are left out
   * @param names of the policies, by id
   */
  record Found(Map<UUID, Scope> scopes, Map<String, String> names) {
    static final Found NOTHING = new Found(Map.of(), Map.of());
  }

  private final ChoiceRepository choices = new ChoiceRepository();

  /** One statement, and none for no incidents. */
  Future<Found> of(Tx tx, List<Asked> asked) {
    if (asked.isEmpty()) {
      return Future.succeededFuture(Found.NOTHING);
    }
    List<UUID> services = asked.stream().map(Asked::service).distinct().toList();
    List<String> named =
        asked.stream()
            .flatMap(one -> one.opening().policy().stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    return choices.load(tx, services, List.of(), named).map(all -> found(all, asked));
  }

  private static Found found(Choices all, List<Asked> asked) {
    Map<UUID, Scope> scopes = HashMap.newHashMap(asked.size());
    Map<String, String> names = new HashMap<>();
    for (Asked one : asked) {
      Optional<UUID> team = all.team(one.service());
      if (team.isPresent()) {
        Optional<Candidate> policy =
            all.choose(
                    one.service(), one.severity(), one.opening().labels(), one.opening().policy())
                .chosen();
        String id = policy.map(chosen -> chosen.id().toString()).orElse("");
        policy.ifPresent(chosen -> names.put(id, chosen.name()));
        scopes.put(one.incident(), new Scope(team.get(), id));
      }
    }
    return new Found(scopes, names);
  }
}
