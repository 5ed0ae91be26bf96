package dev.imas.core;

import dev.imas.core.model.SourceTypes;
import java.util.List;
import java.util.stream.Stream;

/** What a gateway provides where there is one. */
public final class SourceTypesOfTests implements SourceTypes {

  private static final List<String> TYPES =
      List.of("ALERTMANAGER", "PROMETHEUS", "DATADOG", "GRAFANA", "CUSTOM");

  static final List<String> ALL = Stream.concat(Stream.of(ANY), TYPES.stream()).toList();

  @Override
  public List<String> types() {
    return TYPES;
  }
}
