package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecisionTest {

  @Test
  void everyDecisionSurvivesItsCode() {
    for (ServiceFound service : ServiceFound.values()) {
      for (SeverityFound severity : SeverityFound.values()) {
        for (int bits = 0; bits < 32; bits++) {
          Decision d =
              new Decision(
                  service,
                  (bits & 1) != 0,
                  severity,
                  (bits & 2) != 0,
                  (bits & 4) != 0,
                  (bits & 8) != 0,
                  SentSeverity.values()[bits % SentSeverity.values().length],
                  (bits & 16) != 0);
          assertThat(Decision.of(d.code())).isEqualTo(d);
          assertThat(Decision.autoResolve(d.code())).isEqualTo(d.autoResolve());
        }
      }
    }
  }

  @Test
  void storedCodesKeepTheirMeaning() {
    assertThat(
            new Decision(
                ServiceFound.RULE,
                false,
                SeverityFound.RULE_OVERRIDE,
                false,
                false,
                false,
                SentSeverity.NOT_KEPT,
                false))
        .extracting(Decision::code)
        .isEqualTo((short) 0);
    assertThat(
            new Decision(
                ServiceFound.LABEL_JOB,
                true,
                SeverityFound.SENDER_LABEL,
                true,
                true,
                false,
                SentSeverity.NOT_KEPT,
                false))
        .extracting(Decision::code)
        .isEqualTo((short) 0b1_1_10_1_0010);
    assertThat(
            new Decision(
                ServiceFound.TRIAGE,
                false,
                SeverityFound.SOURCE_DEFAULT,
                true,
                false,
                false,
                SentSeverity.NONE,
                true))
        .extracting(Decision::code)
        .isEqualTo((short) 0b1_101_0_0_1_11_0_0110);
    assertThat(ServiceFound.values()).allMatch(s -> s.code() == s.ordinal());
    assertThat(SeverityFound.values()).allMatch(s -> s.code() == s.ordinal());
  }
}
