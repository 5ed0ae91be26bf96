package dev.imas.core.launch;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that Vert.x publishes about itself, in the registry of our own meters. Only the
 * chosen domains are created. No label has a value that a client or a receiver chooses: no path,
 * method or address, and no status that a receiver answers.
 */
final class VertxMeters implements VertxMetricsFactory {

  /** The role of ports that the system chose, which is unknown. */
  private static final String NO_ROLE = "unknown";

  private final MeterRegistry registry;
  private final Set<VertxDomain> domains;
  private final Map<Integer, String> roles = new HashMap<>();

  /**
   * Call it before the registry has its first meter, since a filter renames the labels.
   *
   * @param ports the ports on which the roles listen
   */
  VertxMeters(MeterRegistry registry, Set<VertxDomain> domains, Map<String, Integer> ports) {
    this.registry = registry;
    this.domains = domains;
    ports.forEach((role, port) -> roles.put(port, role));
    registry.config().meterFilter(new Renaming());
  }

  /** A builder with the metrics of the chosen domains, or without metrics if none is chosen. */
  VertxBuilder builder(VertxOptions options) {
    return domains.isEmpty()
        ? Vertx.builder().with(options)
        : Vertx.builder()
            .with(options.setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
            .withMetrics(this);
  }

  @Override
  public VertxMetrics metrics(VertxOptions options) {
    // One factory has the same labels for all its domains. Servers have their own factory, since
    // their status codes are ours.
    return new Chosen(
        delegate(EnumSet.of(Label.LOCAL, Label.HTTP_CODE)),
        delegate(EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME, Label.NAMESPACE, Label.EB_SIDE)));
  }

  private VertxMetrics delegate(Set<Label> labels) {
    return new MicrometerMetricsFactory(registry)
        .metrics(
            new VertxOptions()
                .setMetricsOptions(
                    new MicrometerMetricsOptions()
                        .setEnabled(true)
                        // Micrometer keeps registries by name for the whole JVM.
                        .setRegistryName("imas-" + UUID.randomUUID())
                        .setLabels(labels)));
  }

  private String role(int port) {
    return roles.getOrDefault(port, NO_ROLE);
  }

  /**
   * Renames labels to those of our own meters: the role instead of its address, and one label for a
   * pool's name.
   */
  private final class Renaming implements MeterFilter {

    @Override
    public Meter.Id map(Meter.Id id) {
      if (id.getName().startsWith("vertx.http.server.")) {
        return renamed(id, Label.LOCAL, "role");
      }
      return id.getName().startsWith("vertx.sql.")
          ? renamed(id, Label.NAMESPACE, Label.POOL_NAME.toString())
          : id;
    }

    private Meter.Id renamed(Meter.Id id, Label label, String name) {
      List<Tag> tags = new ArrayList<>();
      for (Tag tag : id.getTags()) {
        if (!tag.getKey().equals(label.toString())) {
          tags.add(tag);
        } else if (label == Label.LOCAL) {
          tags.add(Tag.of(name, roleAt(tag.getValue())));
        } else {
          tags.add(Tag.of(name, tag.getValue()));
        }
      }
      return id.replaceTags(tags);
    }

    /** The role at an address such as {@code 0.0.0.0:8090}. */
    private String roleAt(String address) {
      try {
        return role(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
      } catch (NumberFormatException e) {
        return NO_ROLE;
      }
    }
  }

  private final class Chosen implements VertxMetrics {

    private final VertxMetrics servers;
    private final VertxMetrics others;

    Chosen(VertxMetrics servers, VertxMetrics others) {
      this.servers = servers;
      this.others = others;
    }

    @Override
    public void vertxCreated(Vertx vertx) {
      if (domains.contains(VertxDomain.EVENT_LOOPS)) {
        new NettyEventExecutorMetrics(((VertxInternal) vertx).nettyEventLoopGroup())
            .bindTo(registry);
      }
    }

    @Override
    public @Nullable HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
        HttpServerOptions options, SocketAddress local) {
      VertxDomain domain =
          role(local.port()).equals("gateway") ? VertxDomain.INGEST : VertxDomain.HTTP_SERVER;
      return domains.contains(domain) ? servers.createHttpServerMetrics(options, local) : null;
    }

    @Override
    public @Nullable HttpClientMetrics<?, ?, ?> createHttpClientMetrics(HttpClientOptions options) {
      return domains.contains(VertxDomain.HTTP_CLIENT)
          ? others.createHttpClientMetrics(options)
          : null;
    }

    /**
     * Pools of HTTP connections get no metrics: such a pool is named after the address that is
     * called.
     */
    @Override
    public @Nullable PoolMetrics<?, ?> createPoolMetrics(
        String type, @Nullable String name, int size) {
      boolean isOurs = type.equals("worker") || type.equals("sql");
      return domains.contains(VertxDomain.POOLS) && isOurs && name != null
          ? others.createPoolMetrics(type, name, size)
          : null;
    }

    @Override
    public @Nullable ClientMetrics<?, ?, ?> createClientMetrics(
        SocketAddress remote, String type, @Nullable String namespace) {
      return domains.contains(VertxDomain.SQL) && type.equals("sql")
          ? others.createClientMetrics(remote, type, namespace)
          : null;
    }

    @Override
    public @Nullable EventBusMetrics<?> createEventBusMetrics() {
      return domains.contains(VertxDomain.EVENT_BUS) ? others.createEventBusMetrics() : null;
    }

    @Override
    public @Nullable TCPMetrics<?> createNetServerMetrics(
        NetServerOptions options, SocketAddress local) {
      return null;
    }

    @Override
    public @Nullable TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
      return null;
    }

    @Override
    public @Nullable DatagramSocketMetrics createDatagramSocketMetrics(
        DatagramSocketOptions options) {
      return null;
    }

    @Override
    public boolean isMetricsEnabled() {
      return true;
    }

    @Override
    public void close() {
      servers.close();
      others.close();
    }
  }
}
