package dev.imas.core.incident;

import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A filter; with only nulls it matches every incident. */
record IncidentFilter(
    @Nullable UUID id,
    String @Nullable [] statuses,
    Short @Nullable [] severities,
    @Nullable UUID serviceId,
    @Nullable String serviceName,
    @Nullable UUID teamId,
    @Nullable String teamName,
    @Nullable UUID scopeId,
    @Nullable String scopeName,
    @Nullable UUID tagId,
    @Nullable String tagName,
    @Nullable String search,
    @Nullable Instant createdAfter,
    @Nullable Instant createdBefore,
    @Nullable Boolean held,
    FurtherFacts.@Nullable Picked picked,
    @Nullable Counted counted,
    @Nullable Marked marked) {

  /**
   * The same with what else was asked for.
   *
   * @param facts null: nothing
   */
  IncidentFilter picking(FurtherFacts.@Nullable Picked facts) {
    return new IncidentFilter(
        id,
        statuses,
        severities,
        serviceId,
        serviceName,
        teamId,
        teamName,
        scopeId,
        scopeName,
        tagId,
        tagName,
        search,
        createdAfter,
        createdBefore,
        held,
        facts,
        counted,
        marked);
  }

  /** Whether it leaves only open incidents, which one more index lists. */
  boolean isOfOpen() {
    return statuses != null && !List.of(statuses).contains(IncidentStatus.RESOLVED.name());
  }

  /** Whether something was asked for that no incident can be. */
  boolean isImpossible() {
    return picked != null && !picked.isPossible();
  }

  boolean isOfServices() {
    return serviceId != null || serviceName != null || teamId != null || teamName != null;
  }

  /** Reads what a request may filter by; a parameter that its route does not take is absent. */
  static IncidentFilter read(Query query) {
    Reference service = query.reference("service");
    Reference team = query.reference("team");
    Reference scope = query.reference("scope");
    Reference tag = query.reference("tag");
    return new IncidentFilter(
        null,
        query.choices("status", IncidentStatus.class),
        Priority.severities(query),
        idOf(service),
        nameOf(service),
        idOf(team),
        nameOf(team),
        idOf(scope),
        nameOf(scope),
        idOf(tag),
        nameOf(tag),
        query.text("search"),
        query.time("created_after"),
        query.time("created_before"),
        query.flag("held"),
        null,
        Counted.read(query),
        Marked.read(query));
  }

  private static @Nullable UUID idOf(@Nullable Reference reference) {
    return reference == null ? null : reference.id();
  }

  private static @Nullable String nameOf(@Nullable Reference reference) {
    return reference == null || reference.id() != null ? null : reference.text();
  }

  static IncidentFilter only(UUID id) {
    return new IncidentFilter(
        id, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null);
  }
}
