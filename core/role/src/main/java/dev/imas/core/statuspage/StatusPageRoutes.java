package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.PageSettings.Draft;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** {@code /status-page}: what the page is called, whether it is public, and what it says now. */
public final class StatusPageRoutes {

  static final String PATH = "/status-page";

  private final Transactions transactions;
  private final StatusPages pages;
  private final InstantSource clock;
  private final PageRepository settings = new PageRepository();
  private final ContentRepository contents = new ContentRepository();

  public StatusPageRoutes(Transactions transactions, StatusPages pages, InstantSource clock) {
    this.transactions = transactions;
    this.pages = pages;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get(PATH, Permission.STATUS_PAGE_READ, this::get);
    api.put(PATH, Permission.STATUS_PAGE_MANAGE, this::put);
    api.get(PATH + "/preview", Permission.STATUS_PAGE_READ, this::preview);
    new ComponentRoutes(transactions, pages, clock).mount(api);
    new MaintenanceRoutes(transactions, pages, clock).mount(api);
    new PublishingRoutes(transactions, pages, clock).mount(api);
  }

  private PageSettings current(Tx tx) {
    return settings.read(tx, pages.addressOf());
  }

  private Answer get(Call call) {
    return Answer.versioned(transactions.call(call.tenant(), this::current));
  }

  private Answer put(Call call) {
    int version = call.expectedVersion();
    Draft draft = Draft.read(call.body());
    return Answer.versioned(
        Constraints.explained(
            StatusPageRoutes::meaning,
            () -> transactions.call(call.tenant(), tx -> replace(tx, call, draft, version))));
  }

  private Versioned replace(Tx tx, Call call, Draft draft, int version) {
    PageSettings before = current(tx);
    if (!settings.write(tx, draft, version)) {
      throw Constraints.overtaken();
    }
    tx.afterCommit(pages::changed);
    PageSettings after = current(tx);
    call.audit(tx, Audit.Change.update(new Audit.Subject("status_page", null), before, after));
    return after;
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
