package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What rules name must be there when they are stored. Otherwise their alerts would silently go to
 * triage, or to people whom nobody chose.
 */
public final class NamedThings {

  static final String SERVICE = "service";

  private final ServiceRepository services;
  private final RuleNameRepository named = new RuleNameRepository();

  NamedThings(ServiceRepository services) {
    this.services = services;
  }

  /**
   * The names that a rule set uses, each with the pointers to where it does.
   *
   * @param services names, aliases or ids
   * @param policies names or ids of escalation policies
   * @param scopes names or ids of impact scopes
   * @param times names or ids of time intervals
   */
  public record Names(
      Map<String, List<String>> services,
      Map<String, List<String>> policies,
      Map<String, List<String>> scopes,
      Map<String, List<String>> times) {

    static Names of(RuleSetDefinition definition) {
      Names names =
          new Names(
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              new LinkedHashMap<>());
      for (int i = 0; i < definition.rules().size(); i++) {
        RuleDefinition rule = definition.rules().get(i);
        String at = "/rules/" + i;
        if (rule.service() != null) {
          put(names.services, rule.service(), at + "/service");
        }
        if (rule.escalationPolicy() != null) {
          put(names.policies, rule.escalationPolicy(), at + "/escalation_policy");
        }
        put(names.scopes, rule.impactScopes(), at + "/impact_scopes/");
        put(names.times, rule.muteTimes(), at + "/mute_times/");
        put(names.times, rule.activeTimes(), at + "/active_times/");
      }
      return names;
    }

    private static void put(
        Map<String, List<String>> names, @Nullable List<String> all, String at) {
      for (int i = 0; all != null && i < all.size(); i++) {
        put(names, all.get(i), at + i);
      }
    }

    private static void put(Map<String, List<String>> names, String name, String at) {
      names.computeIfAbsent(name, n -> new ArrayList<>()).add(at);
    }
  }

  /**
   * What names of one kind find.
   *
   * @param what the kind, as a sentence says it
   * @param by how it may be named
   * @param names each with the pointers to where it is used
   * @param found the ids of what is there, by the names
   */
  record Found(String what, String by, Map<String, List<String>> names, Map<String, UUID> found) {}

  /** Looks for all of it, kind by kind. */
  List<Found> find(Tx tx, Names names) {
    return List.of(
        new Found(
            SERVICE,
            "name, alias or id",
            names.services,
            services.named(tx, names.services.keySet())),
        new Found(
            "escalation policy",
            "name or id",
            names.policies,
            named.policies(tx, names.policies.keySet())),
        new Found(
            "impact scope", "name or id", names.scopes, named.scopes(tx, names.scopes.keySet())),
        new Found(
            "time interval", "name or id", names.times, named.times(tx, names.times.keySet())));
  }

  /**
   * @throws Fault INVALID with a pointer to each name of what is not there
   */
  void mustExist(Tx tx, Names names) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    for (Found one : find(tx, names)) {
      one.names.forEach(
          (name, pointers) -> {
            if (!one.found.containsKey(name)) {
              for (String at : pointers) {
                faults.put(
                    at,
                    List.of(
                        at
                            + " names '"
                            + name
                            + "', but there is no "
                            + (one.what.equals("time interval") ? "" : "active ")
                            + one.what
                            + " with this "
                            + one.by
                            + "; create it first"));
              }
            }
          });
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
  }
}
