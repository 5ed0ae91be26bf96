package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.throttle.CircuitPolicy;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the channels of a notifier share to send by providers.
 *
 * @param timeout of one attempt, over all providers that are tried in it
 */
public record ProviderDesk(
    Vertx vertx,
    InstantSource clock,
    Providers providers,
    ProviderReports reports,
    ProviderMeters meters,
    Duration timeout) {

  public static ProviderDesk open(
      Transactions transactions, ChannelPorts ports, CircuitPolicy policy) {
    Platform platform = ports.platform();
    return new ProviderDesk(
        platform.vertx(),
        platform.clock(),
        new Providers(transactions, ports, policy),
        new ProviderReports(platform, transactions),
        new ProviderMeters(platform.meters()),
        ports.egress().timeout());
  }

  /**
   * The channel of a kind.
   *
   * @param own sends for tenants that have no provider of that channel
   */
  public Channel channel(InstalledKind kind, Channel own) {
    return new ProviderChannel(kind, own, this);
  }

  /**
   * An active provider of that type; empty if there is none with that id. Only on a virtual thread.
   */
  Optional<OpenProvider> find(
      List<InstalledKind> kinds, TenantId tenant, UUID provider, String type) {
    return kinds.stream()
        .filter(kind -> kind.providers().stream().anyMatch(one -> one.type().equals(type)))
        .flatMap(kind -> providers.of(tenant, kind).await().stream())
        .filter(one -> one.id().equals(provider) && one.isActive())
        .findFirst();
  }

  public ProviderVerticle verticle() {
    return new ProviderVerticle(reports);
  }
}
