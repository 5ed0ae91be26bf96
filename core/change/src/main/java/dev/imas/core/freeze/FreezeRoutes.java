package dev.imas.core.freeze;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.changeevent.ChangeEvent.Kind;
import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.deployment.CodeRepositoryRepository;
import dev.imas.core.deployment.EnvironmentRepository;
import dev.imas.core.freeze.FreezeView.Next;
import dev.imas.core.freeze.FreezeView.State;
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
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /freezes}: when nothing is to be deployed, and what a freeze would have stopped. */
final class FreezeRoutes {

  static final String PATH = "/freezes";

  static final int MOST = 500;
  private static final int MOST_NEXT = 5;

  /** What comes later than that is as good as never. */
  private static final Duration IN_SIGHT = Duration.ofDays(366L * 200);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final ChangeReaction reaction;
  private final FreezeRepository freezes = new FreezeRepository();
  private final DeployedRepository deployments = new DeployedRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final TeamRepository teams = new TeamRepository();
  private final EnvironmentRepository environments = new EnvironmentRepository();
  private final CodeRepositoryRepository repositories = new CodeRepositoryRepository();

  FreezeRoutes(
      Transactions transactions,
      Computations computations,
      InstantSource clock,
      ChangeReaction reaction) {
    this.reaction = reaction;
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post(PATH + "/preview", Permission.CALENDAR_READ, this::preview);
    new ResourceRoutes<FreezeView, Planned>(transactions, clock, Freezes::new)
        .mount(api, PATH, Permissions.of(Permission.CALENDAR_READ, Permission.FREEZE_MANAGE));
  }

  /** The freezes, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new Freezes(call);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** What the freeze would do, and what it would have stopped within the last 90 days. */
  private Answer preview(Call call) {
    Computations.Share share = computations.of(call.tenant());
    FreezeDraft draft = FreezeDraft.read(call.body(), share);
    Instant now = now();
    FreezePreview.Deployed deployed =
        transactions.call(call.tenant(), tx -> deployments.read(tx, draft, scope(tx, draft), now));
    return Answer.ok(
        share.call(() -> FreezePreview.of(draft, deployed, next(draft.times(), now), now)));
  }

  /** The occurrences that are in force or come next. */
  static List<Occurrence> next(PlannedTimes times, Instant now) {
    return times.between(now, now.plus(IN_SIGHT), MOST_NEXT);
  }

  private FreezeScope scope(Tx tx, FreezeDraft draft) {
    return new FreezeScope(
        ids(tx, draft.environments(), "/environments", environments::findId),
        ids(tx, draft.services(), "/services", this::service),
        ids(tx, draft.teams(), "/teams", (in, team) -> teams.findId(in, team).await()),
        ids(tx, draft.exceptServices(), "/except_services", this::service),
        ids(tx, draft.exceptRepositories(), "/except_repositories", repositories::findId));
  }

  private Optional<UUID> service(Tx tx, Reference service) {
    return services.findId(tx, service).await();
  }

  private static List<UUID> ids(
      Tx tx, List<Reference> of, String member, BiFunction<Tx, Reference, Optional<UUID>> find) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      String pointer = member + "/" + i;
      Reference named = of.get(i);
      ids.add(
          find.apply(tx, named)
              .orElseThrow(
                  () -> Fault.invalid(pointer, pointer + " names " + named + ", which is none")));
    }
    return ids;
  }

  /**
   * What a request writes.
   *
   * @param next the next occurrences, computed before a transaction begins, since no connection
   *     waits for a computation
   */
  private record Planned(FreezeDraft draft, List<Occurrence> next) {

    Planned {
      next = List.copyOf(next);
    }
  }

  private static FreezeView view(Freeze freeze, List<Occurrence> next, Instant now) {
    PlannedTimes times = freeze.times();
    return new FreezeView(
        freeze.id(),
        freeze.name(),
        freeze.description(),
        times.start().toString(),
        times.start().plus(times.length()).toString(),
        times.zone().getId(),
        times.recurrence() == null ? null : times.recurrence().text(),
        times.except().stream().sorted().map(Object::toString).toList(),
        freeze.tiers().stream().map(EnvironmentTier::wireName).toList(),
        freeze.environments(),
        freeze.services(),
        freeze.teams(),
        freeze.exceptServices(),
        freeze.exceptRepositories(),
        freeze.observes(),
        freeze.emergencies(),
        freeze.isActive(),
        state(freeze, next, now),
        next.stream().map(one -> new Next(one.startsAt(), one.endsAt())).toList(),
        freeze.version(),
        freeze.createdAt(),
        freeze.updatedAt());
  }

  private static State state(Freeze freeze, List<Occurrence> next, Instant now) {
    if (!freeze.isActive()) {
      return State.OFF;
    }
    if (next.isEmpty()) {
      return State.OVER;
    }
    return next.getFirst().holds(now) ? State.IN_FORCE : State.AHEAD;
  }

  private final class Freezes implements Resource<FreezeView, Planned> {

    private final Call call;

    private Freezes(Call call) {
      this.call = call;
    }

    @Override
    public Function<Tx, List<FreezeView>> list(Query query, ListRange paging) {
      return tx ->
          freezes.list(tx, paging.after(), paging.fetch()).stream().map(this::stored).toList();
    }

    /** What is stored of it, as if it came no more: for the audit and for documents. */
    private FreezeView stored(Freeze freeze) {
      return view(freeze, List.of(), now());
    }

    @Override
    public List<FreezeView> page(
        TenantId tenant, Transactions transactions, Query query, ListRange paging) {
      return views(
          transactions.call(tenant, tx -> freezes.list(tx, paging.after(), paging.fetch())));
    }

    private List<FreezeView> views(List<Freeze> of) {
      Instant now = now();
      return of.isEmpty()
          ? List.of()
          : computations
              .of(call.tenant())
              .call(() -> of.stream().map(one -> view(one, next(one.times(), now), now)).toList());
    }

    @Override
    public Object key(FreezeView freeze) {
      return freeze.name();
    }

    @Override
    public Planned read(Body body) {
      Computations.Share share = computations.of(call.tenant());
      FreezeDraft draft = FreezeDraft.read(body, share);
      return new Planned(draft, share.call(() -> next(draft.times(), now())));
    }

    @Override
    public FreezeView existing(Tx tx, Reference freeze) {
      return stored(freezes.existing(tx, freeze));
    }

    @Override
    public FreezeView one(TenantId tenant, Transactions transactions, Reference freeze) {
      return views(transactions.call(tenant, tx -> List.of(freezes.existing(tx, freeze))))
          .getFirst();
    }

    @Override
    public FreezeView insert(Tx tx, UUID id, Planned writing) {
      FreezeScope scope = scope(tx, writing.draft);
      freezes.insert(tx, id, writing.draft, scope, call.author(), now());
      if (freezes.count(tx) > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "at most " + MOST + " freezes are allowed; delete one that is over");
      }
      FreezeView made = written(tx, id, writing);
      tell(tx, Kind.FREEZE_CREATED, made);
      return made;
    }

    private void tell(Tx tx, Kind kind, FreezeView freeze) {
      reaction.react(tx, FreezeEvents.of(kind, freeze, call.author()));
    }

    private FreezeView written(Tx tx, UUID id, Planned writing) {
      return view(freezes.find(tx, id).orElseThrow(), writing.next, now());
    }

    @Override
    public Audit.Subject subject(FreezeView freeze) {
      return new Audit.Subject("freeze", freeze.id());
    }

    @Override
    public Object audited(FreezeView freeze) {
      return freeze.settings();
    }

    @Override
    public String location(FreezeView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable FreezeView update(Tx tx, FreezeView before, Planned writing, int version) {
      FreezeScope scope = scope(tx, writing.draft);
      if (!freezes.update(tx, before.id(), writing.draft, scope, call.author(), version, now())) {
        return null;
      }
      FreezeView after = written(tx, before.id(), writing);
      tell(tx, Kind.FREEZE_CHANGED, after);
      return after;
    }

    @Override
    public void delete(Tx tx, FreezeView there) {
      freezes.delete(tx, there.id());
      tell(tx, Kind.FREEZE_DELETED, there);
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("calendar_event_freeze")
          ? Fault.conflict("a freeze with this name exists already; choose another name")
          : null;
    }
  }
}
