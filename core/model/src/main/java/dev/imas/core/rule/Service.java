package dev.imas.core.rule;

import dev.imas.core.sla.ServiceTier;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service as routing knows it.
 *
 * @param isTriage whether it takes the alerts that name no known service
 * @param tier null where it is not known
 * @param team the name of the team that owns it, and its id; null alike
 */
public record Service(
    UUID id,
    String name,
    List<String> aliases,
    boolean isTriage,
    @Nullable ServiceTier tier,
    @Nullable Owner team) {

  /** A team. */
  public record Owner(UUID id, String name) {}

  /** One of which no tier and no team is known. */
  public Service(UUID id, String name, List<String> aliases, boolean isTriage) {
    this(id, name, aliases, isTriage, null, null);
  }

  public Service {
    aliases = List.copyOf(aliases);
  }
}
