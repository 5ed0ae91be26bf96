package dev.imas.core.document;

import dev.imas.core.document.Shape.Fields;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;

/**
 * What a tenant has one of, which is written as the API has it.
 *
 * @param routes that write it
 */
public record SettingsDocuments(
    Kind kind, Fields shape, SingleRoutes<? extends Versioned, ?> routes)
    implements DocumentsOfKind {

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(kind, keeping.call(), routes, shown -> {});
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
