package dev.imas.core.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a post-mortem is required, when people are reminded, and what it can become (C61). */
class PostMortemRulesTest {

  private static final Instant AT = Instant.parse("2026-01-02T12:00:00Z");
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  @ParameterizedTest
  @CsvSource({
    "1, false, false, SEV1",
    "1, true, true, SEV1",
    "2, true, false, SEV2_WITH_SCOPE",
    "2, true, true, SEV2_WITH_SCOPE",
    "2, false, true, ESCALATION_STEP_4",
    "2, false, false, ",
    "3, true, false, ",
    "3, true, true, ESCALATION_STEP_4",
    "4, true, false, ",
    "4, false, true, ESCALATION_STEP_4",
  })
  void dutyFollowsFromHowTheIncidentEnded(
      int severity, boolean hasScope, boolean escalated, DutyCause expected) {
    assertThat(DutyCause.of(Severity.of(severity), hasScope, escalated).orElse(null))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DRAFT, 'REVIEW, NOT_NEEDED'",
    "REVIEW, 'DRAFT, PUBLISHED, NOT_NEEDED'",
    "PUBLISHED, DRAFT",
    "NOT_NEEDED, DRAFT",
  })
  void stateBecomesOnlyWhatFollowsIt(PostMortemState from, String to) {
    assertThat(from.next().toString()).isEqualTo("[" + to + "]");
  }

  @Test
  void remindersComeTwoDaysBeforeOnTheDayAndEachWeekAfterInTheMorning() {
    Instant due = Instant.parse("2026-03-27T22:59:00Z"); // Friday; clocks change on Sunday
    List<String> all = new ArrayList<>();
    Instant at = Instant.parse("2026-03-20T16:00:00Z");
    for (int i = 0; i < 5; i++) {
      at = ReminderDays.next(due, PARIS, at);
      all.add(at + " " + ReminderDays.isLate(due, PARIS, at));
    }
    assertThat(all)
        .containsExactly(
            "2026-03-25T08:00:00Z false",
            "2026-03-27T08:00:00Z false",
            "2026-04-03T07:00:00Z true",
            "2026-04-10T07:00:00Z true",
            "2026-04-17T07:00:00Z true");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-27T07:59:59Z, 2026-03-27T08:00:00Z",
    "2026-03-27T08:00:00Z, 2026-04-03T07:00:00Z",
    "2026-04-03T06:59:59Z, 2026-04-03T07:00:00Z",
    "2027-04-03T06:59:59Z, 2027-04-09T07:00:00Z",
  })
  void reminderThatWasMissedIsMadeUpForByNone(Instant after, Instant next) {
    assertThat(ReminderDays.next(Instant.parse("2026-03-27T22:59:00Z"), PARIS, after))
        .isEqualTo(next);
  }

  private static PostMortem draft() {
    return PostMortem.draft(new UUID(1, 1), new UUID(2, 2), PARIS, ANN, "ann", AT);
  }

  private static PostMortem owed() {
    return draft().owed(DutyCause.SEV1, AT.plusSeconds(1_000_000), PARIS, BOB, AT);
  }

  @Test
  void dutyIsDecidedOnceAndKeepsItsCauseAndItsOwner() {
    PostMortem again =
        owed().owed(DutyCause.ESCALATION_STEP_4, AT.plusSeconds(2_000_000), PARIS, BOB, AT);
    assertThat(again.duty()).isEqualTo(DutyCause.SEV1);
    assertThat(again.due()).as("of the last end").isEqualTo(AT.plusSeconds(2_000_000));
    assertThat(again.owner()).as("who owns it already").isEqualTo(ANN);
  }

  @Test
  void nobodyIsRemindedOfWhatIsPublishedNotNeededOrSuspended() {
    assertThat(owed().reminding(false, AT).remindAt()).isNotNull();
    assertThat(owed().reminding(true, AT).remindAt()).as("suspended").isNull();
    assertThat(draft().reminding(false, AT).remindAt()).as("not required").isNull();
    assertThat(
            owed()
                .with(AT, edit -> edit.moved(PostMortemState.NOT_NEEDED, "root", AT))
                .reminding(false, AT)
                .remindAt())
        .isNull();
    assertThat(owed().with(AT, edit -> edit.publishedNumber = 1).reminding(false, AT).remindAt())
        .as("also while version 2 is written")
        .isNull();
  }

  @Test
  void whatSomebodyCalledOffBeforeItWasRequiredIsADraftAgain() {
    PostMortem off = draft().with(AT, edit -> edit.moved(PostMortemState.NOT_NEEDED, "ann", AT));
    assertThat(off.owed(DutyCause.SEV1, AT, PARIS, null, AT).state())
        .isEqualTo(PostMortemState.DRAFT);
    PostMortem waived = owed().with(AT, edit -> edit.moved(PostMortemState.NOT_NEEDED, "root", AT));
    assertThat(waived.owed(DutyCause.SEV1, AT, PARIS, null, AT).state())
        .as("by who may do so")
        .isEqualTo(PostMortemState.NOT_NEEDED);
  }

  @Test
  void changeOfWhatIsPublishedIsAnotherVersionOfWhichNobodyIsTheAuthorYet() {
    PostMortem published =
        draft()
            .with(
                AT,
                edit -> {
                  edit.lastEditor = BOB;
                  edit.moved(PostMortemState.PUBLISHED, "carl", AT);
                });
    assertThat(published.number()).isEqualTo(1);
    assertThat(published.isAuthor(BOB)).isTrue();
    PostMortem next = published.with(AT, edit -> edit.moved(PostMortemState.DRAFT, "carl", AT));
    assertThat(next.number()).isEqualTo(2);
    assertThat(next.isAuthor(BOB)).isFalse();
    assertThat(next.isAuthor(ANN)).as("its owner").isTrue();
  }
}
