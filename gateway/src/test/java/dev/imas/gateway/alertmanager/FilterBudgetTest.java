package dev.imas.gateway.alertmanager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.Fault;
import org.junit.jupiter.api.Test;

class FilterBudgetTest {

  private final FilterBudget budget = new FilterBudget();

  @Test
  void aPageMayCostWhatOneMayAndNoMore() {
    budget.take(50_000_000);

    assertThatThrownBy(() -> budget.take(1))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("takes too long");
  }

  @Test
  void allPagesTogetherMayCostSixTimesAsMuch() {
    for (int page = 0; page < 6; page++) {
      budget.nextPage();
      budget.take(50_000_000);
    }
    budget.nextPage();

    assertThatThrownBy(() -> budget.take(1))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("takes too long");
  }
}
