package dev.imas.core.storm;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.storm.StormRepository.Stored;
import java.time.Duration;

/** {@code /storm-policy}: from when on new incidents of a team are a storm. */
public final class StormPolicyRoutes {

  /** As the API has it. */
  record Shown(boolean isActive, int threshold, int endsBelow, String endsAfter, int version)
      implements Versioned {

    static Shown of(Stored stored) {
      StormPolicy policy = stored.policy();
      return new Shown(
          policy.isActive(),
          policy.threshold(),
          policy.endsBelow(),
          policy.endsAfter().toString(),
          stored.version());
    }
  }

  private final StormRepository repository = new StormRepository();
  private final StormTenants tenants;
  private final SingleRoutes<Shown, StormPolicy> routes;

  public StormPolicyRoutes(Transactions transactions, StormTenants tenants) {
    this.tenants = tenants;
    this.routes = new SingleRoutes<>(transactions, new Policy());
  }

  public void mount(Api api) {
    routes.mount(
        api, "/storm-policy", Permission.NOTIFICATION_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Policy implements SingleResource<Shown, StormPolicy> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("storm_policy", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(repository.stored(tx).await());
    }

    @Override
    public StormPolicy read(Body body) {
      return policy(body.only("is_active", "threshold", "ends_below", "ends_after", "version"));
    }

    @Override
    public boolean replace(Tx tx, StormPolicy wanted, int version) {
      tx.afterCommit(tenants::changed);
      return repository.write(tx, wanted, version).await();
    }
  }

  private static StormPolicy policy(Body body) {
    StormPolicy usual = StormPolicy.USUAL;
    boolean active = body.flag("is_active", usual.isActive());
    int threshold =
        body.whole(
            "threshold",
            StormPolicy.LOWEST_THRESHOLD,
            StormPolicy.HIGHEST_THRESHOLD,
            usual.threshold());
    int endsBelow = body.whole("ends_below", 1, threshold, Math.min(usual.endsBelow(), threshold));
    Duration endsAfter = duration(body, "ends_after", usual.endsAfter());
    body.throwIfFaulty();
    return new StormPolicy(active, threshold, endsBelow, endsAfter);
  }

  private static Duration duration(Body body, String member, Duration usual) {
    Duration read =
        body.duration(
            member,
            StormPolicy.SHORTEST,
            StormPolicy.LONGEST,
            "must be a duration from PT1M to PT24H, such as PT5M");
    return read == null ? usual : read;
  }
}
