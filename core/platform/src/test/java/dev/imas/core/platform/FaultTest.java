package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void fewFaultsAreAllTold() {
    Fault fault = Fault.invalid(Map.of("/a", List.of("one", "two")));

    assertThat(fault.detail()).isEqualTo("one (and 1 more)");
    assertThat(fault.details()).containsEntry("/a", List.of("one", "two"));
  }

  @Test
  void ofManyFaultsTheFirstHundredAreTold() {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    IntStream.range(0, 100_000).forEach(i -> faults.put("/" + i, List.of("a", "b", "c")));

    Fault fault = Fault.invalid(faults);

    assertThat(fault.detail()).isEqualTo("a (and 299999 more; the first 100 are listed)");
    assertThat(fault.pointer()).isEqualTo("/0");
    assertThat(fault.details().values().stream().mapToInt(List::size).sum()).isEqualTo(100);
    assertThat(fault.details()).containsEntry("/33", List.of("a")).doesNotContainKey("/34");
    assertThat(Json.write(Problem.of(fault, null))).hasSizeLessThan(10_000);
  }

  @Test
  void manyFaultsOfOneFieldAreCutToo() {
    List<String> all = IntStream.range(0, 5_000).mapToObj(i -> "fault " + i).toList();

    assertThat(Fault.invalid(Map.of("/a", all)).details().get("/a")).hasSize(100);
  }
}
