package dev.imas.core.obligation;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.obligation.ObligationEvent.Kind;
import dev.imas.core.obligation.ObligationViewRepository.After;
import dev.imas.core.obligation.ObligationViewRepository.Wanted;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.regime.Regime;
import dev.imas.core.regime.Regimes;
import dev.imas.core.retention.Missing;
import dev.imas.core.user.UserRepository;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /obligations} and {@code /incidents/{id}/obligations}: legal duties. */
final class ObligationRoutes {

  private static final int MOST_OF_INCIDENT = 100;
  private static final int DEFAULT_LIMIT = 20;
  private static final int LARGEST_LIMIT = 100;
  private static final int MOST_EXPORTED = 2_000;
  private static final String OF_INCIDENT = "/incidents/{id}/obligations";
  private static final String ONE = OF_INCIDENT + "/{obligation}";

  private final Transactions transactions;
  private final IncidentRepository incidents = new IncidentRepository();
  private final UserRepository users = new UserRepository();
  private final ObligationRepository repository;
  private final ObligationViewRepository views;
  private final ObligationCommands commands;
  private final IncidentAccess access;
  private final Missing missing;

  ObligationRoutes(
      Transactions transactions,
      ObligationRepository repository,
      ObligationViewRepository views,
      ObligationCommands commands,
      IncidentAccess access,
      Missing missing) {
    this.transactions = transactions;
    this.repository = repository;
    this.views = views;
    this.commands = commands;
    this.access = access;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get("/regimes", Permission.INCIDENT_READ, call -> regimes());
    api.get("/obligations", Permission.INCIDENT_READ, this::list);
    api.get("/obligations/export", Permission.INCIDENT_READ, this::export);
    api.get(OF_INCIDENT, Permission.INCIDENT_READ, this::ofIncident);
    api.post(OF_INCIDENT, Permission.INCIDENT_EDIT, this::open);
    api.patch(ONE, Permission.INCIDENT_EDIT, this::state);
    api.post(ONE + "/stages/{stage}/submission", Permission.INCIDENT_EDIT, this::submit);
    api.post(ONE + "/stages/{stage}/waiver", Permission.OBLIGATION_MANAGE, this::waive);
  }

  /** All laws that IMAS knows. */
  record All(List<RegimeView> items) {
    All {
      items = List.copyOf(items);
    }
  }

  private static Answer regimes() {
    return Answer.ok(new All(Regimes.shipped().all().stream().map(RegimeView::of).toList()));
  }

  private Answer list(Call call) {
    Query query = call.query("state", "regime", "cursor", "limit");
    Wanted wanted = wanted(query.text("state"));
    String regime = query.text("regime");
    ListRange range = query.paging(DEFAULT_LIMIT, LARGEST_LIMIT);
    After after = range.key(After::parse);
    Instant now = commands.now();
    return Answer.page(
        transactions.call(
            call.tenant(), tx -> views.list(tx, wanted, regime, after, range.fetch(), now)),
        range,
        After::key);
  }

  private static Wanted wanted(@Nullable String state) {
    try {
      return state == null ? Wanted.OPEN : Wanted.valueOf(state.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Query.fault("state", "state must be open, overdue, closed or all");
    }
  }

  private Answer export(Call call) {
    Query query = call.query("regime", "from", "until", "format");
    String named = query.text("regime");
    String regime = named == null ? "" : named;
    String name =
        Regimes.shipped()
            .nameOf(regime)
            .orElseThrow(
                () ->
                    Query.fault(
                        "regime",
                        "regime must be one of "
                            + String.join(", ", Regimes.shipped().ids())
                            + ", "
                            + Regimes.OWN_HOURS));
    Instant from = query.time("from");
    Instant until = query.time("until");
    boolean isCsv = isCsv(query.text("format"));
    Instant now = commands.now();
    List<ObligationView> found =
        transactions.call(
            call.tenant(), tx -> views.register(tx, regime, from, until, MOST_EXPORTED + 1, now));
    if (found.size() > MOST_EXPORTED) {
      throw Query.fault(
          "until",
          "limit of "
              + MOST_EXPORTED
              + " duties in an export reached; export less by from and until");
    }
    ObligationRegister register = new ObligationRegister(regime, name, now, found);
    return isCsv
        ? Answer.ok(register.csv())
            .with("content-disposition", "attachment; filename=\"" + regime + ".csv\"")
        : Answer.ok(register);
  }

  private static boolean isCsv(@Nullable String format) {
    if (format != null && !format.equals("csv") && !format.equals("json")) {
      throw Query.fault("format", "format must be json or csv");
    }
    return "csv".equals(format);
  }

  /** The duties of an incident. */
  record OfIncident(List<ObligationView> items) {
    OfIncident {
      items = List.copyOf(items);
    }
  }

  private Answer ofIncident(Call call) {
    Instant now = commands.now();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> new OfIncident(views.of(tx, id(tx, call.path("id")), MOST_OF_INCIDENT, now))));
  }

  private Answer open(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> id(tx, call.path("id")));
    Body body = call.body().only("regime", "owner");
    String named = body.requiredText("regime", 40);
    Regime regime = Regimes.shipped().find(named).orElse(null);
    if (regime == null && !named.isEmpty()) {
      body.fault("/regime", "must be one of " + String.join(", ", Regimes.shipped().ids()));
    }
    Reference owner = body.reference("owner");
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident locked = locked(tx, call, id, Permission.INCIDENT_EDIT);
          body.throwIfFaulty();
          UUID opened =
              commands.open(
                  tx, locked, Objects.requireNonNull(regime), owner(tx, owner), call.author());
          ObligationView view = view(tx, id, opened);
          call.audit(tx, Audit.Change.create(new Audit.Subject("obligation", opened), view));
          return Answer.created("/incidents/" + id + "/obligations", view);
        });
  }

  private @Nullable UUID owner(Tx tx, @Nullable Reference owner) {
    return owner == null
        ? null
        : users
            .findId(tx, owner)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/owner", "/owner: there is no user '" + owner + "'; name another"));
  }

  /** What a request does about a duty. */
  private interface Doing {
    void on(Tx tx, Incident locked, Obligation duty);
  }

  private Answer change(Call call, Permission permission, String verb, Doing doing) {
    UUID id = transactions.call(call.tenant(), tx -> id(tx, call.path("id")));
    UUID obligation = call.pathId("obligation");
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID holder = holder(tx, id, obligation);
          Incident locked = locked(tx, call, holder, permission);
          Obligation duty =
              repository.lock(tx, List.of(obligation)).stream()
                  .findFirst()
                  .orElseThrow(() -> unknown(obligation));
          doing.on(tx, locked, duty);
          ObligationView after = view(tx, holder, obligation);
          call.audit(
              tx, new Audit.Change(new Audit.Subject("obligation", obligation), verb, null, after));
          return Answer.ok(after);
        });
  }

  /** The incident that has the duty: the one that is named, or one that was merged into it. */
  private UUID holder(Tx tx, UUID incident, UUID obligation) {
    return views.of(tx, incident, MOST_OF_INCIDENT, commands.now()).stream()
        .filter(view -> view.id().equals(obligation))
        .map(view -> view.incident().id())
        .findFirst()
        .orElseThrow(() -> unknown(obligation));
  }

  private static Fault unknown(UUID obligation) {
    return Fault.notFound("the incident has no legal duty " + obligation);
  }

  private Answer state(Call call) {
    Body body = call.body();
    FactsDraft draft = FactsDraft.read(body, commands.now());
    return change(
        call,
        Permission.INCIDENT_EDIT,
        "state",
        (tx, locked, duty) -> {
          body.throwIfFaulty();
          if (draft.changesOwner()) {
            commands.own(tx, duty, owner(tx, draft.owner()));
          }
          commands.state(
              tx, locked, duty, draft, call.author(), call.may(Permission.OBLIGATION_MANAGE));
        });
  }

  private Answer submit(Call call) {
    Body body = call.body();
    SubmissionDraft draft = SubmissionDraft.read(body, call.author(), commands.now());
    return change(
        call,
        Permission.INCIDENT_EDIT,
        "submit",
        (tx, locked, duty) -> {
          String stage = stage(call, duty);
          body.throwIfFaulty();
          commands.submit(tx, locked, duty, stage, draft, call.author());
        });
  }

  private Answer waive(Call call) {
    Body body = call.body().only("kind", "reason");
    String named = body.requiredText("kind", 40);
    Kind kind = named.equals(Kind.IMPOSSIBLE.wireName()) ? Kind.IMPOSSIBLE : Kind.NOT_REQUIRED;
    if (!named.isEmpty() && !named.equals(kind.wireName())) {
      body.fault("/kind", "must be not_required or impossible");
    }
    String reason = body.requiredText("reason", FactsDraft.LONGEST_REASON);
    return change(
        call,
        Permission.OBLIGATION_MANAGE,
        "waive",
        (tx, locked, duty) -> {
          String stage = stage(call, duty);
          body.throwIfFaulty();
          commands.waive(tx, locked, duty, stage, kind, reason, call.author());
        });
  }

  private static String stage(Call call, Obligation duty) {
    String stage = call.path("stage");
    if (duty.law().stage(stage).isEmpty()) {
      throw Fault.notFound(duty.lawName() + " has no stage " + stage);
    }
    return stage;
  }

  private ObligationView view(Tx tx, UUID incident, UUID obligation) {
    return views.of(tx, incident, MOST_OF_INCIDENT, commands.now()).stream()
        .filter(view -> view.id().equals(obligation))
        .findFirst()
        .orElseThrow(() -> unknown(obligation));
  }

  /**
   * @param permission one that a team may be enough for is asked about this incident
   */
  private Incident locked(Tx tx, Call call, UUID id, Permission permission) {
    Incident locked =
        incidents.lock(tx, List.of(id)).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(id.toString()));
    if (permission == Permission.INCIDENT_EDIT) {
      access.require(tx, call, Permission.INCIDENT_EDIT, locked, commands.now()).await();
    }
    return locked;
  }

  private UUID id(Tx tx, String reference) {
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }
}
