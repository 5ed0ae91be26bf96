package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import java.util.function.Function;

/**
 * What a tenant has one of, which is written as the API has it.
 *
 * @param routes that write it
 */
record SettingsDocuments(
    Kind kind,
    Fields shape,
    Function<ConfigurationResources, SingleRoutes<? extends Versioned, ?>> routes)
    implements DocumentsOfKind {

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(kind, keeping.call(), routes.apply(keeping.resources()), shown -> {});
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
