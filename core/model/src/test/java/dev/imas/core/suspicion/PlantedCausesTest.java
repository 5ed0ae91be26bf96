package dev.imas.core.suspicion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.suspicion.PlantedCauses.Planted;
import org.junit.jupiter.api.Test;

class PlantedCausesTest {

  private static final int INCIDENTS = 500;

  @Test
  void plantedCauseIsMostlyFirstAndFoundMoreOftenThanTheMostRecentChange() {
    PlantedCauses causes = new PlantedCauses(47);
    int first = 0;
    int three = 0;
    int mostRecent = 0;
    for (int i = 0; i < INCIDENTS; i++) {
      Planted planted = causes.next();
      int rank = planted.rank();
      first += rank == 1 ? 1 : 0;
      three += rank <= 3 ? 1 : 0;
      mostRecent += planted.isMostRecent() ? 1 : 0;
    }
    String counts =
        "first %d, in three %d, most recent %d of %d"
            .formatted(first, three, mostRecent, INCIDENTS);
    assertThat(first).as(counts).isGreaterThanOrEqualTo(INCIDENTS * 60 / 100);
    assertThat(three).as(counts).isGreaterThanOrEqualTo(INCIDENTS * 85 / 100);
    assertThat(first * 10).as(counts).isGreaterThanOrEqualTo(mostRecent * 13);
  }
}
