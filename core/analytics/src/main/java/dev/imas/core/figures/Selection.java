package dev.imas.core.figures;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents count: those that were opened in the span.
 *
 * @param services of which services; null for all
 */
record Selection(Span span, UUID @Nullable [] services, FigureCut cut, Measure measure) {

  Selection during(Span other) {
    return new Selection(other, services, cut, measure);
  }
}
