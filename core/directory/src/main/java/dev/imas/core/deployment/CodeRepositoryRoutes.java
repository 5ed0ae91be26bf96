package dev.imas.core.deployment;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.deployment.CodeRepositoryView.Unknown;
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
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /repositories}: repositories of code, and the services that are made of them. */
final class CodeRepositoryRoutes {

  static final int MOST = 10_000;

  private final Transactions transactions;
  private final InstantSource clock;
  private final ServiceRepository services = new ServiceRepository();
  private final CodeRepositoryRepository repositories = new CodeRepositoryRepository();

  CodeRepositoryRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void mount(Api api) {
    // Before the one that finds a repository by its name.
    api.get("/repositories/unknown", Permission.DEPLOYMENT_READ, this::unknown);
    Repositories all = new Repositories();
    new ResourceRoutes<CodeRepositoryView, CodeRepositoryDraft>(transactions, clock, call -> all)
        .mount(
            api,
            "/repositories",
            Permissions.of(Permission.DEPLOYMENT_READ, Permission.REPOSITORY_MANAGE));
  }

  /** The repositories, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new Repositories();
  }

  private record AllUnknown(List<Unknown> items) {}

  private Answer unknown(Call call) {
    call.query();
    return Answer.ok(new AllUnknown(transactions.call(call.tenant(), repositories::unknown)));
  }

  private final class Repositories implements Resource<CodeRepositoryView, CodeRepositoryDraft> {

    @Override
    public List<String> filters() {
      return List.of("service");
    }

    @Override
    public Function<Tx, List<CodeRepositoryView>> list(Query query, ListRange paging) {
      Reference service = query.reference("service");
      return tx -> {
        @Nullable UUID of =
            service == null ? null : service.orNothing(services.findId(tx, service).await());
        return repositories.list(tx, of, paging);
      };
    }

    @Override
    public Object key(CodeRepositoryView repository) {
      return repository.fullName();
    }

    @Override
    public CodeRepositoryDraft read(Body body) {
      return CodeRepositoryDraft.read(body);
    }

    @Override
    public CodeRepositoryView existing(Tx tx, Reference reference) {
      return repositories
          .find(tx, reference)
          .orElseThrow(() -> Fault.notFound("there is no repository " + reference));
    }

    @Override
    public CodeRepositoryView insert(Tx tx, UUID id, CodeRepositoryDraft draft) {
      repositories.insert(tx, id, draft, service(tx, draft));
      if (repositories.count(tx) > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "at most " + MOST + " repositories are allowed; delete one of no use");
      }
      return read(tx, id);
    }

    @Override
    public @Nullable CodeRepositoryView update(
        Tx tx, CodeRepositoryView before, CodeRepositoryDraft draft, int version) {
      return repositories.update(tx, before.id(), draft, service(tx, draft), version)
          ? read(tx, before.id())
          : null;
    }

    private @Nullable UUID service(Tx tx, CodeRepositoryDraft draft) {
      Reference service = draft.service();
      return service == null
          ? null
          : services
              .findId(tx, service)
              .await()
              .orElseThrow(
                  () ->
                      Fault.invalid(
                          "/service",
                          "/service: there is no service '"
                              + service
                              + "'; create it or name another"));
    }

    @Override
    public Audit.Subject subject(CodeRepositoryView repository) {
      return new Audit.Subject("repository", repository.id());
    }

    @Override
    public String location(CodeRepositoryView made) {
      return "/repositories/" + made.id();
    }

    @Override
    public void delete(Tx tx, CodeRepositoryView there) {
      repositories.delete(tx, there.id());
    }

    private CodeRepositoryView read(Tx tx, UUID id) {
      return repositories
          .find(tx, id)
          .orElseThrow(() -> Fault.notFound("there is no repository " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "repository_name" ->
            Fault.conflict("a repository with this full name exists already; change that one");
        case "repository_forge_id" ->
            Fault.conflict("a repository of this forge has this id already; change that one");
        default -> null;
      };
    }
  }
}
