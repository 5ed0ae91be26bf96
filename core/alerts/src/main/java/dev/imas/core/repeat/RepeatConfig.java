package dev.imas.core.repeat;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * @param alerts of how many alerts of a tenant the repeats of a quarter are kept; 0: of none, and
 *     nothing is done for it
 * @param keep how long after the end of its day
 */
public record RepeatConfig(int alerts, Duration keep) {

  /**
   * @param keep as the retention says
   */
  public static RepeatConfig read(Settings in, Duration keep) {
    return new RepeatConfig(in.count("core.repeats.alerts", 20_000, 0, 1_000_000), keep);
  }

  public boolean isOn() {
    return alerts > 0;
  }
}
