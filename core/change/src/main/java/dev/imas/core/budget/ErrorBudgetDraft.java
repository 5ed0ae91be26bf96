package dev.imas.core.budget;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import java.math.BigDecimal;

/**
 * What a request writes of an error budget, whose form is right.
 *
 * @param blocks whether the gate denies production deployments while the budget is spent
 */
record ErrorBudgetDraft(String name, Reference service, ErrorBudget budget, boolean blocks) {

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_DAYS = 90;
  private static final int USUAL_DAYS = 30;
  private static final int MOST_DECIMALS = 3;
  private static final BigDecimal LEAST = BigDecimal.valueOf(50);
  private static final BigDecimal MOST = BigDecimal.valueOf(100);

  static ErrorBudgetDraft read(Body body) {
    body.only("name", "service", "target", "days", "blocks");
    ErrorBudgetDraft draft =
        new ErrorBudgetDraft(
            body.requiredText("name", LONGEST_NAME).strip(),
            body.requiredReference("service"),
            new ErrorBudget(target(body), body.whole("days", 1, LONGEST_DAYS, USUAL_DAYS)),
            body.flag("blocks", false));
    body.throwIfFaulty();
    return draft;
  }

  private static double target(Body body) {
    JsonNode value = body.present("target");
    BigDecimal target =
        value != null && value.isNumber() ? value.decimalValue() : BigDecimal.valueOf(-1);
    boolean isIn = target.compareTo(LEAST) >= 0 && target.compareTo(MOST) < 0;
    if (!isIn || target.stripTrailingZeros().scale() > MOST_DECIMALS) {
      body.fault(
          "/target",
          "must be how much of the time the service works, in percent: 50 to 99.999, such as 99.9");
      return LEAST.doubleValue();
    }
    return target.doubleValue();
  }
}
