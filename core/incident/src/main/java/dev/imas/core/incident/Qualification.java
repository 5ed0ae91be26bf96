package dev.imas.core.incident;

import dev.imas.core.feature.Feature;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** Adds to changes whom incidents concern, before they are written (ING-36). */
@FunctionalInterface
public interface Qualification {

  /** Nothing but their service. */
  Qualification NONE = (tx, changes) -> Future.succeededFuture(changes);

  /**
   * @param changes of the transaction's tenant
   * @return the same in their order, perhaps with further steps
   */
  Future<List<IncidentChange>> qualify(Tx tx, List<IncidentChange> changes);

  /** That of each feature, in their order. */
  static Qualification of(Collection<? extends Feature> features) {
    return features.stream()
        .filter(IncidentExtension.class::isInstance)
        .map(feature -> ((IncidentExtension) feature).qualification())
        .filter(one -> one != NONE)
        .reduce(Qualification::then)
        .orElse(NONE);
  }

  /** This one, and the other one for what it returns. */
  default Qualification then(Qualification next) {
    return (tx, changes) -> qualify(tx, changes).compose(qualified -> next.qualify(tx, qualified));
  }
}
