package dev.imas.notifier.egress;

import dev.imas.core.model.TenantId;
import io.vertx.core.Future;

/** Resolves a host name to all of its addresses. */
@FunctionalInterface
public interface NameResolver {

  /**
   * Answers on the caller's context. Fails with {@link java.net.UnknownHostException} where the
   * name does not exist.
   *
   * @param tenant that wants to post there
   */
  Future<Resolution> resolve(TenantId tenant, String host);
}
