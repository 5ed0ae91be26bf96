package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list of incidents can be narrowed down by, with counts. A facet leaves its own condition
 * out, so that one sees what else could be chosen.
 */
record IncidentFacets(List<Facet> facets) {

  /** The most values of a facet; the rest is told as one. */
  static final int MOST_VALUES = 100;

  IncidentFacets {
    facets = List.copyOf(facets);
  }

  /**
   * @param values those that most incidents have first
   * @param others all further values together
   */
  record Facet(String by, List<Value> values, Others others) {}

  record Value(String value, long count) {}

  /**
   * @param values how many values
   * @param count how many incidents have one of them
   */
  record Others(int values, long count) {}

  /** So many incidents are alike in all that facets ask for. */
  record Alike(
      IncidentStatus status,
      Severity severity,
      UUID serviceId,
      String service,
      UUID teamId,
      String team,
      long count) {}

  /**
   * Counts them.
   *
   * @param all every incident of the time with the filter's tag, whatever else the filter says
   * @param tagged how many incidents of the filter have each tag, whatever it says of tags: an
   *     incident has several
   */
  static IncidentFacets of(List<Alike> all, List<Value> tagged, IncidentFilter filter) {
    List<Condition> conditions =
        List.of(
            new Condition(
                "status", a -> a.status.name(), a -> isOne(filter.statuses(), a.status.name())),
            new Condition(
                "severity",
                a -> a.severity.name(),
                a -> isOne(filter.severities(), (short) a.severity.number())),
            new Condition(
                "service",
                Alike::service,
                a -> is(filter.serviceId(), a.serviceId, filter.serviceName(), a.service)),
            new Condition(
                "team",
                Alike::team,
                a -> is(filter.teamId(), a.teamId, filter.teamName(), a.team)));
    return new IncidentFacets(
        Stream.concat(
                conditions.stream().map(facet -> counted(facet, conditions, all)),
                Stream.of(facet("tag", tagged)))
            .toList());
  }

  private record Condition(String by, Function<Alike, String> value, Predicate<Alike> holds) {}

  private static Facet counted(Condition facet, List<Condition> conditions, List<Alike> all) {
    Map<String, Long> counts = new HashMap<>();
    for (Alike alike : all) {
      if (conditions.stream().allMatch(c -> c == facet || c.holds.test(alike))) {
        counts.merge(facet.value.apply(alike), alike.count, Long::sum);
      }
    }
    return facet(
        facet.by,
        counts.entrySet().stream().map(one -> new Value(one.getKey(), one.getValue())).toList());
  }

  private static Facet facet(String by, List<Value> all) {
    List<Value> values = new ArrayList<>(all);
    values.sort(Comparator.comparingLong(Value::count).reversed().thenComparing(Value::value));
    List<Value> rest = values.subList(Math.min(MOST_VALUES, values.size()), values.size());
    return new Facet(
        by,
        List.copyOf(values.subList(0, values.size() - rest.size())),
        new Others(rest.size(), rest.stream().mapToLong(Value::count).sum()));
  }

  private static <T> boolean isOne(T @Nullable [] wanted, T value) {
    return wanted == null || Arrays.asList(wanted).contains(value);
  }

  private static boolean is(
      @Nullable UUID wantedId, UUID id, @Nullable String wantedName, String name) {
    return (wantedId == null || Objects.equals(wantedId, id))
        && (wantedName == null || wantedName.equalsIgnoreCase(name));
  }
}
