package dev.imas.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestKindTest {

  @ParameterizedTest
  @CsvSource({
    "ACCESS,        2026-03-02T10:00:00Z, 2026-03-04T10:00:00Z",
    "PORTABILITY,   2026-12-31T23:00:00Z, 2027-01-02T23:00:00Z",
    "RECTIFICATION, 2026-03-02T10:00:00Z, 2026-03-02T11:00:00Z",
    "ERASURE,       2026-03-02T10:00:00Z, 2026-04-01T10:00:00Z", // 30 days: March has 31
    "ERASURE,       2026-04-02T10:00:00Z, 2026-05-02T10:00:00Z",
    "ERASURE,       2026-01-31T10:00:00Z, 2026-02-28T10:00:00Z", // a month
    "ERASURE,       2026-02-01T10:00:00Z, 2026-03-01T10:00:00Z",
    "ERASURE,       2028-01-30T10:00:00Z, 2028-02-29T10:00:00Z",
    "OBJECTION,     2026-02-14T10:00:00Z, 2026-03-14T10:00:00Z",
    "RESTRICTION,   2026-07-31T10:00:00Z, 2026-08-30T10:00:00Z",
  })
  void eachKindHasItsLimit(RequestKind kind, Instant received, Instant due) {
    assertThat(kind.due(received)).isEqualTo(due);
  }

  @Test
  void anExtensionIsTwoMonths() {
    assertThat(RequestKind.extended(Instant.parse("2026-12-31T10:00:00Z")))
        .isEqualTo("2027-02-28T10:00:00Z");
  }

  @Test
  void remindersComeBeforeAtAndAfterTheLimitAndEnd() {
    Instant received = Instant.parse("2026-03-02T10:00:00Z");
    Instant due = Instant.parse("2026-03-06T10:00:00Z");
    assertThat(RequestReminder.next(received, due, received)).isEqualTo("2026-03-05T10:00:00Z");
    assertThat(RequestReminder.next(received, due, Instant.parse("2026-03-05T10:00:00Z")))
        .isEqualTo(due);
    assertThat(RequestReminder.next(received, due, due)).isEqualTo("2026-03-07T10:00:00Z");
    assertThat(RequestReminder.next(received, due, Instant.parse("2026-04-05T10:00:00Z"))).isNull();
  }

  @Test
  void obstaclesSayWhatToDoFirst() {
    assertThat(new ErasureObstacles(false, List.of(), List.of(), 0).words()).isEmpty();
    assertThat(
            new ErasureObstacles(true, List.of("INC-1"), List.of("schedule Payments"), 2).words())
        .containsExactly(
            "they are the last active administrator; make another user tenant_admin first",
            "they lead the open incidents INC-1; resolve these or give them another lead first",
            "they are still needed by: schedule Payments; put somebody else there first",
            "2 messages to them are still to be sent; wait until they are");
  }
}
