package dev.imas.core;

import dev.imas.core.model.SourceTypes;
import java.util.List;

/** What a gateway provides where there is one. */
public final class SourceTypesOfTests implements SourceTypes {

  private static final List<String> TYPES =
      List.of("ALERTMANAGER", "PROMETHEUS", "DATADOG", "GRAFANA", "CUSTOM");

  @Override
  public List<String> types() {
    return TYPES;
  }
}
