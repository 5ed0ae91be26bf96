package dev.imas.core;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelProvider;
import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceTypes;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the other modules of this distribution provide to core.
 *
 * @param sources the kinds of senders, of which each has a type of sources
 * @param channels the channels that a contact may have
 * @param features besides core's own
 */
record Installed(
    List<SourceKind> sources,
    ChannelKinds channels,
    List<Function<CoreContext, Feature>> features) {

  Installed {
    sources = List.copyOf(sources);
    features = List.copyOf(features);
  }

  /** Reads what the class path provides. */
  static Installed onClassPath() {
    return of(
        ServiceLoader.load(SourceTypes.class).stream()
            .flatMap(provider -> provider.get().kinds().stream())
            .toList(),
        new ChannelKinds(
            ServiceLoader.load(ChannelProvider.class)
                .findFirst()
                .<List<? extends ChannelKind>>map(ChannelProvider::kinds)
                .orElse(List.of())));
  }

  static Installed of(List<SourceKind> sources, ChannelKinds channels) {
    return new Installed(sources, channels, List.of());
  }

  /** The types that a source may have, ANY first. */
  List<String> sourceTypes() {
    return Stream.concat(Stream.of(SourceTypes.ANY), sources.stream().map(SourceKind::type))
        .toList();
  }

  Installed with(Function<CoreContext, Feature> feature) {
    return new Installed(
        sources, channels, Stream.concat(features.stream(), Stream.of(feature)).toList());
  }
}
