package dev.imas.core;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.SourceKind;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** The core role: intake, incidents and their pages, timers, and the JSON API. */
public final class CoreRole implements Role {

  private final Installed installed;

  /** Uses the types of sources and the channels that are provided on the class path. */
  public CoreRole() {
    this(Installed.onClassPath());
  }

  /**
   * @param sources the kinds of senders
   */
  public CoreRole(List<SourceKind> sources, ChannelKinds channels) {
    this(Installed.of(sources, channels));
  }

  private CoreRole(Installed installed) {
    this.installed = installed;
  }

  /** The same role with one more feature, which comes after core's own. */
  public CoreRole with(Function<CoreContext, Feature> feature) {
    return new CoreRole(installed.with(feature));
  }

  @Override
  public String name() {
    return "core";
  }

  @Override
  public Setup configure(Settings settings) {
    CoreConfig config = CoreConfig.read(settings);
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
        return new CoreServer(platform, config, installed).start();
      }
    };
  }
}
