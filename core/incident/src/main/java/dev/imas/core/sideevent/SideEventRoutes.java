package dev.imas.core.sideevent;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.SideEventKind;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.sideevent.SideEventRepository.SideEventView;
import dev.imas.core.source.SourceRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /received-events}: what was posted and is no alert. */
public final class SideEventRoutes {

  private final Transactions transactions;
  private final ServiceRepository services;
  private final SourceRepository sources = new SourceRepository();
  private final SideEventRepository events = new SideEventRepository();

  public SideEventRoutes(Transactions transactions, ServiceRepository services) {
    this.transactions = transactions;
    this.services = services;
  }

  public void mount(Api api) {
    api.get("/received-events", Permission.ALERT_READ, this::list);
  }

  private Answer list(Call call) {
    Query query = call.query("kind", "source", "service", "from", "to", "limit", "cursor");
    ListRange paging = query.paging();
    String[] kinds = query.choices("kind", SideEventKind.class);
    if (kinds != null && kinds.length > 1) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST, "kind", "name only one kind: dropped, change or action");
    }
    Reference source = query.reference("source");
    Reference service = query.reference("service");
    SideEventRepository.Filter all =
        new SideEventRepository.Filter(
            null,
            null,
            kinds == null ? null : (Integer) SideEventKind.valueOf(kinds[0]).number(),
            query.time("from"),
            query.time("to"));
    UUID after = paging.afterId();
    List<SideEventView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              @Nullable UUID ofSource =
                  source == null ? null : source.orNothing(sources.findId(tx, source).await());
              @Nullable UUID ofService =
                  service == null ? null : service.orNothing(services.findId(tx, service).await());
              return events.list(tx, all.of(ofSource, ofService), after, paging).await();
            });
    return Answer.page(found, paging, SideEventView::id);
  }
}
