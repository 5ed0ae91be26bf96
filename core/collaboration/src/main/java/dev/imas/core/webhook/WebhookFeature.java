package dev.imas.core.webhook;

import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.work.RememberedTenants;
import java.time.Duration;
import java.util.List;

/** Events for other programs. */
public final class WebhookFeature implements IncidentExtension {

  private final CoreContext core;
  private final SubscribedTenants subscribed = new SubscribedTenants();
  private final WebhookRoutes webhooks;

  public WebhookFeature(CoreContext core) {
    this.core = core;
    this.webhooks =
        new WebhookRoutes(
            core.searches(), core.secrets(), core.clock(), core.channels(), subscribed);
  }

  /** Events of public status pages. */
  public PublicEvents publicEvents() {
    return new PublicEvents(subscribed, core.clock());
  }

  /** Events of deployment windows, freezes and the gate. */
  public ChangeReaction changeEvents() {
    return new ChangeEvents(subscribed, core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("event webhooks");
  }

  @Override
  public void mount(Api api) {
    webhooks.mount(api);
    new EventLogRoutes(
            core.vertx(), core.searches(), new IncidentRepository()::findForFilter, core.clock())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new EventReaction(subscribed, core.clock()));
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(subscribed);
  }

  @Override
  public List<Recurring> recurring() {
    WebhookWatch watch =
        new WebhookWatch(
            core.housekeeping(),
            core.audit(),
            core.notices(),
            core.receivers(),
            core.retention().deliveries(),
            core.clock());
    return List.of(
        Recurring.every(Duration.ofMinutes(1), "event-webhooks", tenant -> watch.switchOff()),
        Recurring.every(Duration.ofHours(1), "events-past", tenant -> watch.forget()));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new EventWebhookDocuments(webhooks));
  }
}
