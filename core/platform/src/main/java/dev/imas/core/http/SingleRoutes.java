package dev.imas.core.http;

import dev.imas.core.access.Permission;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;

/** The two routes of a {@link SingleResource}. Each change is recorded in the audit once. */
public final class SingleRoutes<V extends Versioned, W> {

  private final Transactions transactions;
  private final SingleResource<V, W> resource;

  public SingleRoutes(Transactions transactions, SingleResource<V, W> resource) {
    this.transactions = transactions;
    this.resource = resource;
  }

  public void mount(Api api, String path, Permission toRead, Permission toReplace) {
    api.get(path, toRead, this::get);
    api.put(path, toReplace, this::put);
  }

  private Answer get(Call call) {
    return Answer.versioned(transactions.call(call.tenant(), resource::current));
  }

  private Answer put(Call call) {
    int version = call.expectedVersion();
    W writing = resource.read(call.body());
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> replace(tx, call, writing, version)));
  }

  /** As it is now. */
  public V current(Tx tx) {
    return resource.current(tx);
  }

  /**
   * Replaces it, inside a transaction that the caller has. Only on a virtual thread.
   *
   * @param version that it must still have
   * @throws Fault INVALID with all faults of the body, PRECONDITION_FAILED if it has another
   *     version
   */
  public V replace(Tx tx, Call call, int version, Body body) {
    return replace(tx, call, resource.read(body), version);
  }

  private V replace(Tx tx, Call call, W writing, int version) {
    V before = resource.current(tx);
    if (before.version() != version || !resource.replace(tx, writing, version)) {
      throw Constraints.overtaken();
    }
    V after = resource.current(tx);
    call.audit(tx, Audit.Change.update(resource.subject(), before, after));
    return after;
  }
}
