package dev.imas.core.subscriber;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /status-page/subscribers}: whom the status page's news are mailed to. Addresses are those
 * of strangers, so only who manages the page reads them; everybody may know how many there are.
 */
public final class SubscriberRoutes {

  private static final String PATH = "/status-page/subscribers";

  private final Transactions transactions;
  private final InstantSource clock;
  private final SubscriberRepository subscribers = new SubscriberRepository();

  public SubscriberRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get(PATH, Permission.STATUS_PAGE_MANAGE, this::list);
    api.get(PATH + "/count", Permission.STATUS_PAGE_READ, this::count);
    api.delete(PATH + "/{id}", Permission.STATUS_PAGE_MANAGE, this::delete);
  }

  private Answer list(Call call) {
    Query query = call.query("email", "limit", "cursor");
    ListRange paging = query.paging();
    String email = query.text("email");
    return Answer.page(
        transactions.call(call.tenant(), tx -> subscribers.list(tx, paging, email)),
        paging,
        Subscriber::id);
  }

  private Answer count(Call call) {
    return Answer.ok(
        transactions.call(call.tenant(), tx -> subscribers.count(tx, clock.instant())));
  }

  private Answer delete(Call call) {
    UUID id = call.pathId("id");
    transactions.call(
        call.tenant(),
        tx -> {
          if (!subscribers.delete(tx, id)) {
            throw Fault.notFound("there is no subscriber " + id);
          }
          // The address itself would stay in the audit for years.
          call.audit(
              tx,
              Audit.Change.delete(new Audit.Subject("status_subscriber", id), Map.of("id", id)));
          return id;
        });
    return Answer.noContent();
  }
}
