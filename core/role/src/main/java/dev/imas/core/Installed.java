package dev.imas.core;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelProvider;
import dev.imas.core.model.SourceTypes;
import dev.imas.core.scheduler.TimerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What the other parts of this distribution understand, and core has to know of.
 *
 * @param sourceTypes that a source may have
 * @param channels that a contact may have
 * @param timerKinds besides those of core itself
 */
record Installed(List<String> sourceTypes, ChannelKinds channels, List<TimerKind> timerKinds) {

  Installed {
    sourceTypes = List.copyOf(sourceTypes);
    timerKinds = List.copyOf(timerKinds);
  }

  /** As it is provided on the class path. */
  static Installed onClassPath() {
    return of(
        ServiceLoader.load(SourceTypes.class).stream()
            .flatMap(provider -> provider.get().types().stream())
            .toList(),
        new ChannelKinds(
            ServiceLoader.load(ChannelProvider.class)
                .findFirst()
                .<List<? extends ChannelKind>>map(ChannelProvider::kinds)
                .orElse(List.of())));
  }

  /**
   * @param sourceTypes besides ANY
   */
  static Installed of(List<String> sourceTypes, ChannelKinds channels) {
    List<String> all = new ArrayList<>(List.of(SourceTypes.ANY));
    all.addAll(sourceTypes);
    return new Installed(all, channels, List.of());
  }

  Installed and(List<TimerKind> kinds) {
    return new Installed(sourceTypes, channels, kinds);
  }
}
