package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.CreditVendor;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds how a tenant's provider is asked for its credits. It takes none of the provider's slots.
 * Only on a virtual thread.
 */
public final class CreditReader {

  private final ProviderDesk desk;
  private final List<InstalledKind> kinds;
  private final List<String> types;

  public CreditReader(ProviderDesk desk, List<? extends InstalledKind> kinds) {
    this.desk = desk;
    this.kinds = List.copyOf(kinds);
    this.types =
        kinds.stream()
            .flatMap(kind -> kind.providers().stream())
            .filter(InstalledProvider::isPrepaid)
            .map(InstalledProvider::type)
            .toList();
  }

  /** Of providers that are paid in advance. */
  public List<String> types() {
    return types;
  }

  /**
   * @return empty if there is none that is active
   */
  public Optional<CreditVendor> of(TenantId tenant, UUID provider, String type) {
    return desk.find(kinds, tenant, provider, type).flatMap(open -> open.channel().credits());
  }
}
