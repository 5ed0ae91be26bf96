package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Resource;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.PageSettings.Draft;
import dev.imas.core.subscriber.SubscriberRoutes;
import dev.imas.core.subscriber.Subscriptions;
import dev.imas.core.webhook.PublicEvents;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** {@code /status-page}: what the page is called, whether it is public, and what it says now. */
public final class StatusPageRoutes {

  static final String PATH = "/status-page";

  private final Transactions transactions;
  private final StatusPages pages;
  private final SubscriberNotifications telling;
  private final Subscriptions subscriptions;
  private final InstantSource clock;
  private final PageRepository settings = new PageRepository();
  private final ContentRepository contents = new ContentRepository();

  private final SingleRoutes<PageSettings, Draft> routes;

  /**
   * @param events systems that are told what the public is told
   * @param subscriptions people who are
   */
  public StatusPageRoutes(
      Transactions transactions,
      StatusPages pages,
      PublicEvents events,
      Subscriptions subscriptions,
      InstantSource clock) {
    this.transactions = transactions;
    this.pages = pages;
    this.subscriptions = subscriptions;
    this.telling = new SubscriberNotifications(events, subscriptions, pages);
    this.clock = clock;
    this.routes = new SingleRoutes<>(transactions, new Settings());
  }

  public void mount(Api api) {
    routes.mount(api, PATH, Permission.STATUS_PAGE_READ, Permission.STATUS_PAGE_MANAGE);
    api.get(PATH + "/preview", Permission.STATUS_PAGE_READ, this::preview);
    new ComponentRoutes(transactions, pages, clock, StatusComponent.Draft::read).mount(api);
    new UptimeRoutes(transactions, clock).mount(api);
    new PublicMaintenanceRoutes(transactions, pages, telling, clock).mount(api);
    new PublishingRoutes(transactions, pages, telling, clock).mount(api);
    new SubscriberRoutes(transactions, clock).mount(api);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  /** Components, as documents of configuration say them. */
  public Resource<? extends Versioned, ?> configuredComponents() {
    return new ComponentRoutes(transactions, pages, clock, StatusComponent.Draft::readConfigured);
  }

  private final class Settings implements SingleResource<PageSettings, Draft> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("status_page", null);
    }

    @Override
    public PageSettings current(Tx tx) {
      return settings.read(tx, pages.addressOf());
    }

    @Override
    public Draft read(Body body) {
      return Draft.read(body);
    }

    @Override
    public boolean replace(Tx tx, Draft wanted, int version) {
      tx.afterCommit(pages::changed);
      if (!wanted.isPublic() || !wanted.subscriptions()) {
        subscriptions.stop(tx);
      }
      return Constraints.explained(
          StatusPageRoutes::meaning, () -> settings.write(tx, wanted, version));
    }
  }

  private static @Nullable Fault meaning(String constraint) {
    return constraint.equals("status_page_slug")
        ? Fault.conflict("this slug is taken; choose another one")
        : null;
  }

  /** As the public would read it now. */
  private Answer preview(Call call) {
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> contents.read(tx, clock.instant()).at(clock.instant(), clock.instant())));
  }
}
