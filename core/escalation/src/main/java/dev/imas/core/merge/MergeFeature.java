package dev.imas.core.merge;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentLocks;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.paging.MergedEscalations;
import dev.imas.core.schedule.OnCall;
import java.time.Duration;
import java.util.List;

/** One incident takes the alerts of others. */
public final class MergeFeature implements Feature {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final PersonReach people;
  private final Duration undoWithin;

  /**
   * @param undoWithin for how long a merge can be undone
   */
  public MergeFeature(
      CoreContext core, IncidentWriter writer, PersonReach people, Duration undoWithin) {
    this.core = core;
    this.writer = writer;
    this.people = people;
    this.undoWithin = undoWithin;
  }

  @Override
  public List<String> apiTags() {
    return List.of("merges");
  }

  @Override
  public void mount(Api api) {
    IncidentRepository incidents = new IncidentRepository();
    new MergeRoutes(
            core.searches(),
            incidents,
            new IncidentLocks(
                incidents,
                new IncidentAccess(new ServiceRepository(), new OnCall()),
                core.missing(),
                core.clock()),
            new Merging(
                incidents,
                writer,
                new MergedEscalations(core.timers(), people, core.clock()),
                undoWithin,
                core.clock()))
        .mount(api);
  }
}
