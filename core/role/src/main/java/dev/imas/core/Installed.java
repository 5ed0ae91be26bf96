package dev.imas.core;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelProvider;
import dev.imas.core.model.SourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What the other roles of this distribution understand, and core has to know of.
 *
 * @param sourceTypes that a source may have
 * @param channels that a contact may have
 */
record Installed(List<String> sourceTypes, ChannelKinds channels) {

  Installed {
    sourceTypes = List.copyOf(sourceTypes);
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
    return new Installed(all, channels);
  }
}
