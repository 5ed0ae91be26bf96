package dev.imas.core.policy;

import dev.imas.core.http.Call;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PolicyNames.Kind;
import dev.imas.core.user.KeepsUser;
import dev.imas.core.user.Successor;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Keeps users whom an escalation policy names. */
public final class PolicyDuties implements KeepsUser {

  private final PolicyRepository policies = new PolicyRepository();
  private final PolicyRoutes routes;

  public PolicyDuties(PolicyRoutes routes) {
    this.routes = routes;
  }

  @Override
  public Future<List<String>> keeping(Tx tx, UUID user) {
    return policies
        .naming(tx, Kind.USER, user)
        .map(names -> names.stream().map(name -> "escalation policy " + name).toList());
  }

  @Override
  public void handOver(Tx tx, Call call, UUID user, Successor successor) {
    routes.handOver(tx, call, user, successor);
  }
}
