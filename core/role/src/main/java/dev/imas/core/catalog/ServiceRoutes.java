package dev.imas.core.catalog;

import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.catalog.ServiceRepository.Writing;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Scope;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /services}. */
public final class ServiceRoutes {

  private static final Set<String> TIERS = Set.of("TIER_1_CRITICAL", "TIER_2", "TIER_3");

  private final Transactions transactions;
  private final ServiceRepository services;
  private final TeamRepository teams = new TeamRepository();
  private final InstantSource clock;

  public ServiceRoutes(Transactions transactions, ServiceRepository services, InstantSource clock) {
    this.transactions = transactions;
    this.services = services;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/services", Scope.READ, this::list);
    api.post("/services", Scope.WRITE, this::create);
    api.get("/services/{id}", Scope.READ, this::get);
    api.put("/services/{id}", Scope.WRITE, this::update);
    api.delete("/services/{id}", Scope.ADMIN, this::delete);
  }

  private Future<Answer> list(Call call) {
    Query query = call.query("team", "active", "limit", "cursor");
    Paging paging = query.paging();
    Reference team = query.reference("team");
    Boolean active = query.flag("active");
    return transactions
        .run(call.tenant(), tx -> list(tx, team, active, paging))
        .map(found -> Answer.ok(Page.of(found, paging, ServiceView::name)));
  }

  private Future<List<ServiceView>> list(
      Tx tx, @Nullable Reference team, @Nullable Boolean active, Paging paging) {
    return team == null
        ? services.list(tx, null, active, paging)
        : teams
            .findId(tx, team)
            .compose(id -> services.list(tx, team.orNothing(id), active, paging));
  }

  private Future<Answer> get(Call call) {
    Reference service = call.reference("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, service))
        .map(s -> Answer.ok(s).withVersion(s.version()));
  }

  private Future<Answer> create(Call call) {
    Owned writing = read(call.body());
    UUID id = UuidV7.at(clock.millis());
    return transactions
        .run(
            call.tenant(),
            tx ->
                owner(tx, writing)
                    .compose(owner -> services.insert(tx, id, writing.writing(), owner))
                    .compose(done -> existing(tx, id)))
        .recover(Constraints.as(ServiceRoutes::meaning))
        .map(s -> Answer.created(Api.BASE + "/services/" + id, s).withVersion(s.version()));
  }

  private Future<Answer> update(Call call) {
    Reference service = call.reference("id");
    int version = call.expectedVersion();
    Owned writing = read(call.body());
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, service)
                    .compose(
                        before -> {
                          if (before.isTriage() && !writing.writing().isActive()) {
                            throw Fault.conflict("the triage service cannot be made inactive");
                          }
                          return update(tx, before.id(), writing, version);
                        }))
        .recover(Constraints.as(ServiceRoutes::meaning))
        .map(s -> Answer.ok(s).withVersion(s.version()));
  }

  private Future<Answer> delete(Call call) {
    Reference service = call.reference("id");
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, service)
                    .compose(
                        s -> {
                          if (s.isTriage()) {
                            throw Fault.conflict("the triage service cannot be deleted");
                          }
                          return services.delete(tx, s.id());
                        }))
        .recover(Constraints.as(ServiceRoutes::meaning))
        .map(done -> Answer.noContent());
  }

  private Future<ServiceView> update(Tx tx, UUID id, Owned writing, int version) {
    return owner(tx, writing)
        .compose(owner -> services.update(tx, id, writing.writing(), owner, version))
        .compose(done -> done ? existing(tx, id) : Future.failedFuture(Constraints.overtaken()));
  }

  private Future<ServiceView> existing(Tx tx, Reference service) {
    return services.findId(tx, service).compose(id -> existing(tx, service.orNothing(id)));
  }

  private Future<ServiceView> existing(Tx tx, UUID id) {
    return services
        .find(tx, id)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no such service")));
  }

  private Future<UUID> owner(Tx tx, Owned writing) {
    return teams
        .findId(tx, writing.team())
        .map(
            id ->
                id.orElseThrow(
                    () ->
                        Fault.invalid(
                            "/owner_team", "/owner_team names no team: '" + writing.team() + "'")));
  }

  private record Owned(Writing writing, Reference team) {}

  private static Owned read(Body body) {
    body.only(
        "name",
        "aliases",
        "description",
        "owner_team",
        "tier",
        "runbook_url",
        "repository_url",
        "monitoring_url",
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
            body.flag("is_active", true));
    body.throwIfFaulty();
    return new Owned(writing, team);
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
      // Said below.
    }
    body.fault("/" + name, "must be an http or https address");
    return null;
  }

  private static @Nullable Fault meaning(String constraint) {
    return switch (constraint) {
      case "service_name" -> Fault.conflict("there is a service of that name already");
      case "service_tenant_id_owner_team_id_fkey" ->
          Fault.invalid("/owner_team", "/owner_team names no team");
      case "incident_tenant_id_service_id_fkey" ->
          Fault.conflict("the service has incidents; set is_active to false instead");
      default -> null;
    };
  }
}
