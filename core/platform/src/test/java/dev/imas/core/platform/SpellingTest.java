package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  private static final List<String> KNOWN =
      List.of("gateway.port", "gateway.max-body", "gateway.max-batch", "core.port", "core.host");

  @ParameterizedTest
  @CsvSource({
    "gateway.prot, gateway.port",
    "gatway.port, gateway.port",
    "gateway.port2, gateway.port",
    "gateway.max_batch, gateway.max-batch",
    "core.prt, core.port"
  })
  void aSlipOfTheFingerIsSeenThrough(String written, String meant) {
    assertThat(Spelling.nearest(written, KNOWN)).contains(meant);
    assertThat(Spelling.hint(written, KNOWN)).isEqualTo("; did you mean " + meant + "?");
  }

  @Test
  void nothingIsGuessedFromFarAway() {
    assertThat(Spelling.nearest("something.else.altogether", KNOWN)).isEmpty();
    assertThat(Spelling.nearest("x", List.of("ab"))).isEmpty();
    assertThat(Spelling.hint("", KNOWN)).isEmpty();
  }

  @Test
  void theNearestOfSeveralIsMeant() {
    assertThat(Spelling.nearest("gateway.max-batc", KNOWN)).contains("gateway.max-batch");
  }
}
