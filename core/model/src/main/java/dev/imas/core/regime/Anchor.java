package dev.imas.core.regime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the term of a stage counts from. */
public enum Anchor {
  AWARENESS(LegalFact.AWARE),
  CLASSIFICATION(LegalFact.CLASSIFIED),
  /** The first submission of another stage. */
  SUBMISSION(null),
  /** The latest submission of another stage, which may be repeated. */
  LAST_SUBMISSION(null),
  MEASURE_AVAILABLE(LegalFact.MEASURE_AVAILABLE),
  HANDLED(LegalFact.HANDLED);

  private final @Nullable LegalFact fact;

  Anchor(@Nullable LegalFact fact) {
    this.fact = fact;
  }

  /** The fact that it is; null for submissions, which are proofs of another stage. */
  public @Nullable LegalFact fact() {
    return fact;
  }

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for another word
   */
  static Anchor named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
