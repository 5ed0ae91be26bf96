package dev.imas.core.deployment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.deployment.DeploymentRepository.Filter;
import dev.imas.core.deployment.DeploymentView.Transition;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /deployments}: what was deployed, as senders told it and pipelines report it. */
final class DeploymentRoutes {

  private final Transactions transactions;
  private final InstantSource clock;
  private final ServiceRepository services = new ServiceRepository();
  private final DeploymentRepository deployments = new DeploymentRepository();

  DeploymentRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/deployments", Permission.DEPLOYMENT_READ, this::list);
    api.post("/deployments", Permission.DEPLOYMENT_REPORT, this::report);
    api.get("/deployments/{id}", Permission.DEPLOYMENT_READ, this::one);
  }

  private Answer list(Call call) {
    Query query =
        call.query(
            "service",
            "repository",
            "environment",
            "tier",
            "state",
            "from",
            "to",
            "limit",
            "cursor");
    ListRange paging = query.paging();
    TimeKey after = paging.afterTime();
    Reference service = query.reference("service");
    Filter filter =
        new Filter(
            null,
            query.text("repository"),
            query.text("environment"),
            tier(query),
            state(query),
            query.time("from"),
            query.time("to"));
    List<DeploymentView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              @Nullable UUID of =
                  service == null ? null : service.orNothing(services.findId(tx, service).await());
              return deployments.list(tx, filter.of(of), after, paging);
            });
    return Answer.page(found, paging, one -> new TimeKey(one.happenedAt(), one.id()));
  }

  private static @Nullable EnvironmentTier tier(Query query) {
    String word = query.text("tier");
    return word == null
        ? null
        : EnvironmentTier.parse(word)
            .orElseThrow(() -> Query.fault("tier", "must be one of " + EnvironmentDraft.TIERS));
  }

  private static @Nullable DeploymentState state(Query query) {
    String word = query.text("state");
    return word == null
        ? null
        : DeploymentState.parse(word)
            .orElseThrow(
                () ->
                    Query.fault(
                        "state",
                        "must be queued, running, success, failure, cancelled or rolled_back"));
  }

  /** As it is answered: the deployment with what was told of it. */
  private record Shown(@JsonUnwrapped DeploymentView deployment, List<Transition> transitions) {}

  private Answer one(Call call) {
    UUID id = call.pathId("id");
    call.query();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              DeploymentView found =
                  deployments
                      .find(tx, id)
                      .orElseThrow(() -> Fault.notFound("there is no deployment " + id));
              return new Shown(found, deployments.transitions(tx, id));
            }));
  }

  /** 201 for a key that is new, 200 for one that was reported before. */
  private Answer report(Call call) {
    DeploymentReport report = DeploymentReport.read(call.body(), call.author());
    return transactions.call(
        call.tenant(),
        tx -> {
          @Nullable UUID service = service(tx, report.service());
          boolean isNew = deployments.reported(tx, report.key()).isEmpty();
          deployments.record(tx, call.tenant(), report, service, clock.instant());
          UUID id = deployments.reported(tx, report.key()).orElseThrow();
          Shown shown =
              new Shown(deployments.find(tx, id).orElseThrow(), deployments.transitions(tx, id));
          return isNew ? Answer.created(Api.BASE + "/deployments/" + id, shown) : Answer.ok(shown);
        });
  }

  private @Nullable UUID service(Tx tx, @Nullable Reference service) {
    if (service == null) {
      return null;
    }
    Optional<UUID> found = services.findId(tx, service).await();
    return found.orElseThrow(
        () ->
            Fault.invalid(
                "/service",
                "/service: there is no service '" + service + "'; create it or leave it out"));
  }
}
