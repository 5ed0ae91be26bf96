package dev.imas.core.suppression;

import dev.imas.core.rule.RuleTimes;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known when it is decided which alerts are hidden.
 *
 * @param hidden the subjects that are hidden until now
 * @param before where the subjects were sources until now
 * @param sides of the subjects that have fired, what rules of inhibition they concern
 * @param others the sources that fire among all other alerts
 * @param times of the subjects that have fired, what the rules that routed them say of times
 */
public record SuppressionState(
    Map<UUID, Was> hidden,
    Map<Place, Sources> before,
    Map<UUID, List<Side>> sides,
    Map<Place, Sources> others,
    Map<UUID, RuleTimes> times) {

  public static final SuppressionState NOTHING =
      new SuppressionState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /**
   * How an alert was hidden until now.
   *
   * @param opening the opening that waits to be counted; null if there is none
   */
  public record Was(Instant since, @Nullable Integer opening) {}

  /**
   * The sources of one place.
   *
   * @param any one of them; null if there is none
   * @param pure one that is no target as well: it inhibits all targets
   */
  public record Sources(@Nullable UUID any, @Nullable UUID pure) {

    public static final Sources NONE = new Sources(null, null);

    /** The same with one more. */
    public Sources with(UUID source, boolean isBoth) {
      return new Sources(source, isBoth ? pure : source);
    }

    public Sources or(Sources other) {
      return new Sources(any == null ? other.any : any, pure == null ? other.pure : pure);
    }

    /** Whether these inhibit more than those. */
    boolean isMoreThan(Sources less) {
      return (any != null && less.any == null) || (pure != null && less.pure == null);
    }
  }
}
