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
 * What the other modules of this distribution provide to core.
 *
 * @param sourceTypes the types that a source may have
 * @param channels the channels that a contact may have
 * @param timerKinds kinds of timers besides core's own
 */
record Installed(List<String> sourceTypes, ChannelKinds channels, List<TimerKind> timerKinds) {

  Installed {
    sourceTypes = List.copyOf(sourceTypes);
    timerKinds = List.copyOf(timerKinds);
  }

  /** Reads what the class path provides. */
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
   * @param sourceTypes the types of sources besides ANY
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
