package dev.imas.core.maintenance;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.maintenance.MaintenanceRepository.Stored;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.rule.Matcher;
import dev.imas.core.silence.FiringAlertRepository;
import dev.imas.core.silence.SilenceWarning;
import dev.imas.core.silence.SilenceWarnings;
import dev.imas.core.suppression.Silence;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /maintenance-windows}: planned work, during which alerts are hidden. */
public final class MaintenanceRoutes {

  static final String PATH = "/maintenance-windows";

  private final Transactions transactions;
  private final UnindexedReads unindexed;
  private final ServiceRepository services;
  private final Maintenance maintenance;
  private final MaintenanceRepository windows = new MaintenanceRepository();
  private final Computations computations;
  private final InstantSource clock;

  public MaintenanceRoutes(
      Transactions transactions,
      UnindexedReads unindexed,
      ServiceRepository services,
      Computations computations,
      InstantSource clock) {
    this.transactions = transactions;
    this.unindexed = unindexed;
    this.services = services;
    this.computations = computations;
    this.clock = clock;
    this.maintenance = new Maintenance(clock);
  }

  public void mount(Api api) {
    api.post(PATH + "/preview", Permission.MAINTENANCE_WINDOW_READ, this::preview);
    api.post(
        PATH + "/import",
        Permission.MAINTENANCE_WINDOW_MANAGE,
        new CalendarImport(transactions, this::resource, maintenance, computations, clock)::run);
    new ResourceRoutes<MaintenanceView, Planned>(transactions, clock, this::resource)
        .mount(
            api,
            PATH,
            Permissions.of(
                Permission.MAINTENANCE_WINDOW_READ, Permission.MAINTENANCE_WINDOW_MANAGE));
  }

  /** The windows, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resourceOf(Call call) {
    return resource(call);
  }

  Windows resource(Call call) {
    return new Windows(call);
  }

  /**
   * What a window would do.
   *
   * @param next when the work would be done next
   * @param count how many alerts that fire now it would hide, were it done now
   */
  record Preview(
      List<MaintenanceView.Next> next,
      long count,
      boolean exact,
      List<FiringAlertRepository.Alert> alerts,
      List<SilenceWarning> warnings) {}

  private Answer preview(Call call) {
    MaintenanceDraft draft = MaintenanceDraft.read(call.body(), computations.of(call.tenant()));
    Set<UUID> ids = transactions.call(call.tenant(), tx -> ids(tx, draft.services()));
    FiringAlertRepository.Found found =
        unindexed.call(
            call.tenant(),
            "alerts",
            "a matcher",
            tx ->
                FiringAlertRepository.matching(
                    tx,
                    draft.matchers().stream().map(Matcher::parse).toList(),
                    new Silence.Work(ids, draft.hidesSev1())));
    Instant now = maintenance.now();
    return Answer.ok(
        new Preview(
            computations.of(call.tenant()).call(() -> Maintenance.next(draft.times(), now)).stream()
                .map(one -> new MaintenanceView.Next(one.startsAt(), one.endsAt(), null, false))
                .toList(),
            found.count(),
            found.exact(),
            found.alerts(),
            SilenceWarnings.of(found, draft.times().length())));
  }

  private Set<UUID> ids(Tx tx, List<Reference> of) {
    Set<UUID> ids = new LinkedHashSet<>();
    for (int i = 0; i < of.size(); i++) {
      String pointer = "/services/" + i;
      Reference service = of.get(i);
      ids.add(
          services
              .findId(tx, service)
              .await()
              .orElseThrow(
                  () -> Fault.invalid(pointer, pointer + " names " + service + ", which is none")));
    }
    return ids;
  }

  /**
   * What a request writes.
   *
   * @param next the next occurrences, computed before a transaction begins, since no connection
   *     waits for a computation
   */
  record Planned(MaintenanceDraft draft, List<Occurrence> next) {

    Planned {
      next = List.copyOf(next);
    }
  }

  final class Windows implements Resource<MaintenanceView, Planned> {

    private final Call call;

    private Windows(Call call) {
      this.call = call;
    }

    @Override
    public Function<Tx, List<MaintenanceView>> list(Query query, ListRange paging) {
      return tx ->
          windows.list(tx, paging.after(), paging.fetch()).stream()
              .map(maintenance::stored)
              .toList();
    }

    @Override
    public List<MaintenanceView> page(
        TenantId tenant, Transactions transactions, Query query, ListRange paging) {
      return views(
          transactions.call(
              tenant,
              tx -> maintenance.known(tx, windows.list(tx, paging.after(), paging.fetch()))));
    }

    private List<MaintenanceView> views(Maintenance.Known known) {
      return Maintenance.views(computations.of(call.tenant()), known);
    }

    @Override
    public Object key(MaintenanceView window) {
      return window.name();
    }

    @Override
    public Planned read(Body body) {
      Computations.Share share = computations.of(call.tenant());
      MaintenanceDraft draft = MaintenanceDraft.read(body, share);
      Instant now = maintenance.now();
      return new Planned(draft, share.call(() -> Maintenance.next(draft.times(), now)));
    }

    @Override
    public MaintenanceView existing(Tx tx, Reference window) {
      return maintenance.stored(windows.existing(tx, window));
    }

    @Override
    public MaintenanceView one(TenantId tenant, Transactions transactions, Reference window) {
      return views(
              transactions.call(
                  tenant, tx -> maintenance.known(tx, List.of(windows.existing(tx, window)))))
          .getFirst();
    }

    @Override
    public MaintenanceView insert(Tx tx, UUID id, Planned writing) {
      return insert(tx, id, writing, null);
    }

    MaintenanceView insert(Tx tx, UUID id, Planned writing, @Nullable String calendarUid) {
      if (!maintenance.hasRoom(tx)) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are "
                + Maintenance.mostWindows()
                + " maintenance windows, as many as are allowed: remove one");
      }
      windows.insert(tx, id, stored(tx, writing.draft, calendarUid), maintenance.now());
      return planned(tx, id, writing);
    }

    private Stored stored(Tx tx, MaintenanceDraft draft, @Nullable String calendarUid) {
      return new Stored(draft, List.copyOf(ids(tx, draft.services())), call.author(), calendarUid);
    }

    private MaintenanceView planned(Tx tx, UUID id, Planned writing) {
      MaintenanceWindow window = windows.find(tx, id).orElseThrow();
      if (!maintenance.changed(tx, window)) {
        throw Fault.conflict(
            "there are too many silences in force or to come for its next occurrences; expire"
                + " some");
      }
      return maintenance.view(tx, window, writing.next);
    }

    @Override
    public Audit.Subject subject(MaintenanceView window) {
      return new Audit.Subject("maintenance_window", window.id());
    }

    @Override
    public Object audited(MaintenanceView window) {
      return window.settings();
    }

    @Override
    public String location(MaintenanceView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable MaintenanceView update(
        Tx tx, MaintenanceView before, Planned writing, int version) {
      return windows.update(
              tx, before.id(), stored(tx, writing.draft, null), version, maintenance.now())
          ? planned(tx, before.id(), writing)
          : null;
    }

    @Override
    public void delete(Tx tx, MaintenanceView there) {
      windows.find(tx, there.id()).ifPresent(window -> maintenance.deleted(tx, window));
      windows.delete(tx, there.id());
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("maintenance_window_name")
          ? Fault.conflict(
              "a maintenance window with this name exists already; choose another name")
          : null;
    }
  }
}
