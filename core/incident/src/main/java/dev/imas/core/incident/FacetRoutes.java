package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.changes.AsOf;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.platform.UnindexedReads;

/** {@code GET /incidents/facets}. */
final class FacetRoutes {

  private final UnindexedReads unindexed;
  private final FacetRepository repository = new FacetRepository();

  /**
   * @param unindexed runs queries that no index serves
   */
  FacetRoutes(UnindexedReads unindexed) {
    this.unindexed = unindexed;
  }

  void mount(Api api) {
    api.get("/incidents/facets", Permission.INCIDENT_READ, this::facets);
  }

  private Answer facets(Call call) {
    Query query =
        call.query(
            "status",
            "severity",
            Priority.MEMBER,
            "service",
            "team",
            "tag",
            "created_after",
            "created_before",
            "held",
            "is_test",
            "unrouted");
    IncidentFilter filter = IncidentFilter.read(query);
    return Answer.ok(
        unindexed.call(
            call.tenant(),
            "incidents",
            "created_after",
            AsOf.of(
                tx ->
                    IncidentFacets.of(
                        repository.alike(tx, filter).await(),
                        repository.tagged(tx, filter).await(),
                        filter))));
  }
}
