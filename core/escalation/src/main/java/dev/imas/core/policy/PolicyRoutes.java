package dev.imas.core.policy;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ChannelOfferRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.http.Warning;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PolicyRepository.Writing;
import dev.imas.core.provider.ProviderRepository;
import dev.imas.core.user.Successor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /escalation-policies}: policies and their versions. */
public final class PolicyRoutes {

  private final Transactions transactions;
  private final InstantSource clock;
  private final ChangeGuard guard;
  private final PolicyRepository policies = new PolicyRepository();
  private final PolicyNameRepository named = new PolicyNameRepository();
  private final AddressRepository addresses = new AddressRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ChannelOfferRepository offers = new ChannelOfferRepository();
  private final ProviderRepository providers = new ProviderRepository();

  private final UncalledTargets uncalled;

  /**
   * @param guard keeps what rules name
   */
  public PolicyRoutes(
      Transactions transactions, PersonReach people, InstantSource clock, ChangeGuard guard) {
    this.transactions = transactions;
    this.uncalled = new UncalledTargets(people);
    this.clock = clock;
    this.guard = guard;
  }

  public void mount(Api api) {
    new ResourceRoutes<ShownPolicy, PolicyDraft>(transactions, clock, Policies::new, guard)
        .mount(
            api,
            "/escalation-policies",
            new ResourceRoutes.Permissions(
                Permission.ESCALATION_POLICY_READ,
                Permission.ESCALATION_POLICY_CREATE,
                Permission.ESCALATION_POLICY_MANAGE,
                Permission.ESCALATION_POLICY_MANAGE));
    api.get(
        "/escalation-policies/{id}/versions", Permission.ESCALATION_POLICY_READ, this::versions);
  }

  /** What keeps a policy from being deleted; empty if nothing does. */
  public Optional<String> keptBy(Tx tx, UUID policy) {
    List<String> running = policies.escalating(tx, policy);
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of("it escalates " + String.join(", ", running) + " at this moment");
  }

  private Answer versions(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    Integer before = paging.afterNumber();
    List<ShownPolicy.Version> found =
        transactions.call(call.tenant(), tx -> versions(tx, call, before, paging.fetch()));
    return Answer.page(found, paging, ShownPolicy.Version::version);
  }

  private List<ShownPolicy.Version> versions(
      Tx tx, Call call, @Nullable Integer before, int limit) {
    UUID id = policies.existing(tx, call.reference("id")).policy().id();
    List<PolicyRepository.VersionView> views = policies.versions(tx, id, before, limit);
    Definition.Shown names = names(tx, views.stream().map(PolicyRepository.VersionView::policy));
    return views.stream()
        .map(
            view ->
                new ShownPolicy.Version(
                    view.policy().version(),
                    Definition.of(view.policy(), names),
                    view.madeAt(),
                    view.madeBy()))
        .toList();
  }

  /** Has another told in the user's place, in each policy that names the user. */
  void handOver(Tx tx, Call call, UUID user, Successor successor) {
    for (UUID id : policies.idsNaming(tx, PolicyNames.Kind.USER, user)) {
      PolicyView view = policies.existing(tx, Reference.of(id.toString()));
      Optional<UUID> team = view.policy().team();
      Optional<UUID> by = successor.of(tx, user, team);
      if (by.isPresent()) {
        call.require(Permission.ESCALATION_POLICY_MANAGE, team.orElse(null));
        EscalationPolicy policy = view.policy().replacing(user, by.get());
        Writing writing = new Writing(policy, view.description(), view.isActive());
        int version = view.policy().version();
        if (!policies.update(tx, id, writing, version, call.author(), clock.instant())) {
          throw Constraints.overtaken();
        }
        PolicyView after = policies.existing(tx, Reference.of(id.toString()));
        call.audit(
            tx,
            new Audit.Change(
                new Audit.Subject("escalation_policy", id),
                "reassign",
                withWarnings(tx, view),
                withWarnings(tx, after)));
      }
    }
  }

  private Definition.Shown names(Tx tx, Stream<EscalationPolicy> all) {
    Set<UUID> ids = new HashSet<>();
    all.forEach(policy -> ids.addAll(StepSubject.ids(policy)));
    return named.names(tx, ids);
  }

  /** Whether a message can be sent by a kind of channel now. */
  private Predicate<String> offered(Tx tx) {
    List<ChannelOffer> all = offers.current(tx).await();
    Set<String> provided = providers.active(tx).await().keySet();
    return channel ->
        provided.contains(channel) || all.stream().anyMatch(offer -> offer.offers(channel));
  }

  private ShownPolicy withWarnings(Tx tx, PolicyView view) {
    List<Warning> warnings = new ArrayList<>(PolicyWarnings.of(view.policy(), offered(tx)));
    uncalled.of(tx, view.policy(), clock.instant()).forEach(one -> warnings.add(one.asWarning()));
    return ShownPolicy.of(view, names(tx, Stream.of(view.policy())), warnings);
  }

  /** The policies, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Policies(call);
  }

  /** The policies as one call writes them. */
  private final class Policies implements Resource<ShownPolicy, PolicyDraft> {

    private final Call call;
    private final String author;

    Policies(Call call) {
      this.call = call;
      this.author = call.author();
    }

    @Override
    public @Nullable UUID team(ShownPolicy shown) {
      return shown.policy().team().orElse(null);
    }

    @Override
    public List<String> filters() {
      return List.of("team");
    }

    @Override
    public Function<Tx, List<ShownPolicy>> list(Query query, ListRange paging) {
      Reference team = query.reference("team");
      return tx -> {
        UUID of = team == null ? null : team.orNothing(teams.findId(tx, team).await());
        List<PolicyView> views = policies.list(tx, of, paging.after(), paging.fetch());
        Definition.Shown names = names(tx, views.stream().map(PolicyView::policy));
        return views.stream().map(view -> ShownPolicy.of(view, names, List.of())).toList();
      };
    }

    @Override
    public Object key(ShownPolicy shown) {
      return shown.policy().name();
    }

    @Override
    public PolicyDraft read(Body body) {
      return PolicyDraft.read(body);
    }

    @Override
    public ShownPolicy existing(Tx tx, Reference reference) {
      return withWarnings(tx, policies.existing(tx, reference));
    }

    @Override
    public ShownPolicy insert(Tx tx, UUID id, PolicyDraft draft) {
      policies.insert(tx, id, writing(tx, draft, id), author, clock.instant());
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(ShownPolicy shown) {
      return new Audit.Subject("escalation_policy", shown.id());
    }

    @Override
    public String location(ShownPolicy made) {
      return "/escalation-policies/" + made.id();
    }

    @Override
    public @Nullable ShownPolicy update(Tx tx, ShownPolicy before, PolicyDraft draft, int version) {
      if (before.isActive() && !draft.isActive()) {
        requireUnused(tx, before);
      }
      Writing writing = writing(tx, draft, before.id());
      call.require(Permission.ESCALATION_POLICY_MANAGE, writing.policy().team().orElse(null));
      return policies.update(tx, before.id(), writing, version, author, clock.instant())
          ? read(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, ShownPolicy there) {
      requireUnused(tx, there);
      List<String> running = policies.escalating(tx, there.id());
      if (!running.isEmpty()) {
        throw Fault.conflict(
            "the policy escalates "
                + String.join(", ", running)
                + " at this moment; delete it when they are acknowledged or resolved");
      }
      policies.delete(tx, there.id(), clock.instant());
    }

    private void requireUnused(Tx tx, ShownPolicy policy) {
      List<String> users = policies.lockUsers(tx, policy.id());
      if (!users.isEmpty()) {
        throw Fault.conflict(
            "the policy is named by "
                + String.join(", ", users)
                + "; give them another policy first");
      }
    }

    private ShownPolicy read(Tx tx, UUID id) {
      return policies
          .find(tx, id)
          .map(view -> withWarnings(tx, view))
          .orElseThrow(() -> Fault.notFound("there is no escalation policy " + id));
    }

    private Writing writing(Tx tx, PolicyDraft draft, UUID id) {
      Instant now = clock.instant();
      EscalationPolicy policy = draft.policy(named.find(tx, draft.named()), id, 0);
      List<String> emails = new ArrayList<>();
      policy.steps().stream()
          .flatMap(step -> step.targets().stream())
          .forEach(
              target -> {
                if (target instanceof EscalationTarget.Address address) {
                  emails.add(address.email());
                }
              });
      addresses.keep(tx, emails, now);
      return new Writing(policy, draft.description(), draft.isActive());
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "escalation_policy_name" ->
            Fault.conflict("a policy with this name exists already; choose another name");
        case "escalation_policy_tenant_id_team_id_fkey" ->
            Fault.invalid("/team", "names a team that is gone; create it or name another");
        default -> null;
      };
    }
  }
}
