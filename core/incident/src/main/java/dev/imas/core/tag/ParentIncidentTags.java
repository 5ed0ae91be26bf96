package dev.imas.core.tag;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives umbrellas of storms the tags that came by themselves to any of the incidents that they
 * hold, so that whoever looks for these finds the umbrella, too. A tag that a person has taken from
 * the umbrella does not come back.
 */
public final class ParentIncidentTags {

  private final IncidentTagRepository repository = new IncidentTagRepository();

  /**
   * The same changes in their order, perhaps with further tags. Call it on a virtual thread.
   *
   * @param umbrellas that the transaction has locked
   */
  public List<IncidentChange> add(Tx tx, List<IncidentChange> umbrellas) {
    Map<UUID, List<Tag>> held =
        repository.ofHeld(tx, umbrellas.stream().map(one -> one.after().id()).toList()).await();
    return held.isEmpty()
        ? umbrellas
        : umbrellas.stream().map(one -> with(tx, one, held.get(one.after().id()))).toList();
  }

  private IncidentChange with(Tx tx, IncidentChange umbrella, @Nullable List<Tag> held) {
    return held == null
        ? umbrella
        : TagSteps.held(umbrella, held, repository.of(tx, umbrella.after().id()).await());
  }
}
