package dev.imas.core.budget;

import dev.imas.core.access.Permission;
import dev.imas.core.budget.BudgetPreview.Deployed;
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
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /error-budgets}: for how long services may be broken, and for how long they were. */
final class ErrorBudgetRoutes {

  static final String PATH = "/error-budgets";

  private static final int MOST = 500;
  private static final Duration LONGEST = Duration.ofDays(90);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final ErrorBudgetRepository budgets = new ErrorBudgetRepository();
  private final DeployedToProductionRepository deployments = new DeployedToProductionRepository();
  private final ServiceRepository services = new ServiceRepository();

  ErrorBudgetRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post(PATH + "/preview", Permission.CALENDAR_READ, this::preview);
    ErrorBudgets all = new ErrorBudgets();
    new ResourceRoutes<ErrorBudgetView, ErrorBudgetDraft>(transactions, clock, call -> all)
        .mount(api, PATH, Permissions.of(Permission.CALENDAR_READ, Permission.FREEZE_MANAGE));
  }

  /** The budgets, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new ErrorBudgets();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private record Known(List<ServiceOutage> outages, List<Deployed> deployed) {}

  private Answer preview(Call call) {
    ErrorBudgetDraft draft = ErrorBudgetDraft.read(call.body());
    Instant now = now();
    Known known =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID service = service(tx, draft);
              Instant since = now.minus(BudgetPreview.BACK).minus(draft.budget().length());
              return new Known(
                  budgets.outages(tx, List.of(service), since).getOrDefault(service, List.of()),
                  deployments.read(tx, service, now));
            });
    return Answer.ok(
        computations
            .of(call.tenant())
            .call(() -> BudgetPreview.of(draft.budget(), known.outages, known.deployed, now)));
  }

  private UUID service(Tx tx, ErrorBudgetDraft draft) {
    return services
        .findId(tx, draft.service())
        .await()
        .orElseThrow(
            () ->
                Fault.invalid(
                    "/service",
                    "/service: there is no service '"
                        + draft.service()
                        + "'; create it or name another"));
  }

  private final class ErrorBudgets implements Resource<ErrorBudgetView, ErrorBudgetDraft> {

    @Override
    public List<String> filters() {
      return List.of("service");
    }

    @Override
    public Function<Tx, List<ErrorBudgetView>> list(Query query, ListRange paging) {
      Reference service = query.reference("service");
      return tx -> {
        @Nullable UUID of =
            service == null ? null : service.orNothing(services.findId(tx, service).await());
        return views(tx, budgets.list(tx, of, paging.after(), paging.fetch()));
      };
    }

    private List<ErrorBudgetView> views(Tx tx, List<StoredBudget> stored) {
      if (stored.isEmpty()) {
        return List.of();
      }
      Instant now = now();
      Map<UUID, List<ServiceOutage>> outages =
          budgets.outages(
              tx, stored.stream().map(StoredBudget::service).toList(), now.minus(LONGEST));
      return stored.stream()
          .map(
              one ->
                  ErrorBudgetView.of(
                      one,
                      one.budget().spending(outages.getOrDefault(one.service(), List.of()), now)))
          .toList();
    }

    @Override
    public Object key(ErrorBudgetView budget) {
      return budget.name();
    }

    @Override
    public ErrorBudgetDraft read(Body body) {
      return ErrorBudgetDraft.read(body);
    }

    @Override
    public ErrorBudgetView existing(Tx tx, Reference reference) {
      return views(tx, budgets.find(tx, reference).stream().toList()).stream()
          .findFirst()
          .orElseThrow(() -> Fault.notFound("there is no error budget " + reference));
    }

    @Override
    public ErrorBudgetView insert(Tx tx, UUID id, ErrorBudgetDraft draft) {
      budgets.insert(tx, id, draft, service(tx, draft));
      if (budgets.count(tx) > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "at most " + MOST + " error budgets are allowed; delete one of no use");
      }
      return existing(tx, Reference.of(id.toString()));
    }

    @Override
    public @Nullable ErrorBudgetView update(
        Tx tx, ErrorBudgetView before, ErrorBudgetDraft draft, int version) {
      return budgets.update(tx, before.id(), draft, service(tx, draft), version)
          ? existing(tx, Reference.of(before.id().toString()))
          : null;
    }

    @Override
    public Audit.Subject subject(ErrorBudgetView budget) {
      return new Audit.Subject("error_budget", budget.id());
    }

    @Override
    public Object audited(ErrorBudgetView budget) {
      return budget.settings();
    }

    @Override
    public String location(ErrorBudgetView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public void delete(Tx tx, ErrorBudgetView there) {
      budgets.delete(tx, there.id());
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("error_budget_name")
          ? Fault.conflict("an error budget with this name exists already; choose another name")
          : null;
    }
  }
}
