package dev.imas.notifier;

import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.HttpServers;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.RolePorts;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.card.CardVerticle;
import dev.imas.notifier.card.Cards;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.claim.ClaimVerticle;
import dev.imas.notifier.credit.CreditVerticle;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.delivery.Deliverer;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.event.EventVerticle;
import dev.imas.notifier.offer.OfferVerticle;
import dev.imas.notifier.probe.ProbeVerticle;
import dev.imas.notifier.provider.ProviderCredits;
import dev.imas.notifier.provider.ProviderDesk;
import dev.imas.notifier.provider.ProviderReplies;
import dev.imas.notifier.provider.ProviderRooms;
import dev.imas.notifier.reply.ReplyVerticle;
import dev.imas.notifier.room.RoomVerticle;
import dev.imas.notifier.template.Links;
import dev.imas.notifier.wording.TenantTemplates;
import io.vertx.core.CompositeFuture;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the notifier. */
public final class NotifierRole implements Role {

  private static final Logger log = LoggerFactory.getLogger(NotifierRole.class);
  private static final int LEAST_CONNECTIONS = 6;

  private static final int EVENT_CONNECTIONS = 2;

  /** A pool lets 64 callers wait per connection, and all deliveries may end at the same moment. */
  private static final int DELIVERIES_PER_CONNECTION = 32;

  private final InstalledChannels installed;

  /** With the built-in channels. */
  public NotifierRole() {
    this(new InstalledChannels());
  }

  public NotifierRole(InstalledChannels installed) {
    this.installed = installed;
  }

  @Override
  public String name() {
    return "notifier";
  }

  @Override
  public Setup configure(Settings settings) {
    NotifierConfig config = NotifierConfig.read(settings, installed);
    return new Setup() {
      @Override
      public int port() {
        return config.port();
      }

      @Override
      public Future<Running> start(Platform platform) {
        return NotifierRole.start(platform, config);
      }
    };
  }

  private static Future<Running> start(Platform platform, NotifierConfig config) {
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
    Links links = new Links(() -> config.publicUrl(RolePorts.of(platform.vertx(), "core")));
    Cards cards = new Cards(transactions, config.claim().lease());
    Deliverer deliverer =
        new Deliverer(
            platform,
            transactions,
            channels,
            links,
            new TenantTemplates(transactions, platform.clock()),
            config.retry(),
            cards,
            config.attemptTimeout());
    Heartbeat claims = new Heartbeat("claims", config.workersWithin(), platform.clock());
    ClockWatch clocks = new ClockWatch(platform, "notifier", transactions);
    HealthRoutes health =
        new HealthRoutes(
                platform,
                () -> pool.query("SELECT 1").execute().mapEmpty(),
                new Readiness(platform, "notifier", List.of(claims)),
                config.metrics())
            .watching(clocks);
    HttpServers servers =
        new HttpServers(
            platform.vertx(),
            new HttpPort("notifier", config.http(), platform.meters()),
            config.host(),
            config.port(),
            router -> {
              health.mount(router);
              HttpErrors.mount(router);
            });
    ClaimVerticle claiming =
        new ClaimVerticle(platform, transactions, config.claim(), deliverer, channels, claims);
    Pool eventPool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.NOTIFIER,
                "notifier-events",
                EVENT_CONNECTIONS,
                Duration.ofSeconds(10));
    Egress eventEgress =
        Egress.openBeside(platform, config.channels().egress(), config.events().concurrency());
    EventVerticle events =
        new EventVerticle(
            platform,
            new Transactions(eventPool),
            eventEgress,
            links,
            config.events(),
            () -> eventEgress.close().eventually(eventPool::close));
    RoomVerticle rooms =
        new RoomVerticle(
            platform,
            transactions,
            new ProviderRooms(desk, config.channels().kinds()),
            egress,
            links,
            config.claim().poll(),
            config.retry().first(),
            config.claim().drain());
    CardVerticle carding =
        new CardVerticle(
            platform,
            transactions,
            deliverer::show,
            config.claim().lease(),
            config.claim().poll(),
            config.claim().drain());
    ReplyVerticle replies =
        new ReplyVerticle(
            platform,
            transactions,
            new ProviderReplies(desk, config.channels().kinds()),
            egress,
            config.claim().poll(),
            config.claim().drain());
    CreditVerticle credits =
        new CreditVerticle(
            platform,
            transactions,
            new ProviderCredits(desk, config.channels().kinds()),
            egress,
            Duration.ofMinutes(1),
            config.claim().drain());
    Egress probeEgress =
        Egress.openBeside(platform, config.channels().egress(), ProbeVerticle.AT_ONCE);
    ProbeVerticle probes =
        new ProbeVerticle(
            platform, transactions, probeEgress, config.claim().drain(), probeEgress::close);
    OfferVerticle offers = new OfferVerticle(transactions, config.channels().offer());
    Vertx vertx = platform.vertx();
    return servers
        .open(1)
        .compose(
            listening ->
                Future.all(
                    List.of(
                        vertx.deployVerticle(claiming),
                        vertx.deployVerticle(events),
                        vertx.deployVerticle(rooms, onVirtualThread()),
                        vertx.deployVerticle(carding),
                        vertx.deployVerticle(replies, onVirtualThread()),
                        vertx.deployVerticle(credits, onVirtualThread()),
                        vertx.deployVerticle(probes),
                        vertx.deployVerticle(offers),
                        vertx.deployVerticle(clocks),
                        vertx.deployVerticle(desk.verticle()))))
        .map(CompositeFuture::<String>list)
        .<Running>map(
            deployments -> {
              log.atInfo().addKeyValue("port", servers.port()).log("Notifier started");
              return new RunningNotifier(
                  platform.vertx(), health, servers, deployments, channels, egress, pool);
            })
        .recover(
            failure ->
                servers
                    .close(Duration.ZERO)
                    .eventually(channels::close)
                    .eventually(egress::close)
                    .eventually(eventEgress::close)
                    .eventually(probeEgress::close)
                    .eventually(eventPool::close)
                    .eventually(pool::close)
                    .transform(closed -> Future.failedFuture(failure)));
  }

  // No constant: it would load Vert.x with the role, before logging is set up.
  private static DeploymentOptions onVirtualThread() {
    return new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
  }
}
