package dev.imas.core.rule;

import java.util.List;
import java.util.UUID;

/**
 * A service as routing knows it.
 *
 * @param isTriage whether it takes the alerts that name no known service
 */
public record Service(UUID id, String name, List<String> aliases, boolean isTriage) {
  public Service {
    aliases = List.copyOf(aliases);
  }
}
