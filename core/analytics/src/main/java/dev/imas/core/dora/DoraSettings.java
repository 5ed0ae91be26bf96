package dev.imas.core.dora;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Versioned;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's deliveries to production should be. A target that is null is none.
 *
 * @param deploymentsPerWeek at least so many
 * @param leadTimeSeconds the median is below it
 * @param changeFailRate the rate is below it, such as 0.15
 * @param recoveryTimeSeconds the mean is below it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DoraSettings(
    @Nullable BigDecimal deploymentsPerWeek,
    @Nullable Integer leadTimeSeconds,
    @Nullable BigDecimal changeFailRate,
    @Nullable Integer recoveryTimeSeconds,
    int version)
    implements Versioned {

  /** Until somebody changes them. */
  static final DoraSettings USUAL =
      new DoraSettings(BigDecimal.valueOf(5), 7 * 86_400, new BigDecimal("0.15"), 3_600, 1);

  private static final BigDecimal MOST_PER_WEEK = BigDecimal.valueOf(10_000);
  private static final int DECIMALS_PER_WEEK = 2;
  private static final int DECIMALS_OF_RATE = 4;
  private static final int SHORTEST = 60;
  private static final int LONGEST = 365 * 86_400;

  /** What a request leaves out is as it usually is; null is no target. */
  static DoraSettings read(Body body) {
    body.only(
        "deployments_per_week",
        "lead_time_seconds",
        "change_fail_rate",
        "recovery_time_seconds",
        "version");
    DoraSettings read =
        new DoraSettings(
            body.has("deployments_per_week")
                ? decimal(body, "deployments_per_week", MOST_PER_WEEK, DECIMALS_PER_WEEK)
                : USUAL.deploymentsPerWeek,
            body.has("lead_time_seconds")
                ? body.whole("lead_time_seconds", SHORTEST, LONGEST)
                : USUAL.leadTimeSeconds,
            body.has("change_fail_rate")
                ? decimal(body, "change_fail_rate", BigDecimal.ONE, DECIMALS_OF_RATE)
                : USUAL.changeFailRate,
            body.has("recovery_time_seconds")
                ? body.whole("recovery_time_seconds", SHORTEST, LONGEST)
                : USUAL.recoveryTimeSeconds,
            1);
    body.throwIfFaulty();
    return read;
  }

  private static @Nullable BigDecimal decimal(
      Body body, String member, BigDecimal most, int decimals) {
    JsonNode value = body.present(member);
    if (value == null) {
      return null;
    }
    BigDecimal number = value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
    if (number.signum() <= 0
        || number.compareTo(most) > 0
        || number.stripTrailingZeros().scale() > decimals) {
      body.fault(
          "/" + member,
          "must be a number above 0, at most " + most + ", with at most " + decimals + " decimals");
    }
    return number;
  }
}
