package dev.imas.gateway;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import io.vertx.core.Future;

/** The gateway. {@link GatewayStart} wires it, by constructors. */
public final class GatewayRole implements Role {

  static final int MOST_LOOPS = 64;

  private final Senders senders;

  public GatewayRole() {
    this(new Senders());
  }

  /** For tests: with other senders than the built-in ones. */
  public GatewayRole(Senders senders) {
    this.senders = senders;
  }

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Setup configure(Settings settings) {
    return new ConfiguredGateway(GatewayConfig.read(settings), senders);
  }

  private record ConfiguredGateway(GatewayConfig config, Senders senders) implements Setup {

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
      return new GatewayStart(platform, config, senders).start();
    }
  }
}
