package dev.imas.core.silence;

import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What whoever silences should know. Pure. */
public final class SilenceWarnings {

  /** What is silenced for longer is forgotten. */
  static final Duration LONG = Duration.ofDays(7);

  private SilenceWarnings() {}

  /**
   * @param found null if there were too many alerts to look at in time
   * @param length for how long it hides alerts from now on
   */
  public static List<SilenceWarning> of(
      FiringAlertRepository.@Nullable Found found, Duration length) {
    List<SilenceWarning> warnings = new ArrayList<>();
    if (found == null) {
      warnings.add(
          new SilenceWarning(
              SilenceWarning.Kind.NOT_LOOKED,
              "the firing alerts could not be looked at in time, so nobody knows yet what it"
                  + " mutes"));
    } else if (found.count() == 0) {
      warnings.add(
          new SilenceWarning(
              SilenceWarning.Kind.MATCHES_NOTHING,
              found.exact()
                  ? "no alert that fires now is matched; check the matchers"
                  : "none of the "
                      + FiringAlertRepository.MOST
                      + " newest firing alerts is matched"));
    } else if (found.worst() == Severity.SEV1_CRITICAL) {
      warnings.add(
          new SilenceWarning(SilenceWarning.Kind.HIDES_SEV1, "it mutes an alert of severity SEV1"));
    }
    if (length.compareTo(LONG) > 0) {
      warnings.add(
          new SilenceWarning(
              SilenceWarning.Kind.LONG,
              "it mutes alerts for more than "
                  + LONG.toDays()
                  + " days; is somebody mending this?"));
    }
    return List.copyOf(warnings);
  }
}
