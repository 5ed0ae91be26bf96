package dev.imas.core.launch;

import dev.imas.core.cluster.ClusterConfig;
import dev.imas.core.cluster.ClusterKey;
import dev.imas.core.cluster.ClusteredBus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.ObjectInputFilter;
import java.util.Set;
import java.util.function.Function;

/** The Vert.x of a process, with its own event bus or with one that reaches the other processes. */
interface Bus extends AutoCloseable {

  int NAMES_KNOWN_SECONDS = 5;

  Vertx vertx();

  /** Call it after the Vert.x is closed. */
  @Override
  void close();

  static Bus start(
      LaunchConfig config,
      Set<String> roles,
      Function<VertxOptions, VertxBuilder> builder,
      MeterRegistry meters) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            // A name that leads to another server after a failover is asked for again soon.
            .setAddressResolverOptions(
                new AddressResolverOptions().setCacheMaxTimeToLive(NAMES_KNOWN_SECONDS));
    return config
        .cluster()
        .<Bus>map(cluster -> new Shared(join(config, cluster, roles, builder, options, meters)))
        .orElseGet(() -> new Own(WithoutClusterManager.build(builder.apply(options))));
  }

  private static ClusteredBus join(
      LaunchConfig config,
      ClusterConfig cluster,
      Set<String> roles,
      Function<VertxOptions, VertxBuilder> builder,
      VertxOptions options,
      MeterRegistry meters) {
    refuseJavaObjects();
    try {
      return ClusteredBus.join(
          cluster,
          new ClusterKey(EncryptionKey.bytes(config.store().encryptionKey().orElseThrow())),
          roles,
          Version.current(),
          builder,
          options,
          meters);
    } catch (IllegalStateException e) {
      throw new CommandFailure(
          1, "the event bus cannot be shared (cluster.members): " + CommandFailure.chain(e));
    }
  }

  /** Turns Java deserialization off in the whole process, whatever arrives at a port. */
  private static void refuseJavaObjects() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(object -> ObjectInputFilter.Status.REJECTED);
    }
  }

  record Own(Vertx vertx) implements Bus {

    @Override
    public void close() {}
  }

  record Shared(ClusteredBus bus) implements Bus {

    @Override
    public Vertx vertx() {
      return bus.vertx();
    }

    @Override
    public void close() {
      bus.close();
    }
  }
}
