package dev.imas.core.gate;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.budget.ErrorBudget;
import dev.imas.core.budget.ErrorBudgetRepository;
import dev.imas.core.budget.ServiceOutage;
import dev.imas.core.budget.StoredBudget;
import dev.imas.core.freeze.ConcerningFreezeRepository;
import dev.imas.core.freeze.ConcerningFreezeRepository.Concerning;
import dev.imas.core.gate.GateQuestion.Named;
import dev.imas.core.gate.GateWorld.KnownBudget;
import dev.imas.core.gate.GateWorld.KnownWindow;
import dev.imas.core.gate.GateWorld.KnownWindow.Stage;
import dev.imas.core.gate.GateWorld.OpenIncident;
import dev.imas.core.gate.GateWorld.RunningDeployment;
import dev.imas.core.http.Reference;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OnCall;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what an answer is computed from. It awaits, on a virtual thread. */
final class GateKnowledgeRepository {

  /** How many incidents are named that spent a budget. */
  private static final int MOST_NAMED = 5;

  /**
   * What was read.
   *
   * @param freezes that concern the deployment, whenever they are in force
   */
  record Known(
      List<Concerning> freezes,
      List<OpenIncident> incidents,
      List<RunningDeployment> inProgress,
      @Nullable Integer onCall,
      @Nullable Instant deployedBefore,
      List<KnownBudget> budgets,
      @Nullable KnownWindow window) {

    Known {
      budgets = List.copyOf(budgets);
      freezes = List.copyOf(freezes);
      incidents = List.copyOf(incidents);
      inProgress = List.copyOf(inProgress);
    }
  }

  /**
   * A service with what it is deployed to.
   *
   * @param hasBudget whether the service has an error budget
   * @param repository that was named; null: none, or one that is not entered
   */
  record Target(
      Named service,
      Named team,
      EnvironmentTier tier,
      boolean hasBudget,
      @Nullable UUID repository) {}

  private final ConcerningFreezeRepository freezes = new ConcerningFreezeRepository();
  private final ConcerningIncidentRepository incidents = new ConcerningIncidentRepository();
  private final OnCall onCall = new OnCall();
  private final ErrorBudgetRepository budgets = new ErrorBudgetRepository();

  private static final String BY_NAME = "SELECT id FROM service WHERE id = service_named($1)";

  /** By its own name, which an index knows. */
  Optional<UUID> serviceNamed(Tx tx, String name) {
    return tx.connection().preparedQuery(BY_NAME).execute(tuple(name)).map(Rows::firstId).await();
  }

  private static final String OF_REPOSITORY =
      """
      SELECT service_id FROM repository
       WHERE service_id IS NOT NULL AND (id = $1 OR lower(full_name) = lower($2)) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  Optional<UUID> serviceOfRepository(Tx tx, Reference repository) {
    return tx
        .connection()
        .preparedQuery(OF_REPOSITORY)
        .execute(tuple(repository.id(), repository.text()))
        .await()
        .stream()
        .findFirst()
        .map(row -> row.getUUID("service_id"));
  }

  private static final String TARGET =
      """
      SELECT s.id, s.name, t.id AS team_id, t.name AS team, tier_of(s.tenant_id, $2, NULL) AS tier,
             EXISTS (SELECT FROM error_budget b WHERE b.tenant_id = s.tenant_id AND b.service_id = s.id) AS has_budget
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = $1\
      """;

  private static final String REPOSITORY =
      "SELECT id FROM repository WHERE id = $1 OR lower(full_name) = lower($2)"
          + " ORDER BY (id = $1) IS TRUE DESC LIMIT 1";

  Target target(Tx tx, UUID service, String environment, @Nullable Reference repository) {
    Row row =
        tx.connection()
            .preparedQuery(TARGET)
            .execute(tuple(service, environment))
            .await()
            .iterator()
            .next();
    return new Target(
        new Named(row.getUUID("id"), row.getString("name")),
        new Named(row.getUUID("team_id"), row.getString("team")),
        EnvironmentTier.of(row.getInteger("tier")),
        row.getBoolean("has_budget"),
        repository == null
            ? null
            : tx.connection()
                .preparedQuery(REPOSITORY)
                .execute(tuple(repository.id(), repository.text()))
                .map(Rows::firstId)
                .await()
                .orElse(null));
  }

  /** What a window says of a deployment. */
  record Belonging(KnownWindow window, @Nullable UUID incident) {}

  private static final String WINDOW =
      """
      SELECT e.id, e.title, w.starts_on, w.ends_on, w.status, w.named_incident, w.override_reason IS NOT NULL AS is_overridden,
             %s AS is_of_it,
             CASE v.tier WHEN 1 THEN coalesce(p.production_approvals, 1) WHEN 2 THEN coalesce(p.staging_approvals, 0) ELSE 0 END = 0
             OR EXISTS (SELECT FROM approval_request a WHERE a.tenant_id = w.tenant_id AND a.event_id = w.event_id AND a.state = 2)
               AS is_approved
        FROM %s
        JOIN calendar_event e ON e.tenant_id = w.tenant_id AND e.id = w.event_id
        JOIN environment v ON v.tenant_id = w.tenant_id AND v.id = w.environment_id
        LEFT JOIN gate_policy p ON p.tenant_id = w.tenant_id
      """;

  private static final String NAMED_WINDOW =
      WINDOW.formatted(
              """
              (v.id = environment_of(w.tenant_id, $2)) IS TRUE
                AND EXISTS (SELECT FROM window_service s
                             WHERE s.tenant_id = w.tenant_id AND s.event_id = w.event_id AND s.service_id = $1)\
              """,
              "deployment_window w")
          + " WHERE w.event_id = $3";

  // Each is a statement of its own, so that both have an index although they are planned once.
  private static final String WINDOW_IN_PROGRESS =
      WINDOW.formatted(
              "true",
              """
              window_service x
              JOIN deployment_window w ON w.tenant_id = x.tenant_id AND w.event_id = x.event_id\
              """)
          + """
           WHERE x.service_id = $1 AND w.status = 2 AND w.starts_on <= $3::timestamptz + interval '15 minutes'
             AND w.ends_on > $3::timestamptz - interval '15 minutes' AND w.environment_id = environment_of(w.tenant_id, $2)
           ORDER BY w.starts_on DESC, e.id
           LIMIT 1\
          """;

  /**
   * @param named null: one of the service and environment that is in progress
   */
  Optional<Belonging> window(
      Tx tx, UUID service, String environment, @Nullable UUID named, Instant now) {
    return tx
        .connection()
        .preparedQuery(named == null ? WINDOW_IN_PROGRESS : NAMED_WINDOW)
        .execute(tuple(service, environment, named == null ? time(now) : named))
        .await()
        .stream()
        .findFirst()
        .map(
            row ->
                new Belonging(
                    new KnownWindow(
                        row.getUUID("id"),
                        row.getString("title"),
                        stage(row.getInteger("status")),
                        row.getBoolean("is_of_it"),
                        row.getBoolean("is_approved"),
                        row.getBoolean("is_overridden"),
                        instant(row, "starts_on"),
                        instant(row, "ends_on")),
                    row.getUUID("named_incident")));
  }

  private static Stage stage(int status) {
    return status == 1 ? Stage.PLANNED : status == 2 ? Stage.IN_PROGRESS : Stage.OVER;
  }

  Known read(Tx tx, GateQuestion question, Target target, @Nullable KnownWindow window) {
    UUID service = question.service().id();
    return new Known(
        freezes.read(
            tx,
            service,
            question.environment(),
            question.tier(),
            target.repository(),
            question.at()),
        incidents.read(tx, service),
        inProgress(tx, question),
        question.isProduction() ? onCall.of(tx, question.team().id(), question.at()).size() : null,
        deployedBefore(tx, question),
        question.isProduction() && target.hasBudget() ? budgets(tx, question) : List.of(),
        window);
  }

  private List<KnownBudget> budgets(Tx tx, GateQuestion question) {
    UUID service = question.service().id();
    List<StoredBudget> stored = budgets.of(tx, service);
    int days = stored.stream().mapToInt(one -> one.budget().days()).max().orElse(0);
    List<ServiceOutage> outages =
        budgets
            .outages(tx, List.of(service), question.at().minus(Duration.ofDays(days)))
            .getOrDefault(service, List.of());
    return stored.stream().flatMap(one -> spent(one, outages, question.at()).stream()).toList();
  }

  private static Optional<KnownBudget> spent(
      StoredBudget stored, List<ServiceOutage> outages, Instant at) {
    ErrorBudget.Spending spending = stored.budget().spending(outages, at);
    return spending.isSpent()
        ? Optional.of(
            new KnownBudget(
                stored.id(),
                stored.name(),
                stored.blocks(),
                stored.budget().days(),
                spending.allowed().toSeconds(),
                spending.spent().toSeconds(),
                spending.until(),
                spending.outages().stream().map(ServiceOutage::shortId).limit(MOST_NAMED).toList()))
        : Optional.empty();
  }

  private static final String IN_PROGRESS =
      """
      SELECT d.id, d.sha, coalesce(d.started_at, d.known_at) AS since
        FROM deployment d
       WHERE d.state = 2 AND d.happened_at > $3::timestamptz - interval '6 hours' AND lower(d.environment) = lower($2) AND d.sha <> $4
         AND service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels) = $1
       ORDER BY d.happened_at DESC, d.id
       LIMIT 5\
      """;

  /**
   * A deployment of another commit that was told to run within six hours, and not to have ended.
   */
  private static List<RunningDeployment> inProgress(Tx tx, GateQuestion question) {
    List<RunningDeployment> running = new ArrayList<>();
    tx.connection()
        .preparedQuery(IN_PROGRESS)
        .execute(
            tuple(
                question.service().id(),
                question.environment(),
                time(question.at()),
                question.sha()))
        .await()
        .forEach(
            row ->
                running.add(
                    new RunningDeployment(
                        row.getUUID("id"), row.getString("sha"), instant(row, "since"))));
    return running;
  }

  private static final String DEPLOYED_BEFORE =
      """
      SELECT d.happened_at
        FROM deployment d
       WHERE d.sha = $3 AND d.state = 4 AND lower(d.environment) = lower($2)
         AND service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels) = $1
         AND EXISTS (SELECT FROM deployment l
                      WHERE l.happened_at > d.happened_at AND l.state IN (4, 5, 6) AND l.sha NOT IN ('', d.sha)
                        AND lower(l.environment) = lower($2)
                        AND service_of_change(l.tenant_id, l.dialect, l.repository, l.repository_id, l.labels) = $1)
       ORDER BY d.happened_at DESC
       LIMIT 1\
      """;

  /** Whether another commit has taken the place of this one there, or tried to. */
  private static @Nullable Instant deployedBefore(Tx tx, GateQuestion question) {
    if (question.sha().isEmpty()) {
      return null;
    }
    return tx
        .connection()
        .preparedQuery(DEPLOYED_BEFORE)
        .execute(tuple(question.service().id(), question.environment(), question.sha()))
        .await()
        .stream()
        .findFirst()
        .map(row -> instant(row, "happened_at"))
        .orElse(null);
  }
}
