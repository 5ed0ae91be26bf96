package dev.imas.core.incident;

import dev.imas.core.feature.Feature;
import java.util.List;

/** A feature that has a part in what becomes of incidents. */
public interface IncidentExtension extends Feature {

  /** What it keeps of a change before anybody is paged, since paging reads it. */
  default List<IncidentReaction> records() {
    return List.of();
  }

  /** What pages people. Reactions of all features run one after the other, in their order. */
  default List<IncidentReaction> paging() {
    return List.of();
  }

  /**
   * What else follows from a change. These run beside each other, so none may read what another
   * writes.
   */
  default List<IncidentReaction> reactions() {
    return List.of();
  }

  /** What it adds to incidents before they are written. */
  default Qualification qualification() {
    return Qualification.NONE;
  }
}
