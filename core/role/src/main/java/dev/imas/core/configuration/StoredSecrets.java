package dev.imas.core.configuration;

import java.util.Map;
import java.util.UUID;

/** The secrets of a tenant, so that an apply can tell whether one changes. They are never shown. */
final class StoredSecrets {

  private final Map<UUID, String> single;
  private final Map<UUID, Map<String, String>> ofProviders;

  StoredSecrets(Map<UUID, String> single, Map<UUID, Map<String, String>> ofProviders) {
    this.single = Map.copyOf(single);
    this.ofProviders = Map.copyOf(ofProviders);
  }

  /** The secret of a source or a contact; empty if there is none. */
  String of(UUID id) {
    return single.getOrDefault(id, "");
  }

  Map<String, String> ofProvider(UUID id) {
    return ofProviders.getOrDefault(id, Map.of());
  }

  @Override
  public String toString() {
    return "StoredSecrets";
  }
}
