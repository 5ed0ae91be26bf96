package dev.imas.core.scope;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
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
import dev.imas.core.policy.AddressRepository;
import dev.imas.core.scope.ScopeRepository.Writing;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /scopes}: impact scopes (INC-20). */
public final class ScopeRoutes {

  /** Of a tenant: those that are added by labels are all looked at when an incident opens. */
  private static final int MOST = 100;

  private final Transactions transactions;
  private final InstantSource clock;
  private final ChangeGuard guard;
  private final ScopeQualification qualification;
  private final ScopeRepository scopes = new ScopeRepository();
  private final AddressRepository addresses = new AddressRepository();
  private final TeamRepository teams = new TeamRepository();

  /**
   * @param guard keeps what rules name
   * @param qualification is told of changes
   */
  public ScopeRoutes(
      Transactions transactions,
      InstantSource clock,
      ChangeGuard guard,
      ScopeQualification qualification) {
    this.transactions = transactions;
    this.clock = clock;
    this.guard = guard;
    this.qualification = qualification;
  }

  public void mount(Api api) {
    Scopes all = new Scopes();
    new ResourceRoutes<ScopeView, ScopeDraft>(transactions, clock, call -> all, guard)
        .mount(api, "/scopes", Permissions.of(Permission.SCOPE_READ, Permission.SCOPE_MANAGE));
  }

  /** The scopes, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Scopes();
  }

  /** What keeps a scope from being deleted; empty if nothing does. */
  public Optional<String> keptBy(Tx tx, UUID scope) {
    return scopes.isUsed(tx, scope) ? Optional.of("incidents have it") : Optional.empty();
  }

  private final class Scopes implements Resource<ScopeView, ScopeDraft> {

    @Override
    public List<String> filters() {
      return List.of("active");
    }

    @Override
    public Function<Tx, List<ScopeView>> list(Query query, ListRange paging) {
      Boolean active = query.flag("active");
      return tx -> scopes.list(tx, active, paging);
    }

    @Override
    public Object key(ScopeView scope) {
      return scope.name();
    }

    @Override
    public ScopeDraft read(Body body) {
      return ScopeDraft.read(body);
    }

    @Override
    public ScopeView existing(Tx tx, Reference reference) {
      return scopes.existing(tx, reference);
    }

    @Override
    public ScopeView insert(Tx tx, UUID id, ScopeDraft draft) {
      int count = scopes.lockAndCount(tx);
      if (count >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + count + " impact scopes; at most " + MOST + " are allowed: remove one");
      }
      scopes.insert(tx, id, writing(tx, draft), receivers(tx, draft));
      tx.afterCommit(qualification::changed);
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(ScopeView scope) {
      return new Audit.Subject("scope", scope.id());
    }

    @Override
    public String location(ScopeView made) {
      return "/scopes/" + made.id();
    }

    @Override
    public @Nullable ScopeView update(Tx tx, ScopeView before, ScopeDraft draft, int version) {
      tx.afterCommit(qualification::changed);
      return scopes.update(tx, before.id(), writing(tx, draft), receivers(tx, draft), version)
          ? read(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, ScopeView there) {
      scopes.delete(tx, there.id());
      tx.afterCommit(qualification::changed);
    }

    private ScopeView read(Tx tx, UUID id) {
      return scopes
          .find(tx, id)
          .orElseThrow(() -> Fault.notFound("there is no impact scope " + id));
    }

    private Writing writing(Tx tx, ScopeDraft draft) {
      Reference team = draft.team();
      return new Writing(
          draft,
          team == null
              ? null
              : teams
                  .findId(tx, team)
                  .await()
                  .orElseThrow(
                      () ->
                          Fault.invalid(
                              "/team",
                              "/team: there is no team '"
                                  + team
                                  + "'; create it or name another")));
    }

    private List<UUID> receivers(Tx tx, ScopeDraft draft) {
      addresses.keep(tx, draft.addresses(), clock.instant());
      Map<String, UUID> ids = addresses.find(tx, draft.addresses());
      return draft.addresses().stream()
          .map(address -> Objects.requireNonNull(ids.get(address.toLowerCase(Locale.ROOT))))
          .toList();
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "impact_scope_name" ->
            Fault.conflict("an impact scope with this name exists already; choose another name");
        case "impact_scope_tenant_id_team_id_fkey" ->
            Fault.invalid("/team", "/team: there is no such team; create it or name another");
        case "incident_scope_tenant_id_scope_id_fkey" ->
            Fault.conflict("incidents have this scope; set is_active to false instead");
        case "obligation_tenant_id_scope_id_fkey" ->
            Fault.conflict("legal duties come from this scope; set is_active to false instead");
        default -> null;
      };
    }
  }
}
