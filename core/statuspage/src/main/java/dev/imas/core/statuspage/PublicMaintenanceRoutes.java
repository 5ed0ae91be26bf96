package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.PublicMaintenance.Draft;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /status-page/maintenance}. */
final class PublicMaintenanceRoutes implements Resource<PublicMaintenance, Draft> {

  private static final String PATH = StatusPageRoutes.PATH + "/maintenance";

  /** Of a tenant, not yet over. */
  private static final int MOST_AHEAD = 100;

  private final Transactions transactions;
  private final StatusPages pages;
  private final SubscriberNotifications telling;
  private final InstantSource clock;
  private final PublicMaintenanceRepository maintenance = new PublicMaintenanceRepository();
  private final ComponentRepository components = new ComponentRepository();
  private final PageRepository settings = new PageRepository();

  PublicMaintenanceRoutes(
      Transactions transactions,
      StatusPages pages,
      SubscriberNotifications telling,
      InstantSource clock) {
    this.transactions = transactions;
    this.pages = pages;
    this.telling = telling;
    this.clock = clock;
  }

  void mount(Api api) {
    new ResourceRoutes<PublicMaintenance, Draft>(transactions, clock, call -> this)
        .mount(
            api, PATH, Permissions.of(Permission.STATUS_PAGE_READ, Permission.STATUS_PAGE_PUBLISH));
  }

  @Override
  public Function<Tx, List<PublicMaintenance>> list(Query query, ListRange paging) {
    return tx -> maintenance.list(tx, paging);
  }

  @Override
  public Object key(PublicMaintenance one) {
    return one.id();
  }

  @Override
  public Draft read(Body body) {
    return Draft.read(body);
  }

  @Override
  public PublicMaintenance existing(Tx tx, Reference reference) {
    return maintenance.existing(tx, reference);
  }

  @Override
  public PublicMaintenance insert(Tx tx, UUID id, Draft draft) {
    if (maintenance.countAhead(tx, clock.instant()) >= MOST_AHEAD) {
      throw Fault.of(
          Fault.Kind.INVALID,
          "there are " + MOST_AHEAD + " maintenances ahead, as many as are allowed: remove one");
    }
    maintenance.insert(tx, id, draft, components.ids(tx, draft.components()));
    return changed(tx, SubscriberNotifications.Act.PUBLISHED, id);
  }

  @Override
  public Audit.Subject subject(PublicMaintenance one) {
    return new Audit.Subject("status_maintenance", one.id());
  }

  @Override
  public String location(PublicMaintenance made) {
    return PATH + "/" + made.id();
  }

  @Override
  public @Nullable PublicMaintenance update(
      Tx tx, PublicMaintenance before, Draft draft, int version) {
    if (!maintenance.update(
        tx, before.id(), version, draft, components.ids(tx, draft.components()))) {
      return null;
    }
    return changed(tx, SubscriberNotifications.Act.CORRECTED, before.id());
  }

  @Override
  public void delete(Tx tx, PublicMaintenance there) {
    maintenance.delete(tx, there.id());
    telling.maintenance(tx, SubscriberNotifications.Act.WITHDRAWN, there);
    changed(tx);
  }

  private PublicMaintenance changed(Tx tx, SubscriberNotifications.Act act, UUID id) {
    changed(tx);
    PublicMaintenance after = existing(tx, Reference.of(id.toString()));
    telling.maintenance(tx, act, after);
    return after;
  }

  private void changed(Tx tx) {
    settings.touch(tx);
    tx.afterCommit(pages::changed);
  }
}
