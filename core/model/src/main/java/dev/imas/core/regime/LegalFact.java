package dev.imas.core.regime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An instant that people state about an incident, because a law counts from it. */
public enum LegalFact {
  /** Reasonable certainty that it is what the law is about. */
  AWARE,
  /** It was classified as one that must be reported. */
  CLASSIFIED,
  /** A measure against it is available to users. */
  MEASURE_AVAILABLE,
  /** It is over for the law: handled. */
  HANDLED;

  /** The name in JSON, such as {@code aware_at}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT) + "_at";
  }

  /** Finds one by its name in JSON. */
  public static Optional<LegalFact> named(String wireName) {
    return Arrays.stream(values()).filter(fact -> fact.wireName().equals(wireName)).findFirst();
  }
}
