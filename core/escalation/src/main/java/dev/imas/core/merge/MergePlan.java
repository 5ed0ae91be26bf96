package dev.imas.core.merge;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a merge means for whoever is paged: it never silences anything (decision C44). Pure.
 *
 * @param raisesTo the most severe of the sources, where that is more severe than the target; null
 *     otherwise
 * @param bringsBack whether the target was mitigated, and a source that nobody has taken on says
 *     that it burns
 * @param starts whether the target pages nobody and a source did, so that it begins to
 * @param tells the first source of each other team whose incident nobody has taken on: whoever is
 *     on call there is told
 */
record MergePlan(
    @Nullable Severity raisesTo, boolean bringsBack, boolean starts, List<Incident> tells) {

  MergePlan {
    tells = List.copyOf(tells);
  }

  /**
   * @param teams the owning team by incident
   * @param paging the incidents whose escalation is under way
   */
  static MergePlan of(
      Incident target, List<Incident> sources, Map<UUID, UUID> teams, Set<UUID> paging) {
    Severity worst =
        sources.stream().map(Incident::severity).min(Comparator.naturalOrder()).orElseThrow();
    Severity raisesTo = target.isRaisedBy(worst) ? worst : null;
    List<Incident> untaken =
        sources.stream().filter(s -> s.status() == IncidentStatus.TRIGGERED).toList();
    boolean bringsBack = target.isBroughtBack() && !untaken.isEmpty();
    boolean pagesAnyway = raisesTo != null || bringsBack;
    boolean starts =
        !pagesAnyway
            && target.status() == IncidentStatus.TRIGGERED
            && !paging.contains(target.id())
            && sources.stream().anyMatch(s -> paging.contains(s.id()));
    return new MergePlan(raisesTo, bringsBack, starts, tells(target, untaken, teams));
  }

  private static List<Incident> tells(
      Incident target, List<Incident> untaken, Map<UUID, UUID> teams) {
    Map<UUID, Incident> first = new LinkedHashMap<>();
    List<Incident> worstFirst = new ArrayList<>(untaken);
    worstFirst.sort(Comparator.comparing(Incident::severity));
    UUID own = teams.get(target.id());
    for (Incident source : worstFirst) {
      UUID team = teams.get(source.id());
      if (team != null && !team.equals(own)) {
        first.putIfAbsent(team, source);
      }
    }
    return List.copyOf(first.values());
  }

  /** As the target is afterwards. */
  IncidentStatus leftStatus(Incident target) {
    return bringsBack ? IncidentStatus.TRIGGERED : target.status();
  }

  Severity leftSeverity(Incident target) {
    return raisesTo == null ? target.severity() : raisesTo;
  }
}
