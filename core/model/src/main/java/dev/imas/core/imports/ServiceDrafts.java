package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A service for each set of receivers that alerts reach together, with a policy that tells all of
 * them at once. The first of them owns it.
 */
final class ServiceDrafts {

  /** What a step of a policy may tell. */
  private static final int TARGETS = 20;

  private final Map<String, TeamDraft> teams;
  private final Map<Together, String> names = new HashMap<>();
  private final List<ObjectNode> policies = new ArrayList<>();
  private final List<ObjectNode> services = new ArrayList<>();
  private final ImportNames naming = new ImportNames();
  private final ImportNames keys = new ImportNames();

  ServiceDrafts(List<TeamDraft> teams) {
    this.teams =
        teams.stream()
            .collect(
                Collectors.toMap(
                    TeamDraft::receiver, team -> team, (a, b) -> a, LinkedHashMap::new));
  }

  private record Together(String owner, Set<String> all) {}

  /**
   * The name of the service of these receivers, which is made if it is new.
   *
   * @param receivers the one that owns it first
   */
  String named(List<String> receivers) {
    Together together = new Together(receivers.getFirst(), Set.copyOf(receivers));
    String known = names.get(together);
    if (known != null) {
      return known;
    }
    List<TeamDraft> told = receivers.stream().map(this::team).toList();
    String name =
        naming.name(told.stream().map(TeamDraft::name).collect(Collectors.joining(" + ")));
    String key = keys.key("alertmanager-" + name);
    names.put(together, name);
    policies.add(policy(key, name, told));
    ObjectNode service = JsonNodeFactory.instance.objectNode();
    service.put("kind", "service").put("key", key).put("name", name);
    service.put("owner_team", told.getFirst().key()).put("escalation_policy", key);
    services.add(service);
    return name;
  }

  private TeamDraft team(String receiver) {
    TeamDraft team = teams.get(receiver);
    if (team == null) {
      throw new IllegalArgumentException("there is no receiver " + receiver);
    }
    return team;
  }

  private static ObjectNode policy(String key, String name, List<TeamDraft> told) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.put("kind", "escalation_policy").put("key", key).put("name", "Alertmanager: " + name);
    ArrayNode steps = policy.putArray("steps");
    for (int i = 0; i < told.size(); i += TARGETS) {
      ArrayNode notify = steps.addObject().putArray("notify");
      told.subList(i, Math.min(told.size(), i + TARGETS))
          .forEach(team -> notify.addObject().put("type", "team_channels").put("team", team.key()));
    }
    return policy;
  }

  /** Policies, then the services that name them. */
  List<ObjectNode> documents() {
    List<ObjectNode> documents = new ArrayList<>(policies);
    documents.addAll(services);
    return documents;
  }
}
