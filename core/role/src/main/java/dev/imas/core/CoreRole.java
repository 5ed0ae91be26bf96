package dev.imas.core;

import dev.imas.core.model.SourceTypes;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The truth about incidents: intake, lifecycle, pages, timers, and the JSON API. */
public final class CoreRole implements Role {

  private final List<String> sourceTypes;

  /** With the types of sources that are provided on the class path. */
  public CoreRole() {
    this(
        ServiceLoader.load(SourceTypes.class).stream()
            .flatMap(provider -> provider.get().types().stream())
            .toList());
  }

  /**
   * @param sourceTypes besides ANY
   */
  public CoreRole(List<String> sourceTypes) {
    List<String> all = new ArrayList<>(List.of(SourceTypes.ANY));
    all.addAll(sourceTypes);
    this.sourceTypes = List.copyOf(all);
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
      public Future<Running> start(Platform platform) {
        return new CoreStart(platform, config, sourceTypes).run();
      }
    };
  }
}
