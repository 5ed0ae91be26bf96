package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void colourIsForAPersonWhoDoesNotMind() {
    assertThat(Terminal.of(true, Map.of()).red("x")).isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(Terminal.of(true, Map.of("NO_COLOR", "")).coloured()).isTrue();
    assertThat(Terminal.of(true, Map.of("NO_COLOR", "1")).red("x")).isEqualTo("x");
    assertThat(Terminal.of(true, Map.of("TERM", "dumb")).coloured()).isFalse();
    assertThat(Terminal.of(false, Map.of("TERM", "xterm")).coloured()).isFalse();
  }

  @Test
  void withoutColourAPersonStillWatches() {
    assertThat(Terminal.of(true, Map.of("NO_COLOR", "1")).watched()).isTrue();
  }
}
