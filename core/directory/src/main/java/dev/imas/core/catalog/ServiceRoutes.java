package dev.imas.core.catalog;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository.Filter;
import dev.imas.core.catalog.ServiceRepository.Links;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.catalog.ServiceRepository.Upstream;
import dev.imas.core.catalog.ServiceRepository.Writing;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ReopenWindow;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /services}. */
public final class ServiceRoutes {

  private static final Set<String> TIERS = Set.of("TIER_1_CRITICAL", "TIER_2", "TIER_3");

  /** Finds escalation policies, which know services in turn. */
  @FunctionalInterface
  public interface Policies {

    /** By id or name; it stays until the transaction ends. Empty if there is none. */
    Optional<UUID> keep(Tx tx, Reference policy);
  }

  private final ServiceRepository services;
  private final Policies policies;
  private final TeamRepository teams = new TeamRepository();
  private final ResourceRoutes<ServiceView, Owned> routes;

  /**
   * @param guard keeps what rules name
   */
  public ServiceRoutes(
      Transactions transactions,
      ServiceRepository services,
      Policies policies,
      InstantSource clock,
      ChangeGuard guard) {
    this.services = services;
    this.policies = policies;
    this.routes =
        new ResourceRoutes<>(
            transactions, clock, call -> new Services(call, Dependencies.checkedAtOnce()), guard);
  }

  public void mount(Api api) {
    routes.mount(
        api,
        "/services",
        new Permissions(
            Permission.SERVICE_READ,
            Permission.SERVICE_CREATE,
            Permission.SERVICE_MANAGE,
            Permission.SERVICE_DELETE));
  }

  /** The services, as one call may read them, and change them together. */
  Resource<? extends Versioned, ?> resource(Call call, Dependencies dependencies) {
    return new Services(call, dependencies);
  }

  /** What keeps a service from being deleted; empty if nothing does. */
  public Optional<String> keptBy(Tx tx, UUID service) {
    return services.hasIncidents(tx, service).await()
        ? Optional.of("it has incidents")
        : Optional.empty();
  }

  /** Whether a team owns services, and all of them are switched off. */
  public boolean haveOnlyInactive(Tx tx, UUID team) {
    return services.haveOnlyInactive(tx, team).await();
  }

  /**
   * @param team the owning team
   * @param policy its own escalation policy, if it has one
   * @param dependsOn the services that it depends on
   */
  private record Owned(
      Writing writing, Reference team, @Nullable Reference policy, List<String> dependsOn) {}

  private final class Services implements Resource<ServiceView, Owned> {

    private final Call call;
    private final Dependencies dependencies;

    Services(Call call, Dependencies dependencies) {
      this.call = call;
      this.dependencies = dependencies;
    }

    @Override
    public List<String> filters() {
      return List.of("team", "active", "depends_on");
    }

    @Override
    public Function<Tx, List<ServiceView>> list(Query query, ListRange paging) {
      Reference team = query.reference("team");
      Boolean active = query.flag("active");
      Reference upstream = query.reference("depends_on");
      return tx -> {
        UUID owner = team == null ? null : team.orNothing(teams.findId(tx, team).await());
        UUID on =
            upstream == null ? null : upstream.orNothing(services.findId(tx, upstream).await());
        return services.list(tx, new Filter(owner, active, on), paging).await();
      };
    }

    @Override
    public Object key(ServiceView service) {
      return service.name();
    }

    @Override
    public UUID team(ServiceView service) {
      return service.ownerTeam().id();
    }

    @Override
    public ServiceView existing(Tx tx, Reference service) {
      return read(tx, service.orNothing(services.findId(tx, service).await()));
    }

    @Override
    public ServiceView insert(Tx tx, UUID id, Owned writing) {
      Links links = new Links(owner(tx, writing), policy(tx, writing));
      Set<UUID> upstream = dependencies.named(tx, writing.dependsOn());
      if (dependencies.concerns(Set.of(), upstream)) {
        dependencies.begin(tx);
      }
      services.insert(tx, id, writing.writing(), links).await();
      dependencies.write(tx, id, Set.of(), upstream);
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(ServiceView service) {
      return new Audit.Subject("service", service.id());
    }

    @Override
    public String location(ServiceView made) {
      return "/services/" + made.id();
    }

    @Override
    public @Nullable ServiceView update(Tx tx, ServiceView before, Owned writing, int version) {
      if (before.isTriage() && !writing.writing().isActive()) {
        throw Fault.conflict("the triage service cannot be made inactive; leave is_active true");
      }
      requireOldName(before, writing.writing());
      UUID owner = owner(tx, writing);
      call.require(Permission.SERVICE_MANAGE, owner);
      Links links = new Links(owner, policy(tx, writing));
      Set<UUID> upstream = dependencies.named(tx, writing.dependsOn());
      Set<UUID> upstreamBefore =
          before.dependsOn().stream().map(Upstream::id).collect(Collectors.toSet());
      if (dependencies.concerns(upstreamBefore, upstream)) {
        dependencies.begin(tx);
      }
      if (!services.update(tx, before.id(), writing.writing(), links, version).await()) {
        return null;
      }
      dependencies.write(tx, before.id(), upstreamBefore, upstream);
      return read(tx, before.id());
    }

    /** Senders name a service, too, and their alerts would go to triage without a word. */
    private static void requireOldName(ServiceView before, Writing after) {
      boolean isKnown =
          Stream.concat(Stream.of(after.name()), after.aliases().stream())
              .anyMatch(name -> name.strip().equalsIgnoreCase(before.name().strip()));
      if (!isKnown && before.isActive()) {
        throw Fault.invalid(
            "/aliases",
            "/aliases: alerts that name '"
                + before.name()
                + "' would go to triage; add it to the aliases, and take it away later, once no"
                + " sender and no rule names it");
      }
    }

    @Override
    public void delete(Tx tx, ServiceView there) {
      if (there.isTriage()) {
        throw Fault.conflict("the triage service cannot be deleted");
      }
      services.delete(tx, there.id()).await();
    }

    private ServiceView read(Tx tx, UUID id) {
      return services
          .find(tx, id)
          .await()
          .orElseThrow(() -> Fault.notFound("there is no service with this id or name"));
    }

    private UUID owner(Tx tx, Owned writing) {
      return teams
          .findId(tx, writing.team())
          .await()
          .orElseThrow(
              () ->
                  Fault.invalid(
                      "/owner_team",
                      "/owner_team: there is no team '"
                          + writing.team()
                          + "'; "
                          + "create it or name another"));
    }

    private @Nullable UUID policy(Tx tx, Owned writing) {
      Reference policy = writing.policy();
      if (policy == null) {
        return null;
      }
      return policies
          .keep(tx, policy)
          .orElseThrow(
              () ->
                  Fault.invalid(
                      "/escalation_policy",
                      "/escalation_policy: there is no escalation policy '"
                          + policy
                          + "'; create it or name another"));
    }

    @Override
    public Owned read(Body body) {
      body.only(
          "name",
          "aliases",
          "description",
          "owner_team",
          "tier",
          "escalation_policy",
          "runbook_url",
          "repository_url",
          "monitoring_url",
          "depends_on",
          "reopen_window",
          "is_active");
      String name = body.requiredText("name", 200);
      List<String> aliases = body.texts("aliases", 50, 200);
      Reference team = body.requiredReference("owner_team");
      String tier = body.text("tier", 40, "TIER_3");
      if (!TIERS.contains(tier)) {
        body.fault("/tier", "must be TIER_1_CRITICAL, TIER_2 or TIER_3");
      }
      Writing writing =
          new Writing(
              name,
              aliases,
              body.text("description", 5_000, ""),
              tier,
              link(body, "runbook_url"),
              link(body, "repository_url"),
              link(body, "monitoring_url"),
              reopenWindow(body),
              body.flag("is_active", true));
      String policy = body.text("escalation_policy", 200);
      List<String> dependsOn =
          body.texts("depends_on", Dependencies.MOST_OF_ONE, 200).stream()
              .map(String::strip)
              .toList();
      body.throwIfFaulty();
      return new Owned(
          writing,
          team,
          policy == null || policy.isBlank() ? null : Reference.of(policy.strip()),
          dependsOn);
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "service_name" ->
            Fault.conflict("a service with this name exists already; choose another name");
        case "service_tenant_id_owner_team_id_fkey" ->
            Fault.invalid(
                "/owner_team", "/owner_team: there is no such team; create it or name another");
        case "incident_tenant_id_service_id_fkey" ->
            Fault.conflict("the service has incidents; set is_active to false instead");
        case "maintenance_window_of_service" ->
            Fault.conflict(
                "a maintenance window names this service; change or delete the window first");
        case "service_dependency_upstream" -> Dependencies.DELETED;
        case "runbook_service" ->
            Fault.conflict("a runbook is for this service; change or delete it first");
        case "heartbeat_service" ->
            Fault.conflict("a heartbeat belongs to this service; change or delete it first");
        default -> null;
      };
    }
  }

  private static @Nullable Duration reopenWindow(Body body) {
    String text = body.text("reopen_window", 40);
    if (text == null || text.isBlank()) {
      return null;
    }
    Optional<Duration> window = ReopenWindow.parse(text.strip());
    if (window.isEmpty()) {
      body.fault(
          "/reopen_window", "must be a duration of whole seconds, at most 7 days, such as PT2H");
    }
    return window.orElse(null);
  }

  private static @Nullable String link(Body body, String name) {
    String text = body.text(name, 2_000);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      URI uri = URI.create(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    body.fault("/" + name, "must be an http or https URL");
    return null;
  }
}
