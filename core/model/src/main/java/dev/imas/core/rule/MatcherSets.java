package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;

/**
 * Many sets of matchers, such as those of silences. It finds all that match an alert with a few
 * lookups, whatever their number: by the index that rules use. Immutable and thread-safe.
 */
public final class MatcherSets {

  private static final Runnable NO_CONDITIONS = () -> {};

  private final CompiledRule[] sets;
  private final RuleIndex index;
  private final int places;

  private MatcherSets(CompiledRule[] sets) {
    this.sets = sets;
    this.index = new RuleIndexBuilder(sets).build();
    this.places = RoutingTable.share(sets);
  }

  /**
   * @param sets of each all must match; an empty one matches every alert
   */
  public static MatcherSets of(List<List<Matcher>> sets) {
    return new MatcherSets(
        sets.stream().map(CompiledRule::matchingOnly).toArray(CompiledRule[]::new));
  }

  /** The places of the sets that match, ascending. */
  public int[] matching(Labels labels) {
    RoutedAlert alert = RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Instant.EPOCH);
    RuleSearch search = new RuleSearch(sets, alert, labels, null, NO_CONDITIONS, places, 0);
    index.offer(search);
    search.finish();
    int[] found = new int[search.matched()];
    for (int i = 0; i < found.length; i++) {
      found[i] = search.match(i);
    }
    return found;
  }
}
