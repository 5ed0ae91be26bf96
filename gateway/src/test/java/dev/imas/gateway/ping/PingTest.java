package dev.imas.gateway.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.ping.Ping.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingTest {

  @ParameterizedTest
  @CsvSource({
    "/ping/imas_png_k, SUCCESS",
    "/ping/imas_png_k/, SUCCESS",
    "/ping/imas_png_k/success, SUCCESS",
    "/ping/imas_png_k/start, START",
    "/ping/imas_png_k/fail, FAIL",
  })
  void thePathEndsWithWhatThePingSays(String path, Signal signal) {
    assertThat(Ping.read(path, null, null)).isEqualTo(new Ping("imas_png_k", signal, null, null));
  }

  @Test
  void aRunIsNamedAndItsSecondsAreCounted() {
    Ping ping = Ping.read("/ping/k", "8f14e45f-ceea", "12.5");

    assertThat(ping.run()).isEqualTo("8f14e45f-ceea");
    assertThat(ping.millis()).isEqualTo(12_500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ping/", "/ping//fail", "/ping/k/begin", "/ping/k/start/again"})
  void anyOtherPathIsNone(String path) {
    assertThatThrownBy(() -> Ping.read(path, null, null))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND));
  }

  @Test
  void aKeyOfAnyLengthIsNotRepeated() {
    String key = "k".repeat(129);

    assertThatThrownBy(() -> Ping.read("/ping/" + key, null, null)).hasMessageNotContaining("kkk");
  }

  @ParameterizedTest
  @CsvSource({"'a b',", "'',", ", -1", ", 1e9", ", NaN", ", 99999999999", ", ''"})
  void whatCannotBeReadIsRefused(String run, String duration) {
    assertThatThrownBy(() -> Ping.read("/ping/k", run, duration))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_REQUEST));
  }
}
