package dev.imas.notifier;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.SharedPoll;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.channel.NotOffered;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.event.EventVerticle;
import dev.imas.notifier.probe.Probes;
import dev.imas.notifier.provider.ProviderDesk;
import dev.imas.notifier.sns.SnsErrands;
import dev.imas.notifier.subscription.StatusMailVerticle;
import dev.imas.notifier.template.PageLinks;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Something that the notifier does beside paging. What it waits for it has to itself (connections,
 * slots, circuits), so that no page waits for it.
 *
 * @param verticles those that work; the last closes what is theirs when it stops
 * @param close closes it if they were never started
 */
record NotifierPart(List<Deployable> verticles, Supplier<Future<Void>> close) {

  private static final int EVENT_CONNECTIONS = 2;
  private static final int SUBSCRIBER_CONNECTIONS = 1;
  private static final String EMAIL = "email";

  /** Posts events to the tenants' subscriptions. */
  static NotifierPart ofEvents(
      Platform platform, NotifierConfig config, PageLinks links, SharedPoll polls) {
    Pool pool = pool(platform, "notifier-events", EVENT_CONNECTIONS);
    Egress egress =
        Egress.openBeside(platform, config.channels().egress(), config.events().concurrency());
    Supplier<Future<Void>> close = () -> egress.close().eventually(pool::close);
    return new NotifierPart(
        List.of(
            new EventVerticle(
                platform,
                new Transactions(pool),
                egress,
                links,
                config.events(),
                polls.of(EventVerticle.WAITS),
                close)),
        close);
  }

  /**
   * Asks the components of status pages whether they answer.
   *
   * @param transactions those of pages: what is written of a probe is one short statement
   */
  static NotifierPart ofProbes(
      Platform platform, NotifierConfig config, Transactions transactions, SharedPoll polls) {
    Egress egress = Egress.openBeside(platform, config.channels().egress(), Probes.AT_ONCE);
    return new NotifierPart(
        List.of(
            Probes.verticle(
                platform,
                transactions,
                egress,
                polls.of(Probes.WAITS),
                config.claim().drain(),
                egress::close)),
        egress::close);
  }

  /**
   * Fetches certificates of SNS and confirms subscriptions.
   *
   * @param transactions those of pages: it writes one row for each request
   */
  static NotifierPart ofSns(
      Platform platform, NotifierConfig config, Transactions transactions, SharedPoll polls) {
    Egress egress = Egress.openBeside(platform, config.channels().egress(), SnsErrands.AT_ONCE);
    return new NotifierPart(
        List.of(
            SnsErrands.verticle(
                platform,
                transactions,
                egress::send,
                polls.of(SnsErrands.WAITS),
                config.claim().drain(),
                egress::close)),
        egress::close);
  }

  /** Mails the subscribers of status pages. */
  static NotifierPart ofStatusMails(Platform platform, NotifierConfig config, SharedPoll polls) {
    Pool pool = pool(platform, "notifier-subscribers", SUBSCRIBER_CONNECTIONS);
    Transactions transactions = new Transactions(pool);
    Egress egress =
        Egress.openBeside(platform, config.channels().egress(), StatusMailVerticle.AT_ONCE);
    ChannelPorts ports = new ChannelPorts(platform, egress);
    ProviderDesk desk = ProviderDesk.open(transactions, ports, config.claim().throttle().circuit());
    Channels channels = config.channels().open(ports, desk);
    Supplier<Future<Void>> close =
        () ->
            channels
                .close()
                .timeout(2, TimeUnit.SECONDS)
                .eventually(egress::close)
                .eventually(pool::close);
    StatusMailVerticle mails =
        new StatusMailVerticle(
            platform,
            transactions,
            channels.named(EMAIL).orElseGet(() -> new NotOffered("this notifier sends no mail")),
            config.claim().lease(),
            polls.of(StatusMailVerticle.WAITS),
            config.claim().drain(),
            close);
    return new NotifierPart(List.of(desk.verticle(), mails), close);
  }

  private static Pool pool(Platform platform, String name, int connections) {
    return platform
        .database()
        .pool(DatabaseConfig.Login.NOTIFIER, name, connections, Duration.ofSeconds(10));
  }
}
