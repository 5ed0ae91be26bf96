package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changeevent.ChangeEvent.Kind;
import dev.imas.core.deployment.EnvironmentRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.ConflictRepository.Found;
import dev.imas.core.window.DeploymentWindowRepository.Filter;
import dev.imas.core.window.WindowConflicts.Conflict;
import dev.imas.core.window.WindowConflicts.Plan;
import dev.imas.core.window.WindowDeploymentRepository.Deployed;
import dev.imas.core.window.WindowSilenceRepository.Muting;
import dev.imas.core.window.WindowStart.Lacking;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /deployment-windows}: what is to be deployed when, and what speaks against it. */
final class DeploymentWindowRoutes {

  static final String PATH = "/deployment-windows";

  private static final int MOST = 2_000;

  private final Transactions transactions;
  private final InstantSource clock;
  private final WindowPlans plans;
  private final WindowEvents events;
  private final DeploymentWindowRepository windows = new DeploymentWindowRepository();
  private final ApprovalRepository approvals = new ApprovalRepository();
  private final WindowMuting muting = new WindowMuting();
  private final ServiceRepository services = new ServiceRepository();
  private final EnvironmentRepository environments = new EnvironmentRepository();

  DeploymentWindowRoutes(
      Transactions transactions, InstantSource clock, WindowPlans plans, WindowEvents events) {
    this.events = events;
    this.transactions = transactions;
    this.clock = clock;
    this.plans = plans;
  }

  void mount(Api api) {
    api.get(PATH, Permission.CALENDAR_READ, this::list);
    api.post(PATH, Permission.DEPLOYMENT_WINDOW_MANAGE, this::add);
    api.post(PATH + "/preview", Permission.CALENDAR_READ, this::preview);
    api.get(PATH + "/{id}", Permission.CALENDAR_READ, this::one);
    api.put(PATH + "/{id}", Permission.DEPLOYMENT_WINDOW_MANAGE, this::change);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Answer list(Call call) {
    Query query =
        call.query("status", "approval", "service", "environment", "from", "to", "limit", "cursor");
    ListRange paging = query.paging();
    TimeKey after = paging.afterTime();
    Reference service = query.reference("service");
    Reference environment = query.reference("environment");
    Filter filter =
        new Filter(
            null,
            choice(query, "status", WindowStatus::parse, "is no status of a deployment window"),
            choice(query, "approval", ApprovalState::parse, "is no state of an approval"),
            null,
            null,
            query.time("from"),
            query.time("to"));
    Instant now = now();
    List<DeploymentWindowView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              Filter of =
                  filter.of(
                      service == null
                          ? null
                          : service.orNothing(services.findId(tx, service).await()),
                      environment == null
                          ? null
                          : environment.orNothing(environments.findId(tx, environment)));
              return windows.list(tx, of, after, paging.fetch(), now).stream()
                  .map(window -> DeploymentWindowView.of(window, now))
                  .toList();
            });
    return Answer.page(found, paging, view -> new TimeKey(view.from(), view.id()));
  }

  private static <T> @Nullable T choice(
      Query query, String name, Function<String, Optional<T>> parse, String fault) {
    String word = query.text(name);
    return word == null
        ? null
        : parse.apply(word).orElseThrow(() -> Query.fault(name, "'" + word + "' " + fault));
  }

  /** What a draft is told before it is stored. */
  record Preview(Instant from, Instant until, List<Conflict> conflicts) {

    Preview {
      conflicts = List.copyOf(conflicts);
    }
  }

  private Answer preview(Call call) {
    DeploymentWindowDraft draft =
        DeploymentWindowDraft.read(call.body(), plans.share(call.tenant()));
    Plan[] plan = new Plan[1];
    Found found =
        transactions.call(
            call.tenant(),
            tx -> {
              WindowContent content = plans.content(tx, draft);
              plan[0] =
                  new Plan(
                      null,
                      content.from(),
                      content.until(),
                      plans.isProduction(tx, content),
                      content.incident());
              return plans.found(tx, content);
            });
    return Answer.ok(
        new Preview(
            plan[0].from(), plan[0].until(), plans.conflicts(call.tenant(), plan[0], found)));
  }

  /**
   * A window with all that is said of it.
   *
   * @param conflicts what speaks against it, unless it has ended
   * @param lacking what it lacks itself before it may start
   * @param requests all of its requests for approval, the latest first
   * @param muting what it mutes or has muted; null: nothing
   * @param deployments that belong to it by service, environment and time
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shown(
      @JsonUnwrapped DeploymentWindowView view,
      List<Conflict> conflicts,
      List<Lacking> lacking,
      @Nullable Muting muting,
      List<DeploymentWindowView.Request> requests,
      List<Deployed> deployments)
      implements Versioned {

    Shown {
      conflicts = List.copyOf(conflicts);
      lacking = List.copyOf(lacking);
      requests = List.copyOf(requests);
      deployments = List.copyOf(deployments);
    }

    @Override
    public int version() {
      return view.version();
    }
  }

  private record Read(
      DeploymentWindow window,
      Found found,
      @Nullable Muting muting,
      List<DeploymentWindowView.Request> requests,
      List<Deployed> deployments,
      List<String> approvers) {}

  Shown shown(TenantId tenant, UUID id) {
    Instant now = now();
    Read read =
        transactions.call(
            tenant,
            tx -> {
              DeploymentWindow window = existing(windows.find(tx, id, now), id);
              return new Read(
                  window,
                  plans.found(tx, window),
                  muting.of(tx, id).orElse(null),
                  approvals.requests(tx, id).stream()
                      .map(DeploymentWindowView.Request::of)
                      .toList(),
                  plans.deployments(tx, window),
                  approvals.approvers(tx, window, now));
            });
    DeploymentWindow window = read.window;
    boolean isPlanned = window.status() == WindowStatus.PLANNED;
    return new Shown(
        DeploymentWindowView.of(window, now),
        isPlanned || window.status() == WindowStatus.IN_PROGRESS
            ? plans.conflicts(tenant, plan(window), read.found)
            : List.of(),
        isPlanned ? lacking(read, now) : List.of(),
        read.muting,
        read.requests,
        read.deployments);
  }

  private static List<Lacking> lacking(Read read, Instant now) {
    List<Lacking> lacking =
        new ArrayList<>(WindowStart.of(read.window, isEmergency(read.window, read.found), now));
    WindowStart.approvers(read.window, read.approvers).ifPresent(lacking::add);
    return lacking;
  }

  static Plan plan(DeploymentWindow window) {
    return new Plan(
        window.id(), window.from(), window.until(), window.isProduction(), window.incident());
  }

  /** Whether it names an open SEV1 or SEV2 of what it deploys. */
  static boolean isEmergency(DeploymentWindow window, Found found) {
    UUID incident = window.incident();
    return incident != null
        && found.incidents().stream().anyMatch(one -> one.id().equals(incident));
  }

  static DeploymentWindow existing(Optional<DeploymentWindow> found, UUID id) {
    return found.orElseThrow(() -> Fault.notFound("there is no deployment window " + id));
  }

  private Answer one(Call call) {
    UUID id = call.pathId("id");
    call.query();
    return Answer.versioned(shown(call.tenant(), id));
  }

  private Answer add(Call call) {
    DeploymentWindowDraft draft =
        DeploymentWindowDraft.read(call.body(), plans.share(call.tenant()));
    Instant now = now();
    UUID id = UuidV7.at(now.toEpochMilli());
    transactions.call(
        call.tenant(),
        tx -> {
          WindowContent content = plans.content(tx, draft);
          if (!content.until().isAfter(now)) {
            throw Fault.invalid("/ends_at", "/ends_at must be later than now");
          }
          windows.insert(tx, id, draft, content, call.author(), now);
          if (windows.count(tx) > MOST) {
            throw Fault.of(
                Fault.Kind.INVALID,
                "at most " + MOST + " deployment windows may be open; cancel some");
          }
          wrote(tx, call, id);
          DeploymentWindow made = found(tx, id, now);
          call.audit(
              tx, Audit.Change.create(subject(id), DeploymentWindowView.of(made, now).audited()));
          events.happened(tx, Kind.WINDOW_PLANNED, made, call.author(), "");
          return id;
        });
    return Answer.created(PATH + "/" + id, shown(call.tenant(), id));
  }

  static Audit.Subject subject(UUID id) {
    return new Audit.Subject("deployment_window", id);
  }

  private DeploymentWindow found(Tx tx, UUID id, Instant now) {
    return windows.find(tx, id, now).orElseThrow();
  }

  /** Whoever wrote what is to be approved may not approve it. */
  private void wrote(Tx tx, Call call, UUID id) {
    Principal.Person person = call.principal().person();
    if (person != null) {
      approvals.addEditor(tx, id, person.id());
    }
  }

  private Answer change(Call call) {
    UUID id = call.pathId("id");
    DeploymentWindowDraft draft =
        DeploymentWindowDraft.read(call.body(), plans.share(call.tenant()));
    int version = call.expectedVersion();
    transactions.insist(call.tenant(), tx -> changed(tx, call, id, draft, version));
    return Answer.versioned(shown(call.tenant(), id));
  }

  private DeploymentWindow changed(
      Tx tx, Call call, UUID id, DeploymentWindowDraft draft, int version) {
    Instant now = now();
    DeploymentWindow before = existing(windows.lock(tx, id, now), id);
    if (before.version() != version) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_FAILED, "the deployment window has changed since; read it again");
    }
    if (before.status() != WindowStatus.PLANNED) {
      throw Fault.conflict(
          "a deployment window that has begun or ended cannot be changed; plan another one");
    }
    WindowContent content = plans.content(tx, draft);
    windows.update(tx, before, draft, content, call.author(), now);
    DeploymentWindow after = found(tx, id, now);
    ApprovalRequest request = after.request();
    if (!after.digest().equals(before.digest()) || !isWithin(after, before)) {
      wrote(tx, call, id);
    }
    if (request != null && request.isOpen() && !after.isCoveredBy(request)) {
      approvals.decide(tx, request.id(), ApprovalRequest.State.VOID, now);
      events.happened(tx, Kind.APPROVAL_VOIDED, found(tx, id, now), call.author(), "");
    }
    events.happened(tx, Kind.WINDOW_CHANGED, after, call.author(), "");
    call.audit(
        tx,
        Audit.Change.update(
            subject(id),
            DeploymentWindowView.of(before, now).audited(),
            DeploymentWindowView.of(found(tx, id, now), now).audited()));
    return after;
  }

  private static boolean isWithin(DeploymentWindow after, DeploymentWindow before) {
    return !after.from().isBefore(before.from()) && !after.until().isAfter(before.until());
  }
}
