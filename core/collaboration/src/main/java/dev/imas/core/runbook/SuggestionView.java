package dev.imas.core.runbook;

import dev.imas.core.procedure.RunbookSelection;
import dev.imas.core.procedure.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A runbook that fits, or that people may choose.
 *
 * @param why as the rest of a sentence that begins with "because"
 */
record SuggestionView(UUID id, String slug, String name, int version, String fit, String why) {

  private static SuggestionView of(Suggestion one) {
    return new SuggestionView(
        one.runbook().id(),
        one.runbook().slug(),
        one.runbook().name(),
        one.runbook().version(),
        one.fit().name().toLowerCase(Locale.ROOT),
        one.why());
  }

  /**
   * What would be attached, and what else people may choose.
   *
   * @param chosen null: none fits
   */
  record Chosen(@Nullable SuggestionView chosen, List<SuggestionView> others) {

    static Chosen of(RunbookSelection selection) {
      Suggestion chosen = selection.chosen();
      return new Chosen(
          chosen == null ? null : SuggestionView.of(chosen),
          selection.others().stream().map(SuggestionView::of).toList());
    }
  }
}
