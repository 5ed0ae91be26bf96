package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.ReplyVendor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds how people are answered in the chats of a tenant's provider. It takes none of the
 * provider's slots: what is late by seconds is not said at all. Only on a virtual thread.
 */
public final class ProviderReplies {

  private final ProviderDesk desk;
  private final List<InstalledKind> kinds;

  public ProviderReplies(ProviderDesk desk, List<? extends InstalledKind> kinds) {
    this.desk = desk;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * @param type of the provider
   * @return empty if there is none that is active, or its vendor has no way for it
   */
  public Optional<ReplyVendor> of(TenantId tenant, UUID provider, String type) {
    return desk.find(kinds, tenant, provider, type).flatMap(open -> open.channel().replies());
  }
}
