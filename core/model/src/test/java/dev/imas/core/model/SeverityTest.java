package dev.imas.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityTest {

  @ParameterizedTest
  @CsvSource({
    "1, 'crit CRIT Emerg panic fatal page P1 p0 sev-1 SEV_1 urgent Blocker disaster alert highest"
        + " critical'",
    "2, 'err ERROR major high warn Warning sev-2 P2 Severity-2'",
    "3, 'notice information Informational moderate average ticket medium normal sev-3 P3'",
    "4, 'minor debug trace low lowest none P4 P5 sev-4 Trivial'",
  })
  void wordsOfSendersAreKnown(int number, String words) {
    for (String word : words.split(" ")) {
      assertThat(Severity.parse(word)).as(word).contains(Severity.of(number));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'SEV 1', sev.1",
    "4, Not classified, not_classified",
    "1, very-high, Major Outage"
  })
  void whatStandsWithinAWordMeansNothing(int number, String one, String other) {
    assertThat(Severity.parse(one)).contains(Severity.of(number));
    assertThat(Severity.parse(other)).contains(Severity.of(number));
  }

  /** As ServiceNow, Jira and people write it: the number, the letter and the word. */
  @ParameterizedTest
  @CsvSource({
    "1, 1 - Critical, P1 (Critical)",
    "2, 2 - High, SEV2 / serious",
    "3, 3 - Moderate, P3-Medium",
    "4, 5 - Planning, fine"
  })
  void whatIsSaidTwiceIsKnown(int number, String one, String other) {
    assertThat(Severity.parse(one)).contains(Severity.of(number));
    assertThat(Severity.parse(other)).contains(Severity.of(number));
  }

  @ParameterizedTest
  @CsvSource({
    "high or low",
    "P1 low",
    "1 - 2",
    "not critical",
    "0",
    "1",
    "7",
    "purple",
    "''",
    "SEV9",
    "critical but not really at all, whatever it says"
  })
  void otherWordsAreUnknown(String word) {
    assertThat(Severity.parse(word)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "3, 2", "4, 2", "5, 3", "6, 3", "7, 4", "err, 2"})
  void syslogCountsFromZero(String said, int number) {
    assertThat(Severity.ofSyslog(said)).contains(Severity.of(number));
  }
}
