package dev.imas.core.runbook;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.runbook.RunbookRepository.Author;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /runbooks}, and their versions. */
final class RunbookRoutes {

  private static final String PATH = "/runbooks";

  /** Of a tenant. */
  private static final int MOST = 500;

  /** Active ones of a service, or of all services: each is tried when an incident opens. */
  private static final int MOST_PATTERNS = 50;

  private final Transactions transactions;
  private final InstantSource clock;
  private final RunbookTenants tenants;
  private final RunbookRepository runbooks;
  private final ServiceRepository services = new ServiceRepository();

  /**
   * @param tenants is told of changes
   */
  RunbookRoutes(
      Transactions transactions,
      InstantSource clock,
      RunbookRepository runbooks,
      RunbookTenants tenants) {
    this.transactions = transactions;
    this.clock = clock;
    this.runbooks = runbooks;
    this.tenants = tenants;
  }

  void mount(Api api) {
    new ResourceRoutes<RunbookView, RunbookDraft>(transactions, clock, Runbooks::new)
        .mount(api, PATH, Permissions.of(Permission.RUNBOOK_READ, Permission.RUNBOOK_MANAGE));
    api.get(PATH + "/{id}/versions", Permission.RUNBOOK_READ, this::versions);
  }

  /** The runbooks, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new Runbooks(call);
  }

  /** What keeps a runbook from being deleted; empty if nothing does. */
  Optional<String> keptBy(Tx tx, UUID runbook) {
    return runbooks.isUsed(tx, runbook) ? Optional.of("incidents have it") : Optional.empty();
  }

  private Answer versions(Call call) {
    ListRange range = call.query("limit", "cursor").paging(20, 100);
    Integer before = range.afterNumber();
    Reference runbook = call.reference("id");
    return Answer.page(
        transactions.call(
            call.tenant(),
            tx ->
                runbooks.versions(tx, runbooks.existing(tx, runbook).id(), before, range.fetch())),
        range,
        RunbookView.Version::version);
  }

  private final class Runbooks implements Resource<RunbookView, RunbookDraft> {

    private final Call call;

    /** What the request that is read says it is for, by which the right to add it is judged. */
    private @Nullable Reference wanted;

    Runbooks(Call call) {
      this.call = call;
    }

    @Override
    public List<String> filters() {
      return List.of("service", "active");
    }

    @Override
    public Function<Tx, List<RunbookView>> list(Query query, ListRange paging) {
      Boolean active = query.flag("active");
      Reference service = query.reference("service");
      return tx ->
          runbooks.list(
              tx,
              service == null ? null : service.orNothing(services.findId(tx, service).await()),
              active,
              paging);
    }

    @Override
    public Object key(RunbookView runbook) {
      return runbook.slug();
    }

    @Override
    public RunbookDraft read(Body body) {
      RunbookDraft draft = RunbookDraft.read(body);
      wanted = draft.service();
      return draft;
    }

    @Override
    public @Nullable UUID team(RunbookView runbook) {
      return runbook.ownerTeam();
    }

    @Override
    public @Nullable UUID teamOfNew(Tx tx) {
      Reference service = wanted;
      return service == null
          ? null
          : services
              .findId(tx, service)
              .await()
              .map(id -> services.ownerTeam(tx, id).await())
              .orElse(null);
    }

    @Override
    public RunbookView existing(Tx tx, Reference runbook) {
      return runbooks.existing(tx, runbook);
    }

    @Override
    public RunbookView insert(Tx tx, UUID id, RunbookDraft draft) {
      runbooks.lock(tx);
      ServiceView service = service(tx, draft);
      String slug = draft.slug();
      runbooks.insert(
          tx,
          id,
          draft.content(
              slug == null
                  ? Slug.of(
                      service == null ? null : service.name(), draft.name(), runbooks.slugs(tx))
                  : slug,
              service == null ? null : service.id()),
          author(),
          now());
      return written(tx, id, service);
    }

    @Override
    public @Nullable RunbookView update(
        Tx tx, RunbookView before, RunbookDraft draft, int version) {
      runbooks.lock(tx);
      ServiceView service = service(tx, draft);
      call.require(Permission.RUNBOOK_MANAGE, service == null ? null : service.ownerTeam().id());
      if (before.version() != version) {
        return null;
      }
      String slug = draft.slug();
      RunbookContent content =
          draft.content(slug == null ? before.slug() : slug, service == null ? null : service.id());
      if (content.equals(before.content())) {
        return before;
      }
      return runbooks.update(tx, before.id(), content, author(), version, now())
          ? written(tx, before.id(), service)
          : null;
    }

    /** Counts what is there once the transaction has written, which ends it if that is too much. */
    private RunbookView written(Tx tx, UUID id, @Nullable ServiceView service) {
      RunbookRepository.Count count = runbooks.count(tx, service == null ? null : service.id());
      if (count.all() > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID, "limit of " + MOST + " runbooks reached; delete one of no use");
      }
      if (count.patterns() > MOST_PATTERNS) {
        throw Fault.invalid(
            "/alert_pattern",
            "/alert_pattern: limit of "
                + MOST_PATTERNS
                + " active runbooks with a pattern reached "
                + (service == null ? "for all services" : "for " + service.name())
                + "; merge some, or leave this one out");
      }
      tx.afterCommit(tenants::changed);
      return runbooks.existing(tx, Reference.of(id.toString()));
    }

    private @Nullable ServiceView service(Tx tx, RunbookDraft draft) {
      Reference service = draft.service();
      if (service == null) {
        return null;
      }
      return services
          .findId(tx, service)
          .await()
          .flatMap(id -> services.find(tx, id).await())
          .orElseThrow(
              () ->
                  Fault.invalid(
                      "/service",
                      "/service: there is no service '"
                          + service
                          + "'; name another, or leave it out for all services"));
    }

    private Author author() {
      Principal.Person person = call.principal().person();
      return new Author(call.author(), person == null ? null : person.id());
    }

    /** One that incidents have stays, and is attached to no other. */
    @Override
    public void delete(Tx tx, RunbookView there) {
      runbooks.lock(tx);
      if (!runbooks.isUsed(tx, there.id())) {
        runbooks.delete(tx, there.id());
      } else if (there.isActive()) {
        runbooks.update(
            tx, there.id(), there.content().switchedOff(), author(), there.version(), now());
      }
      tx.afterCommit(tenants::changed);
    }

    @Override
    public Audit.Subject subject(RunbookView runbook) {
      return new Audit.Subject("runbook", runbook.id());
    }

    @Override
    public Object audited(RunbookView runbook) {
      return runbook.content();
    }

    @Override
    public String location(RunbookView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "runbook_slug" ->
            Fault.conflict("a runbook with this slug exists already; choose another slug");
        case "runbook_service" ->
            Fault.invalid("/service", "/service: the service was deleted; name another");
        case "incident_runbook_version" ->
            Fault.conflict("an incident has just got this runbook; delete it again");
        default -> null;
      };
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
