package dev.imas.core.oncall;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds gaps and overlaps in the steps of a level, joining neighbours that are alike. */
final class FaultFinder {

  private FaultFinder() {}

  static List<ScheduleFault> find(int level, List<Schedule.Step> steps) {
    List<ScheduleFault> faults = new ArrayList<>();
    ScheduleFault open = null;
    for (Schedule.Step step : steps) {
      ScheduleFault fault = faultOf(level, step);
      if (open != null && fault != null && isSame(open, fault)) {
        open = lengthened(open, fault);
        continue;
      }
      if (open != null) {
        faults.add(open);
      }
      open = fault;
    }
    if (open != null) {
      faults.add(open);
    }
    return faults;
  }

  private static @Nullable ScheduleFault faultOf(int level, Schedule.Step step) {
    if (step.onCall().isEmpty()) {
      return new ScheduleFault.Gap(level, step.when());
    }
    List<String> layers =
        step.onCall().values().stream().flatMap(FaultFinder::layer).distinct().toList();
    return layers.size() > 1 ? new ScheduleFault.Overlap(level, step.when(), layers) : null;
  }

  private static Stream<String> layer(Cause cause) {
    return switch (cause) {
      case Cause.Turn turn -> Stream.of(turn.layer());
      case Cause.Cover cover -> Stream.of(cover.layer());
      case Cause.Overridden _ -> Stream.empty();
    };
  }

  private static boolean isSame(ScheduleFault one, ScheduleFault other) {
    return switch (one) {
      case ScheduleFault.Gap _ -> other instanceof ScheduleFault.Gap;
      case ScheduleFault.Overlap overlap ->
          other instanceof ScheduleFault.Overlap next && overlap.layers().equals(next.layers());
    };
  }

  private static ScheduleFault lengthened(ScheduleFault open, ScheduleFault by) {
    Interval when = new Interval(open.when().from(), by.when().until());
    return switch (open) {
      case ScheduleFault.Gap gap -> new ScheduleFault.Gap(gap.level(), when);
      case ScheduleFault.Overlap overlap ->
          new ScheduleFault.Overlap(overlap.level(), when, overlap.layers());
    };
  }
}
