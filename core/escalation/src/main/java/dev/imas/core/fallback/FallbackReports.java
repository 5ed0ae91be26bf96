package dev.imas.core.fallback;

import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackUnit.Redirected;
import dev.imas.core.platform.OncePerMinute;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes the log: the first page of a kind at once, with its incident, and then a line a minute
 * with how many there were. The metric {@code imas_page_fallbacks_total} counts each.
 */
final class FallbackReports {

  private final Logger log;
  private final OncePerMinute nobody;
  private final OncePerMinute others;

  /**
   * @param nanoTime System.nanoTime, or a test's
   */
  FallbackReports(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nobody = new OncePerMinute(nanoTime);
    this.others = new OncePerMinute(nanoTime);
  }

  void tell(List<Redirected> redirected) {
    List<Redirected> lost =
        redirected.stream().filter(r -> r.decision() instanceof NobodyLeft).toList();
    tell(lost, nobody, Level.ERROR, "Pages failed, and nobody else is left to page");
    List<Redirected> told = redirected.stream().filter(r -> !lost.contains(r)).toList();
    tell(told, others, Level.WARN, "Pages failed; others are paged instead");
  }

  private void tell(List<Redirected> some, OncePerMinute line, Level level, String what) {
    long pages = some.isEmpty() ? 0 : line.dueAfterMore(some.size());
    if (pages > 0) {
      log.atLevel(level)
          .addKeyValue("incident", some.getFirst().incident().shortId())
          .addKeyValue("pages", pages)
          .log(what + " (imas_page_fallbacks_total counts all of these)");
    }
  }
}
