package dev.imas.core.policy;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.escalation.PolicyChoice;
import dev.imas.core.escalation.PolicyChoice.Candidate;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds the policies among which the one for an incident is chosen. */
public final class ChoiceRepository {

  /** A service's policy, and whose the service is. */
  private record Owned(UUID team, Optional<UUID> own) {}

  /** What is chosen for incidents of some services, for any severity. */
  public static final class Choices {

    private final Map<UUID, Owned> services;
    private final List<Candidate> candidates;

    private Choices(Map<UUID, Owned> services, List<Candidate> candidates) {
      this.services = Map.copyOf(services);
      this.candidates = List.copyOf(candidates);
    }

    /** Whether no policy, active or not, could be chosen for any of the services. */
    public boolean isEmpty() {
      return candidates.isEmpty();
    }

    /** The team that owns the service; empty if there is no such service. */
    public Optional<UUID> team(UUID service) {
      return Optional.ofNullable(services.get(service)).map(Owned::team);
    }

    /**
     * @param service one of those that were asked for
     * @param labels of the alert that opened the incident
     * @param named the policy that a rule names for an incident, which was asked for, too
     */
    public PolicyChoice choose(
        UUID service, Severity severity, Labels labels, Optional<String> named) {
      Owned owned = services.get(service);
      return owned == null
          ? new PolicyChoice(Optional.empty(), List.of())
          : PolicyChoice.of(named, owned.team, owned.own, severity, labels, candidates);
    }
  }

  private static final String CANDIDATES =
      """
      SELECT p.id, p.version, p.name, p.team_id, p.severities, p.labels, p.is_default, p.is_active, NULL::uuid AS service_id
        FROM escalation_policy p
       WHERE p.deleted_at IS NULL
         AND (p.team_id IS NULL
              OR p.team_id IN (SELECT owner_team_id FROM service WHERE id = ANY ($1))
              OR p.id IN (SELECT escalation_policy_id FROM service WHERE id = ANY ($1))
              OR ARRAY[lower(p.name), p.id::text]
                 && ((SELECT array_agg(lower(escalation_policy)) FROM incident_opening WHERE incident_id = ANY ($2)) || $3))
      UNION ALL
      SELECT escalation_policy_id, NULL, NULL, owner_team_id, NULL, NULL, NULL, NULL, id
        FROM service
       WHERE id = ANY ($1)\
      """;

  /** The same for no incident. */
  public Future<Choices> load(Tx tx, Collection<UUID> services) {
    return load(tx, services, List.of());
  }

  /**
   * One statement, however many services these are, and none for no services.
   *
   * @param incidents for which rules may name policies
   */
  public Future<Choices> load(Tx tx, Collection<UUID> services, Collection<UUID> incidents) {
    return load(tx, services, incidents, List.of());
  }

  /** The same for an incident that might be opened, for which a rule may name a policy. */
  public Future<Choices> load(Tx tx, UUID service, Optional<String> named) {
    return load(
        tx,
        List.of(service),
        List.of(),
        named.map(name -> name.toLowerCase(Locale.ROOT)).stream().toList());
  }

  /**
   * The same for incidents of which only some are stored.
   *
   * @param names in lower case, of policies that rules name for the others
   */
  public Future<Choices> load(
      Tx tx, Collection<UUID> services, Collection<UUID> incidents, List<String> names) {
    if (services.isEmpty()) {
      return Future.succeededFuture(new Choices(Map.of(), List.of()));
    }
    Set<UUID> distinct = new HashSet<>(services);
    return tx.connection()
        .preparedQuery(CANDIDATES)
        .execute(
            tuple(
                distinct.toArray(UUID[]::new),
                incidents.toArray(UUID[]::new),
                names.toArray(String[]::new)))
        .map(ChoiceRepository::choices);
  }

  private static Choices choices(Iterable<Row> rows) {
    Map<UUID, Owned> services = new HashMap<>();
    List<Candidate> candidates = new ArrayList<>();
    for (Row row : rows) {
      UUID service = row.getUUID("service_id");
      UUID id = row.getUUID("id");
      UUID team = row.getUUID("team_id");
      if (service != null) {
        services.put(service, new Owned(team, Optional.ofNullable(id)));
      } else {
        candidates.add(
            new Candidate(
                id,
                row.getInteger("version"),
                row.getString("name"),
                Optional.ofNullable(team),
                severities(row.getArrayOfShorts("severities")),
                labels(row.getArrayOfStrings("labels")),
                row.getBoolean("is_default"),
                row.getBoolean("is_active")));
      }
    }
    return new Choices(services, candidates);
  }

  private static List<Matcher> labels(String[] matchers) {
    List<Matcher> labels = new ArrayList<>();
    for (String matcher : matchers) {
      try {
        labels.add(Matcher.parse(matcher));
      } catch (InvalidRuleException e) {
        throw new IllegalStateException("a stored matcher cannot be read: " + matcher, e);
      }
    }
    return labels;
  }

  static Set<Severity> severities(Short[] numbers) {
    Set<Severity> severities = new HashSet<>();
    Arrays.stream(numbers).forEach(number -> severities.add(Severity.of(number)));
    return severities;
  }
}
