package dev.imas.core.cluster;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Members of a cluster in one process, each with a Vert.x of its own. */
final class Members implements AutoCloseable {

  static final ClusterKey KEY = new ClusterKey(new byte[32]);

  private final List<Bus> started = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  record Bus(ClusteredBus bus, ClusterConfig config, SimpleMeterRegistry meters) {

    Vertx vertx() {
      return bus.vertx();
    }

    EventBus events() {
      return bus.vertx().eventBus();
    }

    double meter(String name) {
      return meters.find(name).gauge() == null
          ? meters.get(name).counter().count()
          : meters.get(name).gauge().value();
    }
  }

  /** It knows those that were started before it. */
  Bus start(String role) {
    return start(role, KEY, config());
  }

  ClusterConfig config() {
    int port = FreePort.next();
    addresses.add("127.0.0.1:" + port);
    return new ClusterConfig(
        addresses,
        InetAddress.getLoopbackAddress(),
        port,
        FreePort.next(),
        new ClusterConfig.Advertised(null, OptionalInt.empty(), OptionalInt.empty()));
  }

  void knows(String address) {
    addresses.add(address);
  }

  Bus start(String role, ClusterKey key, ClusterConfig config) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ClusteredBus bus =
        ClusteredBus.join(
            config,
            key,
            Set.of(role),
            "test",
            options -> Vertx.builder().with(options),
            new VertxOptions(),
            meters);
    Bus member = new Bus(bus, config, meters);
    started.add(member);
    return member;
  }

  void stop(Bus member) {
    started.remove(member);
    Await.result(member.vertx().close());
    member.bus().close();
  }

  @Override
  public void close() {
    List.copyOf(started).forEach(this::stop);
  }
}
