package dev.imas.core.regime;

import org.jspecify.annotations.Nullable;

/**
 * A term of a stage.
 *
 * @param of the stage whose submission it counts from; null for other anchors
 */
public record LegalTerm(Anchor anchor, @Nullable String of, TermLength length) {

  public LegalTerm {
    if ((anchor.fact() == null) != (of != null)) {
      throw new IllegalArgumentException(
          "a term from a submission names its stage, and no other does: " + anchor + " of " + of);
    }
  }
}
