package dev.imas.core.fallback;

import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackUnit.Redirected;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/** Writes the log: one line per unit and kind, however many pages a dead receiver had. */
final class FallbackReports {

  private FallbackReports() {}

  static void tell(Logger log, List<Redirected> redirected) {
    List<Redirected> nobody =
        redirected.stream().filter(r -> r.decision() instanceof NobodyLeft).toList();
    first(nobody)
        .ifPresent(
            r ->
                log.atError()
                    .addKeyValue("incident", r.incident().shortId())
                    .addKeyValue("pages", nobody.size())
                    .log("Pages reached nobody, and nobody else can be told"));
    List<Redirected> told = redirected.stream().filter(r -> !nobody.contains(r)).toList();
    first(told)
        .ifPresent(
            r ->
                log.atWarn()
                    .addKeyValue("incident", r.incident().shortId())
                    .addKeyValue("pages", told.size())
                    .log("Pages reached nobody; others are told instead"));
  }

  private static Optional<Redirected> first(List<Redirected> of) {
    return of.stream().findFirst();
  }
}
