package dev.imas.core.regime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.regime.DutyEvent.Stated;
import dev.imas.core.regime.DutyEvent.Submitted;
import dev.imas.core.regime.DutyEvent.Waived;
import dev.imas.core.regime.DutyEvent.Waiver;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Cases of laws, calculated by hand: {@code legal-table.txt} beside this test. */
final class LegalTableTest {

  @ParameterizedTest(name = "{1} {5}: {0}")
  @CsvFileSource(
      resources = "legal-table.txt",
      delimiter = '|',
      numLinesToSkip = 1,
      maxCharsPerColumn = 1_000)
  void stageIsDueWhenTheLawSays(
      String what,
      String regime,
      String zone,
      @Nullable String log,
      String now,
      String stage,
      @Nullable String due,
      String state) {
    StageStatus status =
        Duty.of(version(regime, at(now)), ZoneId.of(zone), events(log)).stage(stage);

    assertThat(status.limit().dueAt()).as(what).isEqualTo(due == null ? null : at(due));
    assertThat(status.state(at(now)).wireName()).as(what).isEqualTo(state);
  }

  private static RegimeVersion version(String regime, Instant now) {
    if (regime.startsWith(Regimes.OWN_HOURS)) {
      return Regimes.ownHours(Integer.parseInt(regime.substring(Regimes.OWN_HOURS.length() + 1)));
    }
    return Regimes.shipped()
        .find(regime)
        .orElseThrow()
        .on(now.atZone(ZoneId.of("UTC")).toLocalDate())
        .orElseThrow();
  }

  private static List<DutyEvent> events(@Nullable String log) {
    List<DutyEvent> events = new ArrayList<>();
    for (String line : log == null ? new String[0] : log.split(";")) {
      String[] words = line.strip().split(" ");
      events.add(
          switch (words[0]) {
            case "submit" -> new Submitted(words[1], at(words[2]));
            case "waive" -> new Waived(words[1], Waiver.valueOf(words[2].toUpperCase(Locale.ROOT)));
            case "withdraw" -> new Stated(fact(words[1]), null);
            default -> new Stated(fact(words[0]), at(words[1]));
          });
    }
    return events;
  }

  private static LegalFact fact(String word) {
    return LegalFact.named(word + "_at").orElseThrow();
  }

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }
}
