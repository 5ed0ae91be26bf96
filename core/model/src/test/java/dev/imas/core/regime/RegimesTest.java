package dev.imas.core.regime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegimesTest {

  @Test
  void lawsThatAreKnown() {
    assertThat(Regimes.shipped().ids())
        .containsExactly(
            "gdpr-33",
            "nis2-23",
            "nis2-23-trust",
            "dora-19",
            "dora-19-weekend",
            "cra-14-vulnerability",
            "cra-14-incident");
  }

  @Test
  void lawDemandsNothingBeforeItApplies() {
    Regime cra = Regimes.shipped().find("cra-14-incident").orElseThrow();
    assertThat(cra.on(LocalDate.of(2026, 9, 10))).isEmpty();
    assertThat(cra.on(LocalDate.of(2026, 9, 11)).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void everyVersionNamesItsSourceAndItsDayAndEveryTermAStageThatItHas() {
    for (Regime regime : Regimes.shipped().all()) {
      LocalDate before = LocalDate.MIN;
      for (RegimeVersion version : regime.versions()) {
        assertThat(version.source()).as(regime.id()).contains("Article");
        assertThat(version.sourceUrl()).as(regime.id()).startsWith("https://eur-lex.europa.eu/");
        assertThat(version.appliesFrom()).as(regime.id()).isAfter(before);
        before = version.appliesFrom();
        for (StageTemplate stage : version.stages()) {
          stages(stage).forEach(named -> assertThat(version.stage(named)).as(named).isPresent());
        }
      }
    }
  }

  private static List<String> stages(StageTemplate stage) {
    return stage.terms().stream().map(LegalTerm::of).filter(named -> named != null).toList();
  }
}
