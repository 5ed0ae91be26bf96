package dev.imas.core.regime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One report that a law demands.
 *
 * @param terms the earliest end of them is the limit
 * @param late if this anchor is later than the limit, its own term counts alone; null: none
 * @param whileOngoing whether it is demanded only of an incident that is not handled by its limit
 * @param ifOngoing what counts instead of the terms where another stage found it ongoing
 * @param rolls whether a limit at a weekend is moved to noon of the next working day
 */
public record StageTemplate(
    String id,
    String name,
    List<LegalTerm> terms,
    @Nullable Anchor late,
    boolean whileOngoing,
    @Nullable IfOngoing ifOngoing,
    boolean rolls) {

  /**
   * @param at the stage that is demanded of ongoing incidents
   */
  public record IfOngoing(String at, List<LegalTerm> terms) {

    public IfOngoing {
      terms = List.copyOf(terms);
    }
  }

  public StageTemplate {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("the stage " + id + " has no term");
    }
  }
}
