package dev.imas.core.platform;

import java.util.List;

/** The configuration cannot be used. It holds every fault, each as a line for the operator. */
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
