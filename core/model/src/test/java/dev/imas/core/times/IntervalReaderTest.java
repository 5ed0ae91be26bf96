package dev.imas.core.times;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.times.WrittenInterval.Hours;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntervalReaderTest {

  private static WrittenInterval written(
      List<Hours> times,
      List<String> weekdays,
      List<String> days,
      List<String> months,
      List<String> years,
      @Nullable String location) {
    return new WrittenInterval(times, weekdays, days, months, years, location);
  }

  private static List<String> faults(WrittenInterval written) {
    List<String> pointers = new ArrayList<>();
    Optional<WrittenInterval> read =
        IntervalReader.canonical(written, (pointer, says) -> pointers.add(pointer));
    assertThat(read.isEmpty()).isEqualTo(!pointers.isEmpty());
    return pointers;
  }

  @Test
  void oneSpellingIsKeptOfWhatMeansTheSame() {
    WrittenInterval written =
        written(
            List.of(new Hours("09:00", "24:00")),
            List.of("Monday:FRIDAY", "sunday:sunday"),
            List.of("01:7", "-1:-1"),
            List.of("1:3", "December"),
            List.of("2026:2026"),
            "Europe/Paris");
    assertThat(IntervalReader.canonical(written, (pointer, says) -> {}))
        .contains(
            written(
                List.of(new Hours("09:00", "24:00")),
                List.of("monday:friday", "sunday"),
                List.of("1:7", "-1"),
                List.of("january:march", "december"),
                List.of("2026"),
                "Europe/Paris"));
  }

  @Test
  void eachFaultIsToldWithItsPlace() {
    assertThat(
            faults(
                written(
                    List.of(),
                    List.of("friday:monday", "mon", "monday:tuesday:friday"),
                    List.of("0", "32", "-3:2", "29:-1", "-1:-2", "x", "20:10"),
                    List.of("13", "june:may", "0", ""),
                    List.of("2027:2026", "0", "-5:3"),
                    "Europe/Nowhere")))
        .containsExactly(
            "/weekdays/0",
            "/weekdays/1",
            "/weekdays/2",
            "/days_of_month/0",
            "/days_of_month/1",
            "/days_of_month/2",
            "/days_of_month/3",
            "/days_of_month/4",
            "/days_of_month/5",
            "/days_of_month/6",
            "/months/0",
            "/months/1",
            "/months/2",
            "/months/3",
            "/years/0",
            "/years/1",
            "/years/2",
            "/location");
    assertThat(
            faults(
                written(
                    List.of(new Hours("9:00", "24:01")),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null)))
        .containsExactly("/times/0/start_time", "/times/0/end_time");
    assertThat(
            faults(
                written(
                    List.of(new Hours("22:00", "06:00")),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null)))
        .as("over midnight, as Alertmanager refuses it")
        .containsExactly("/times/0");
  }
}
