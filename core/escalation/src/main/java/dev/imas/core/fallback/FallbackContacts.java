package dev.imas.core.fallback;

import dev.imas.core.catalog.Contact;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

/** The tenant's fallback contacts, for whoever has nobody else to tell. */
public final class FallbackContacts {

  private final FallbackRepository contacts = new FallbackRepository();

  /** The active ones in order; empty if the tenant has named none. */
  public Future<List<Contact>> of(Tx tx) {
    return contacts
        .ofTenant(tx)
        .map(
            receivers ->
                receivers.stream()
                    .map(r -> new Contact(r.id(), r.channel(), r.address(), Severity.SEV4_LOW))
                    .toList());
  }
}
