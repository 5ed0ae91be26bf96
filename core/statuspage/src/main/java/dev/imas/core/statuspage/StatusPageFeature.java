package dev.imas.core.statuspage;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.stakeholder.InformerNotices;
import dev.imas.core.subscriber.SubscriberDesk;
import dev.imas.core.subscriber.Subscriptions;
import dev.imas.core.webhook.PublicEvents;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.List;

/** What the public reads of incidents, and who of the public is written to. */
public final class StatusPageFeature implements IncidentExtension {

  private final CoreContext core;
  private final StatusConfig config;
  private final StatusPages pages;
  private final Subscriptions subscriptions;
  private final StatusPageRoutes routes;
  private final StillPublished stillPublished;

  public StatusPageFeature(CoreContext core, StatusConfig config, PublicEvents events) {
    this.core = core;
    this.config = config;
    this.pages = new StatusPages(config, core.housekeeping(), core.clock());
    this.subscriptions =
        new Subscriptions(
            core.searches(), core.secrets(), core.clock(), System::nanoTime, core.meters());
    this.routes = new StatusPageRoutes(core.searches(), pages, events, subscriptions, core.clock());
    this.stillPublished =
        new StillPublished(
            new PublishedRepository(),
            new InformerNotices(core.notices(), core.receivers()),
            core.timers(),
            core.clock());
  }

  /** A status page has hosts of its own, so it answers before anything else of the port. */
  public void openHosts(OpenRoutes open) {
    StatusHost.mount(
        open.router(),
        config,
        pages,
        new SubscriberDesk(subscriptions, open.limits(), open.handlers()),
        core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("status page");
  }

  @Override
  public void mount(Api api) {
    routes.mount(api);
    new ProposalRoutes(core.searches(), pages, core.missing()).mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(stillPublished);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(stillPublished.kind());
  }

  @Override
  public List<Worker> workers() {
    return List.of(
        new Worker(
            pages, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @Override
  public List<Recurring> recurring() {
    StatusForgetting past = new StatusForgetting(core.clock(), subscriptions);
    return List.of(
        Recurring.every(
            Duration.ofHours(1),
            "status-page-past",
            tenant -> core.upkeep().forEachTenant(past::forget)));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new StatusPageDocuments(routes), new StatusComponentDocuments(routes));
  }
}
