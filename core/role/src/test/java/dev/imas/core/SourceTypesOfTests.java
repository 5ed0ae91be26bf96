package dev.imas.core;

import dev.imas.core.model.SourceTypes;
import java.util.List;

/** The source types that a gateway would provide. */
public final class SourceTypesOfTests implements SourceTypes {

  private static final List<String> TYPES =
      List.of("ALERTMANAGER", "PROMETHEUS", "DATADOG", "GRAFANA", "CUSTOM");

  @Override
  public List<String> types() {
    return TYPES;
  }
}
