package dev.imas.core.deployment;

import dev.imas.core.access.Permission;
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

/** {@code /environments}: where a tenant deploys to, and what each is for. */
final class EnvironmentRoutes {

  static final int MOST = 200;

  private final Transactions transactions;
  private final InstantSource clock;
  private final EnvironmentRepository environments = new EnvironmentRepository();

  EnvironmentRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void mount(Api api) {
    Environments all = new Environments();
    new ResourceRoutes<EnvironmentView, EnvironmentDraft>(transactions, clock, call -> all)
        .mount(
            api,
            "/environments",
            Permissions.of(Permission.DEPLOYMENT_READ, Permission.ENVIRONMENT_MANAGE));
  }

  /** The environments, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new Environments();
  }

  private final class Environments implements Resource<EnvironmentView, EnvironmentDraft> {

    @Override
    public Function<Tx, List<EnvironmentView>> list(Query query, ListRange paging) {
      return tx -> environments.list(tx, paging);
    }

    @Override
    public Object key(EnvironmentView environment) {
      return environment.name();
    }

    @Override
    public EnvironmentDraft read(Body body) {
      return EnvironmentDraft.read(body);
    }

    @Override
    public EnvironmentView existing(Tx tx, Reference reference) {
      return environments
          .find(tx, reference)
          .orElseThrow(() -> Fault.notFound("there is no environment " + reference));
    }

    @Override
    public EnvironmentView insert(Tx tx, UUID id, EnvironmentDraft draft) {
      environments.insert(tx, id, draft);
      if (environments.count(tx) > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "at most " + MOST + " environments are allowed; use patterns, or delete one");
      }
      return read(tx, id);
    }

    @Override
    public @Nullable EnvironmentView update(
        Tx tx, EnvironmentView before, EnvironmentDraft draft, int version) {
      return environments.update(tx, before.id(), draft, version) ? read(tx, before.id()) : null;
    }

    @Override
    public Audit.Subject subject(EnvironmentView environment) {
      return new Audit.Subject("environment", environment.id());
    }

    @Override
    public String location(EnvironmentView made) {
      return "/environments/" + made.id();
    }

    @Override
    public void delete(Tx tx, EnvironmentView there) {
      environments.delete(tx, there.id());
    }

    private EnvironmentView read(Tx tx, UUID id) {
      return environments
          .find(tx, id)
          .orElseThrow(() -> Fault.notFound("there is no environment " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "environment_name" ->
            Fault.conflict("an environment with this name exists already; choose another name");
        case "deployment_window_environment" ->
            Fault.conflict(
                "deployment windows name this environment; it goes once they are forgotten, or name"
                    + " another one");
        default -> null;
      };
    }
  }
}
