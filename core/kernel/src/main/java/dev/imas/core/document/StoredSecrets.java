package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/** The secrets of a tenant, so that an apply can tell whether one changes. They are never shown. */
public final class StoredSecrets {

  private final Map<UUID, String> single;
  private final Map<UUID, Map<String, String>> ofProviders;

  public StoredSecrets(Map<UUID, String> single, Map<UUID, Map<String, String>> ofProviders) {
    this.single = Map.copyOf(single);
    this.ofProviders = Map.copyOf(ofProviders);
  }

  /** The secret of a source, a contact or an event webhook; empty if there is none. */
  public String of(UUID id) {
    return single.getOrDefault(id, "");
  }

  /** Adds the secret of what is shown, if it has one. */
  public void addTo(ObjectNode shown, String member) {
    String secret = of(UUID.fromString(shown.get("id").textValue()));
    if (!secret.isEmpty()) {
      shown.put(member, secret);
    }
  }

  public Map<String, String> ofProvider(UUID id) {
    return ofProviders.getOrDefault(id, Map.of());
  }

  @Override
  public String toString() {
    return "StoredSecrets";
  }
}
