package dev.imas.core.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.imas.core.platform.BusMembers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Vert.x whose event bus reaches the other processes. It starts even if they do not run, and no
 * duty of a role depends on them.
 */
public final class ClusteredBus implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClusteredBus.class);
  private static final long START_SECONDS = 30;
  private static final int CONNECT_MILLIS = 2_000;
  private static final long PING_MILLIS = 2_000;

  private final HazelcastInstance hazelcast;
  private final Vertx vertx;

  private ClusteredBus(HazelcastInstance hazelcast, Vertx vertx) {
    this.hazelcast = hazelcast;
    this.vertx = vertx;
  }

  /**
   * Blocks for a few seconds at most, even if members do not answer.
   *
   * @param builder builds the Vert.x, with everything that does not concern the bus
   * @param roles the roles of this process, which the others see
   */
  public static ClusteredBus join(
      ClusterConfig cluster,
      ClusterKey key,
      Set<String> roles,
      String version,
      Function<VertxOptions, VertxBuilder> builder,
      VertxOptions options,
      MeterRegistry meters) {
    HazelcastInstance hazelcast = member(cluster, key, roles, version);
    try {
      options.setEventBusOptions(BusIdentity.of(key).secure(bus(cluster)));
      Vertx vertx = clustered(builder.apply(options), hazelcast);
      new UnreadableMessages(meters).guard(vertx.eventBus());
      ClusteredBus bus = new ClusteredBus(hazelcast, vertx);
      bus.tell(cluster, meters);
      return bus;
    } catch (RuntimeException e) {
      hazelcast.shutdown();
      throw e;
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Call it after the Vert.x is closed. */
  @Override
  public void close() {
    hazelcast.shutdown();
  }

  private static HazelcastInstance member(
      ClusterConfig cluster, ClusterKey key, Set<String> roles, String version) {
    Config config = Membership.config(cluster, key, roles, version);
    try {
      return Hazelcast.newHazelcastInstance(config);
    } catch (IllegalStateException notJoined) {
      // A member exists but does not answer. Alone, this process starts at once. It later finds the
      // others in the way in which the parts of a split cluster find each other.
      log.atWarn()
          .addKeyValue("members", String.join(",", cluster.members()))
          .addKeyValue("reason", notJoined.getMessage())
          .log(
              "The other members of the event bus do not answer: this process starts alone "
                  + "and joins them later");
      Config alone = Membership.config(cluster, key, roles, version);
      Membership.knows(alone, List.of());
      HazelcastInstance started = Hazelcast.newHazelcastInstance(alone);
      Membership.knows(alone, cluster.members());
      return started;
    }
  }

  private static EventBusOptions bus(ClusterConfig cluster) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(cluster.host().getHostAddress())
            .setPort(cluster.busPort())
            .setConnectTimeout(CONNECT_MILLIS)
            // This limits how much is written to a member that no longer reads.
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PING_MILLIS)
            .setClusterPublicPort(cluster.advertised().busPort().orElse(cluster.busPort()));
    String advertised = cluster.advertised().host();
    return options.setClusterPublicHost(
        advertised == null ? cluster.host().getHostAddress() : advertised);
  }

  private static Vertx clustered(VertxBuilder builder, HazelcastInstance hazelcast) {
    try {
      return builder
          .withClusterManager(new HazelcastClusterManager(hazelcast))
          .buildClustered()
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the event bus was starting", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the event bus cannot start", e);
    }
  }

  private void tell(ClusterConfig cluster, MeterRegistry meters) {
    Gauge.builder("imas_bus_members", this, bus -> bus.members().size())
        .description("Processes that share the event bus as seen by this one, including itself")
        .register(meters);
    BusMembers.announce(vertx, this::members);
    hazelcast.getCluster().addMembershipListener(new Log());
    log.atInfo()
        .addKeyValue("address", cluster.host().getHostAddress() + ":" + cluster.port())
        .addKeyValue("bus_port", cluster.busPort())
        .addKeyValue("members", members().size())
        .log("The event bus is shared with other processes");
  }

  private List<BusMembers.Member> members() {
    // After the shutdown there are no members.
    return hazelcast.getLifecycleService().isRunning()
        ? hazelcast.getCluster().getMembers().stream().map(ClusteredBus::view).toList()
        : List.of();
  }

  private static BusMembers.Member view(Member member) {
    return new BusMembers.Member(
        member.getAddress().getHost() + ":" + member.getAddress().getPort(),
        String.valueOf(member.getAttribute(Membership.ROLES)),
        String.valueOf(member.getAttribute(Membership.VERSION)),
        member.localMember());
  }

  private static final class Log implements MembershipListener {

    @Override
    public void memberAdded(MembershipEvent event) {
      log("A process joined the event bus", event);
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      log("A process left the event bus; polling finds the work that it was notified of", event);
    }

    private static void log(String what, MembershipEvent event) {
      BusMembers.Member member = view(event.getMember());
      log.atInfo()
          .addKeyValue("member", member.address())
          .addKeyValue("roles", member.roles())
          .addKeyValue("members", event.getMembers().size())
          .log(what);
    }
  }
}
