package dev.imas.core.search;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Finds incidents, alerts and more by words. */
public final class SearchFeature implements IncidentExtension {

  private final CoreContext core;

  public SearchFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<String> apiTags() {
    return List.of("search");
  }

  @Override
  public void mount(Api api) {
    new SearchRoutes(core.searches()).mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new SearchReaction());
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofSeconds(2),
            "search-text",
            SearchIndexer.WAITS,
            tenant ->
                new SearchIndexer(core.vertx(), core.housekeeping(), core.stopping()).write()));
  }
}
