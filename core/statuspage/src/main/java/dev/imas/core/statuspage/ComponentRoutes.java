package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
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
import dev.imas.core.scope.ScopeRepository;
import dev.imas.core.statuspage.StatusComponent.Draft;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /status-page/components}. */
final class ComponentRoutes implements Resource<StatusComponent, Draft> {

  private static final String PATH = StatusPageRoutes.PATH + "/components";

  /** Of a tenant. */
  static final int MOST = 200;

  /** Of a tenant: each is asked, and shown with 90 days. */
  static final int MOST_PROBES = 50;

  private final Transactions transactions;
  private final StatusPages pages;
  private final InstantSource clock;
  private final Function<Body, Draft> reader;
  private final ComponentRepository components = new ComponentRepository();
  private final UptimeRepository uptimes = new UptimeRepository();
  private final PageRepository settings = new PageRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final ScopeRepository scopes = new ScopeRepository();

  /**
   * @param reader of what a request may write of one
   */
  ComponentRoutes(
      Transactions transactions,
      StatusPages pages,
      InstantSource clock,
      Function<Body, Draft> reader) {
    this.transactions = transactions;
    this.pages = pages;
    this.clock = clock;
    this.reader = reader;
  }

  void mount(Api api) {
    new ResourceRoutes<StatusComponent, Draft>(transactions, clock, call -> this)
        .mount(
            api, PATH, Permissions.of(Permission.STATUS_PAGE_READ, Permission.STATUS_PAGE_MANAGE));
  }

  @Override
  public Function<Tx, List<StatusComponent>> list(Query query, ListRange paging) {
    return tx -> components.list(tx, paging.after(), paging.fetch());
  }

  @Override
  public Object key(StatusComponent component) {
    return component.name();
  }

  @Override
  public Draft read(Body body) {
    return reader.apply(body);
  }

  @Override
  public StatusComponent existing(Tx tx, Reference reference) {
    return components.existing(tx, reference);
  }

  @Override
  public StatusComponent insert(Tx tx, UUID id, Draft draft) {
    if (components.count(tx) >= MOST) {
      throw Fault.of(
          Fault.Kind.INVALID,
          "there are " + MOST + " components, as many as are allowed: remove one");
    }
    components.insert(tx, id, draft, service(tx, draft), scope(tx, draft));
    measure(tx, id, draft);
    changed(tx);
    return existing(tx, Reference.of(id.toString()));
  }

  @Override
  public Audit.Subject subject(StatusComponent component) {
    return new Audit.Subject("status_component", component.id());
  }

  @Override
  public String location(StatusComponent made) {
    return PATH + "/" + made.id();
  }

  @Override
  public @Nullable StatusComponent update(Tx tx, StatusComponent before, Draft draft, int version) {
    if (!components.update(tx, before.id(), version, draft, service(tx, draft), scope(tx, draft))) {
      return null;
    }
    measure(tx, before.id(), draft);
    changed(tx);
    return existing(tx, Reference.of(before.id().toString()));
  }

  @Override
  public void delete(Tx tx, StatusComponent there) {
    components.delete(tx, there.id());
    changed(tx);
  }

  private void measure(Tx tx, UUID component, Draft draft) {
    StatusProbe probe = draft.probe();
    if (probe != null && uptimes.countOthers(tx, component) >= MOST_PROBES) {
      throw Fault.invalid(
          "/probe",
          "/probe: "
              + MOST_PROBES
              + " components are measured, as many as are allowed: remove one");
    }
    uptimes.set(tx, component, probe, clock.instant());
  }

  private void changed(Tx tx) {
    settings.touch(tx);
    tx.afterCommit(pages::changed);
  }

  private @Nullable UUID service(Tx tx, Draft draft) {
    Reference service = draft.service();
    return service == null
        ? null
        : services
            .findId(tx, service)
            .await()
            .orElseThrow(
                () -> Fault.invalid("/service", "/service names " + service + ", which is none"));
  }

  private @Nullable UUID scope(Tx tx, Draft draft) {
    Reference scope = draft.scope();
    return scope == null
        ? null
        : scopes
            .findId(tx, scope)
            .orElseThrow(
                () -> Fault.invalid("/scope", "/scope names " + scope + ", which is none"));
  }

  @Override
  public @Nullable Fault meaning(String constraint) {
    return constraint.equals("status_component_name")
        ? Fault.conflict("a component with this name exists already; choose another name")
        : null;
  }
}
