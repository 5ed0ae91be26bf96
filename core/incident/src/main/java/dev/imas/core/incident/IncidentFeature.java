package dev.imas.core.incident;

import dev.imas.core.alert.AlertRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.idempotency.StoredAnswerRepository;
import dev.imas.core.retention.SweepConfig;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Incidents themselves: their operations, how they grow, and what pages read of their changes. */
public final class IncidentFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final Pager pager;
  private final JoinedAlertRepository growth;
  private final Restraint restraint;
  private final SweepConfig sweep;
  private final FeedWriter feed;
  private final ImpactScopes scopes;
  private final Tagging tagging;
  private final OnCallLookup onCall;
  private final EscalationLookup escalations;
  private final FurtherFacts further;

  /**
   * @param growthPause how long an incident that grows waits before people are told of it again
   * @param restraint who must not be told yet
   * @param escalations whom incidents of lists page
   * @param further what is kept beside incidents
   */
  public IncidentFeature(
      CoreContext core,
      IncidentWriter writer,
      Qualification qualification,
      Pager pager,
      Duration growthPause,
      Restraint restraint,
      SweepConfig sweep,
      FeedWriter feed,
      ImpactScopes scopes,
      Tagging tagging,
      OnCallLookup onCall,
      EscalationLookup escalations,
      FurtherFacts further) {
    this.core = core;
    this.writer = writer;
    this.qualification = qualification;
    this.pager = pager;
    this.growth = new JoinedAlertRepository(growthPause);
    this.restraint = restraint;
    this.sweep = sweep;
    this.feed = feed;
    this.scopes = scopes;
    this.tagging = tagging;
    this.onCall = onCall;
    this.escalations = escalations;
    this.further = further;
  }

  @Override
  public List<String> apiTags() {
    return List.of("incidents");
  }

  @Override
  public void mount(Api api) {
    new IncidentRoutes(
            core.searches(),
            core.unindexed(),
            new IncidentRepository(),
            new TimelineRepository(),
            new AlertRepository(),
            new ServiceRepository(),
            writer,
            scopes,
            tagging,
            qualification,
            onCall,
            escalations,
            further,
            core.missing(),
            core.clock())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(
        new JoinedAlertReaction(growth),
        new StillFiring(sweep.stillFiringAfter()),
        new FeedReaction(feed));
  }

  @Override
  public List<Recurring> recurring() {
    JoinedAlertSweep growths =
        new JoinedAlertSweep(
            core.housekeeping(),
            new IncidentRepository(),
            growth,
            pager,
            writer,
            restraint,
            core.meters(),
            core.clock());
    IdempotencyRepository idempotency = new IdempotencyRepository();
    StoredAnswerRepository answers = new StoredAnswerRepository();
    return List.of(
        Recurring.every(
            atMostASecond(sweep.interval()),
            "incident-growth",
            growths.waits(),
            tenant -> growths.tell()),
        Recurring.every(
            Duration.ofHours(1),
            "idempotency-keys",
            tenant ->
                core.upkeep()
                    .forEachTenant(
                        tx ->
                            idempotency
                                .forgetOld(tx)
                                .compose(old -> answers.forgetOld(tx, core.clock().instant())))));
  }

  /** What a rule's {@code group_interval} says is late by no more. */
  private static Duration atMostASecond(Duration interval) {
    Duration second = Duration.ofSeconds(1);
    return interval.compareTo(second) < 0 ? interval : second;
  }
}
