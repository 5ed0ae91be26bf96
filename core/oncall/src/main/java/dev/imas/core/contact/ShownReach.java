package dev.imas.core.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person can be called, and by what; if not, why, and what mends it. As the API shows it:
 * without addresses.
 *
 * @param by in the order of time; empty if the person cannot be called
 * @param why in the words of drills and of escalations; absent if the person can be called
 * @param obstacle the same as a kind
 * @param mend what to do about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShownReach(
    boolean canBeCalled,
    List<By> by,
    @Nullable String why,
    @Nullable String obstacle,
    @Nullable String mend) {

  /**
   * @param channel such as {@code sms}
   * @param after from the firing of the step, ISO-8601
   * @param waits for which collected message it waits: grouped, daily or weekly; absent: it does
   *     not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record By(String channel, String after, @Nullable String waits) {}

  public static ShownReach of(Reach reach) {
    return new ShownReach(
        reach.isCalled(),
        reach.calls().stream()
            .map(call -> new By(call.channel(), call.after().toString(), call.waits()))
            .toList(),
        reach.unreachable().orElse(null),
        reach.obstacle().map(Obstacle::wireName).orElse(null),
        reach.obstacle().map(Obstacle::mend).orElse(null));
  }
}
