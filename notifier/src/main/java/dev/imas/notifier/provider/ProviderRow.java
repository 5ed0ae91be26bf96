package dev.imas.notifier.provider;

import java.util.UUID;

/**
 * A provider as it is stored.
 *
 * @param config JSON, without secrets
 * @param sealedSecrets empty where it has none
 */
record ProviderRow(
    UUID id,
    String name,
    String type,
    int version,
    boolean isActive,
    int concurrency,
    String config,
    byte[] sealedSecrets) {

  @Override
  public String toString() {
    return type + " " + name + " " + id + " version " + version;
  }
}
