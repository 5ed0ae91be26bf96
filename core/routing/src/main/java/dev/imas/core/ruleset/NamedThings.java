package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.condition.Attribute;
import dev.imas.core.rule.condition.NamedInCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What rules name must be there when they are stored. Otherwise their alerts would silently go to
 * triage, or to people whom nobody chose.
 */
public final class NamedThings {

  static final String SERVICE = "service";

  /** Of these, one that is switched off is not found. */
  private static final Set<String> SWITCHED = Set.of(SERVICE, "escalation policy", "impact scope");

  private final ServiceRepository services;
  private final RuleNameRepository named = new RuleNameRepository();

  private final Set<String> sourceTypes;

  /**
   * @param sourceTypes what kinds of sources there are
   */
  NamedThings(ServiceRepository services, Collection<String> sourceTypes) {
    this.services = services;
    this.sourceTypes = sourceTypes.stream().map(Attribute::key).collect(Collectors.toSet());
  }

  /**
   * The names that a rule set uses, each with the pointers to where it does.
   *
   * @param services names, aliases or ids
   * @param policies names or ids of escalation policies
   * @param scopes names or ids of impact scopes
   * @param times names or ids of time intervals
   * @param sources names or ids of sources
   * @param types of sources
   * @param teams names or ids of teams
   */
  public record Names(
      Map<String, List<String>> services,
      Map<String, List<String>> policies,
      Map<String, List<String>> scopes,
      Map<String, List<String>> times,
      Map<String, List<String>> sources,
      Map<String, List<String>> types,
      Map<String, List<String>> teams) {

    static Names of(RuleSetDefinition definition) {
      Names names =
          new Names(
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
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
        for (NamedInCondition named : NamedInCondition.of(rule.when())) {
          Map<String, List<String>> kind = names.of(named.attribute());
          if (kind != null) {
            put(kind, named.name().strip(), at + named.pointer());
          }
        }
      }
      return names;
    }

    /** Null where the values are the same for everybody. */
    private @Nullable Map<String, List<String>> of(Attribute attribute) {
      return switch (attribute) {
        case SERVICE -> services;
        case SOURCE -> sources;
        case SOURCE_TYPE -> types;
        case TEAM -> teams;
        case TIER, SEVERITY -> null;
      };
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
            "time interval", "name or id", names.times, named.times(tx, names.times.keySet())),
        new Found("source", "name or id", names.sources, named.sources(tx, names.sources.keySet())),
        new Found("team", "name or id", names.teams, named.teams(tx, names.teams.keySet())));
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
                            + (SWITCHED.contains(one.what) ? "active " : "")
                            + one.what
                            + " with this "
                            + one.by
                            + "; create it first"));
              }
            }
          });
    }
    names.types.forEach(
        (type, pointers) -> {
          if (!sourceTypes.contains(Attribute.key(type))) {
            pointers.forEach(
                at ->
                    faults.put(
                        at,
                        List.of(
                            at
                                + " names '"
                                + type
                                + "', which is no type of sources; GET /source-types lists them")));
          }
        });
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
  }
}
