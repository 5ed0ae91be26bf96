package dev.imas.notifier;

import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.HttpPort;
import dev.imas.core.platform.HttpServers;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.PortTls;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.SharedPoll;
import dev.imas.notifier.card.CardVerticle;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.claim.ClaimConfig;
import dev.imas.notifier.claim.ClaimVerticle;
import dev.imas.notifier.credit.CreditVerticle;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.issue.IssueTasks;
import dev.imas.notifier.offer.OfferVerticle;
import dev.imas.notifier.provider.CreditReader;
import dev.imas.notifier.provider.ProviderDesk;
import dev.imas.notifier.provider.ProviderReplies;
import dev.imas.notifier.provider.ProviderTasks;
import dev.imas.notifier.reply.ReplyVerticle;
import dev.imas.notifier.room.RoomTasks;
import dev.imas.notifier.task.TaskVerticle;
import io.vertx.core.CompositeFuture;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the notifier. */
public final class NotifierRole implements Role {

  private static final Logger log = LoggerFactory.getLogger(NotifierRole.class);

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
      public boolean speaksTls() {
        return config.tls().isPresent();
      }

      @Override
      public Future<Running> start(Platform platform) {
        return NotifierRole.start(platform, config);
      }
    };
  }

  private static Future<Running> start(Platform platform, NotifierConfig config) {
    Paging paging = Paging.open(platform, config);
    WorkerHealth claims = new WorkerHealth("claims", config.workersWithin(), platform.clock());
    ClockWatch clocks = new ClockWatch(platform, "notifier", paging.transactions());
    HealthRoutes health =
        new HealthRoutes(
                platform,
                () -> paging.pool().query("SELECT 1").execute().mapEmpty(),
                new Readiness(platform, "notifier", List.of(claims)),
                config.metrics())
            .watching(clocks);
    Optional<PortTls> tls = PortTls.open(platform, config.tls());
    tls.ifPresent(on -> health.noting("tls", on::shown));
    HttpServers servers =
        new HttpServers(
            platform.vertx(),
            new HttpPort("notifier", config.http(), platform.meters(), address -> false, tls),
            config.host(),
            config.port(),
            router -> {
              health.mount(router);
              HttpErrors.mount(router);
            });
    SharedPoll polls =
        new SharedPoll(
            paging.transactions(), platform.clock(), config.claim().poll(), config.workersWithin());
    List<NotifierPart> lanes =
        List.of(
            NotifierPart.ofEvents(platform, config, paging.links(), polls),
            NotifierPart.ofProbes(platform, config, paging.transactions(), polls),
            NotifierPart.ofSns(platform, config, paging.transactions(), polls),
            NotifierPart.ofStatusMails(platform, config, polls));
    return servers
        .open(1)
        .compose(listening -> deploy(platform, config, paging, polls, lanes, claims, clocks))
        .<Running>map(
            deployments -> {
              log.atInfo().addKeyValue("port", servers.port()).log("Notifier started");
              return new RunningNotifier(platform.vertx(), health, servers, deployments, paging);
            })
        .recover(
            failure -> {
              Future<Void> closed = servers.close(Duration.ZERO).eventually(paging::close);
              for (NotifierPart lane : lanes) {
                closed = closed.eventually(lane.close());
              }
              return closed.transform(end -> Future.failedFuture(failure));
            });
  }

  /** The deployments, with the claims first. */
  private static Future<List<String>> deploy(
      Platform platform,
      NotifierConfig config,
      Paging paging,
      SharedPoll polls,
      List<NotifierPart> lanes,
      WorkerHealth claims,
      ClockWatch clocks) {
    Vertx vertx = platform.vertx();
    Transactions transactions = paging.transactions();
    ClaimConfig claim = config.claim();
    List<InstalledKind> kinds = config.channels().kinds();
    ProviderDesk desk = paging.desk();
    Egress egress = paging.egress();
    ProviderTasks tasks = new ProviderTasks(desk, kinds);
    List<Future<String>> deployments = new ArrayList<>();
    deployments.add(
        vertx.deployVerticle(
            new ClaimVerticle(
                platform,
                transactions,
                claim,
                polls.of(ClaimVerticle.WAITS),
                paging.deliverer(),
                paging.channels(),
                claims)));
    deployments.add(
        vertx.deployVerticle(
            new TaskVerticle<>(
                platform,
                RoomTasks.SORT,
                RoomTasks.queue(transactions),
                new RoomTasks(tasks, paging.links()),
                egress,
                polls.of(RoomTasks.WAITS),
                config.retry().first(),
                claim.drain()),
            onVirtualThread()));
    deployments.add(
        vertx.deployVerticle(
            new TaskVerticle<>(
                platform,
                IssueTasks.SORT,
                IssueTasks.queue(transactions),
                new IssueTasks(tasks, paging.links()),
                egress,
                polls.of(IssueTasks.WAITS),
                config.retry().first(),
                claim.drain()),
            onVirtualThread()));
    deployments.add(
        vertx.deployVerticle(
            new CardVerticle(
                platform,
                transactions,
                paging.deliverer()::show,
                claim.lease(),
                polls.of(CardVerticle.WAITS),
                claim.drain())));
    deployments.add(
        vertx.deployVerticle(
            new ReplyVerticle(
                platform,
                transactions,
                new ProviderReplies(desk, kinds),
                egress,
                polls.of(ReplyVerticle.WAITS),
                claim.drain()),
            onVirtualThread()));
    deployments.add(
        vertx.deployVerticle(
            new CreditVerticle(
                platform,
                transactions,
                new CreditReader(desk, kinds),
                egress,
                Duration.ofMinutes(1),
                claim.drain()),
            onVirtualThread()));
    for (NotifierPart lane : lanes) {
      lane.verticles().forEach(verticle -> deployments.add(vertx.deployVerticle(verticle)));
    }
    deployments.add(
        vertx.deployVerticle(new OfferVerticle(transactions, config.channels().offer())));
    deployments.add(vertx.deployVerticle(clocks));
    deployments.add(vertx.deployVerticle(polls));
    deployments.add(vertx.deployVerticle(desk.verticle()));
    return Future.all(deployments).map(CompositeFuture::list);
  }

  // No constant: it would load Vert.x with the role, before logging is set up.
  private static DeploymentOptions onVirtualThread() {
    return new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
  }
}
