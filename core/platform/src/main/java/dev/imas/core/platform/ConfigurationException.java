package dev.imas.core.platform;

import java.util.List;

/** The configuration cannot be used. Holds every fault, each a line for the person who wrote it. */
public final class ConfigurationException extends RuntimeException {

  private final List<String> faults;

  public ConfigurationException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  public List<String> faults() {
    return faults;
  }
}
