package dev.imas.core.flapping;

import dev.imas.core.access.Permission;
import dev.imas.core.flapping.FlappingRepository.Stored;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;

/** {@code /flapping-policy}: from when on the incidents of a tenant flap. */
public final class FlappingPolicyRoutes {

  /** As the API has it. */
  record Shown(boolean isActive, int returns, String within, String holdDown, int version)
      implements Versioned {

    static Shown of(Stored stored) {
      FlappingPolicy policy = stored.policy();
      return new Shown(
          policy.isActive(),
          policy.returns(),
          policy.within().toString(),
          policy.holdDown().toString(),
          stored.version());
    }
  }

  private final FlappingRepository repository = new FlappingRepository();
  private final SingleRoutes<Shown, FlappingPolicy> routes;

  public FlappingPolicyRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new Policy());
  }

  public void mount(Api api) {
    routes.mount(
        api, "/flapping-policy", Permission.NOTIFICATION_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Policy implements SingleResource<Shown, FlappingPolicy> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("flapping_policy", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(repository.stored(tx).await());
    }

    @Override
    public FlappingPolicy read(Body body) {
      return policy(body.only("is_active", "returns", "within", "hold_down", "version"));
    }

    @Override
    public boolean replace(Tx tx, FlappingPolicy wanted, int version) {
      return repository.write(tx, wanted, version).await();
    }
  }

  private static FlappingPolicy policy(Body body) {
    FlappingPolicy usual = FlappingPolicy.USUAL;
    boolean active = body.flag("is_active", usual.isActive());
    int returns =
        body.whole(
            "returns", FlappingPolicy.FEWEST_RETURNS, FlappingPolicy.MOST_RETURNS, usual.returns());
    Duration within = duration(body, "within", usual.within());
    Duration holdDown = duration(body, "hold_down", usual.holdDown());
    body.throwIfFaulty();
    return new FlappingPolicy(active, returns, within, holdDown);
  }

  private static Duration duration(Body body, String member, Duration usual) {
    Duration read =
        body.duration(
            member,
            FlappingPolicy.SHORTEST,
            FlappingPolicy.LONGEST,
            "must be a duration from PT1M to PT24H, such as PT15M");
    return read == null ? usual : read;
  }
}
