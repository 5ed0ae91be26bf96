package dev.imas.core.link;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Links in messages, with which somebody acknowledges without a log-in. */
public final class LinkFeature implements IncidentExtension {

  private final CoreContext core;
  private final Links links;
  private final DigestLinks digests;
  private final OtherLinks drills;

  /**
   * @param validFor how long the link of a message can be used
   * @param drills links of messages that belong to no incident
   */
  public LinkFeature(
      CoreContext core, IncidentReplies replies, Duration validFor, OtherLinks drills) {
    this.core = core;
    this.links = new Links(core.searches(), replies, core.clock());
    this.digests =
        new DigestLinks(
            core.searches(), replies, core.secrets(), validFor, core.clock(), System::nanoTime);
    this.drills = drills;
  }

  @Override
  public void open(OpenRoutes routes) {
    new LinkRoutes(links, List.of(drills, digests), routes.limits(), routes.handlers())
        .mount(routes.router());
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new LinksAgain());
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofHours(1),
            "links-past",
            tenant ->
                core.upkeep()
                    .forEachTenant(tx -> links.forget(tx).compose(past -> digests.forget(tx)))));
  }
}
