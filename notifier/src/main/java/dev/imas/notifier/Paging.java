package dev.imas.notifier;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.RolePorts;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.card.Cards;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.delivery.Deliverer;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.provider.ProviderDesk;
import dev.imas.notifier.template.PageLinks;
import dev.imas.notifier.wording.TenantTemplates;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pages go through: their connections, their channels, and who delivers them. */
record Paging(
    Pool pool,
    Transactions transactions,
    Egress egress,
    ProviderDesk desk,
    Channels channels,
    PageLinks links,
    Deliverer deliverer) {

  private static final Logger log = LoggerFactory.getLogger(Paging.class);

  private static final int LEAST_CONNECTIONS = 6;

  /** A pool lets 64 callers wait per connection, and all deliveries may end at the same moment. */
  private static final int DELIVERIES_PER_CONNECTION = 32;

  static Paging open(Platform platform, NotifierConfig config) {
    int connections =
        Math.max(LEAST_CONNECTIONS, config.claim().concurrency() / DELIVERIES_PER_CONNECTION);
    Pool pool =
        platform
            .database()
            .pool(DatabaseConfig.Login.NOTIFIER, "notifier", connections, Duration.ofSeconds(10));
    Transactions transactions = new Transactions(pool);
    Egress egress = Egress.open(platform, config.channels().egress(), config.claim().concurrency());
    ChannelPorts ports = new ChannelPorts(platform, egress);
    ProviderDesk desk = ProviderDesk.open(transactions, ports, config.claim().throttle().circuit());
    Channels channels = config.channels().open(ports, desk);
    if (config.isLocal()) {
      log.atWarn()
          .addKeyValue("links", config.publicUrl(RolePorts.of(platform.vertx(), "core")))
          .log(
              "public.url (IMAS_PUBLIC_URL) is not set: links in messages open on this machine"
                  + " alone. Set it to core's address as people's browsers reach it");
    }
    PageLinks links =
        new PageLinks(
            () -> config.publicUrl(RolePorts.of(platform.vertx(), "core")), config.isLocal());
    Deliverer deliverer =
        new Deliverer(
            platform,
            transactions,
            channels,
            links,
            new TenantTemplates(transactions, platform.clock()),
            config.retry(),
            new Cards(transactions, config.claim().lease()),
            config.attemptTimeout());
    return new Paging(pool, transactions, egress, desk, channels, links, deliverer);
  }

  /** Call it once nothing is delivered any more. */
  Future<Void> close() {
    // Closing a mail client waits for its server, so that wait is bounded.
    return channels
        .close()
        .timeout(2, TimeUnit.SECONDS)
        .eventually(egress::close)
        .eventually(pool::close);
  }
}
