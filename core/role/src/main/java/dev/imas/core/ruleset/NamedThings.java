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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules name must be there when they are stored. Otherwise their alerts would silently go to
 * triage, or to people whom nobody chose.
 */
public final class NamedThings {

  private final ServiceRepository services;
  private final NamedRepository named = new NamedRepository();

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
   * @throws Fault INVALID with a pointer to each name of what is not there
   */
  void mustExist(Tx tx, Names names) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    if (!names.services.isEmpty()) {
      fault(
          faults,
          names.services,
          services.notFound(tx, names.services.keySet()).await(),
          "active service with this name, alias or id");
    }
    if (!names.policies.isEmpty()) {
      fault(
          faults,
          names.policies,
          named.missingPolicies(tx, names.policies.keySet()),
          "active escalation policy with this name or id");
    }
    if (!names.scopes.isEmpty()) {
      fault(
          faults,
          names.scopes,
          named.missingScopes(tx, names.scopes.keySet()),
          "active impact scope with this name or id");
    }
    if (!names.times.isEmpty()) {
      fault(
          faults,
          names.times,
          named.missingTimes(tx, names.times.keySet()),
          "time interval with this name or id");
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
  }

  private static void fault(
      Map<String, List<String>> faults,
      Map<String, List<String>> names,
      Set<String> missing,
      String what) {
    names.forEach(
        (name, pointers) -> {
          if (missing.contains(name)) {
            for (String at : pointers) {
              faults.put(
                  at,
                  List.of(
                      at + " names '" + name + "', but there is no " + what + "; create it first"));
            }
          }
        });
  }
}
