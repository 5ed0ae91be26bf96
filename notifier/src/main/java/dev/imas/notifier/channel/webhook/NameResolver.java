package dev.imas.notifier.channel.webhook;

import dev.imas.core.model.TenantId;
import io.vertx.core.Future;

/** Turns a host's name into all of its addresses. */
@FunctionalInterface
public interface NameResolver {

  /**
   * Answers on the caller's context. Fails with {@link java.net.UnknownHostException} where there
   * is no such name.
   *
   * @param tenant who wants to post there
   */
  Future<Resolution> resolve(TenantId tenant, String host);
}
