package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2024-01-01T12:00:00Z, 2024-01-01T12:00:00Z",
    "2024-02-29t23:59:60z, 2024-03-01T00:00:00Z",
    "2020-02-06T00:17:58.432911368Z, 2020-02-06T00:17:58.432911Z",
    "2017-08-03T15:17:37.804-04:00, 2017-08-03T19:17:37.804Z",
    "2016-08-01T13:27:08.008+0300, 2016-08-01T10:27:08.008Z",
    "2016-08-01 13:27:08+03, 2016-08-01T10:27:08Z",
    "2016-08-01T13:27:08, 2016-08-01T13:27:08Z",
    "1970-01-01T00:00:00.000001Z, 1970-01-01T00:00:00.000001Z",
    "2199-12-31T23:59:59.999999999Z, 2199-12-31T23:59:59.999999Z",
    "2021-04-28 21:50:00 +0200, 2021-04-28T19:50:00Z",
    "1704110400, 2024-01-01T12:00:00Z",
    "1704110400.25, 2024-01-01T12:00:00.250Z",
    "1716800300000, 2024-05-27T08:58:20Z",
    "1716800300000001, 2024-05-27T08:58:20.000001Z",
    "1716800300000000001, 2024-05-27T08:58:20Z",
    "' 1704110400 ', 2024-01-01T12:00:00Z"
  })
  void readsCalendarAndCounts(String text, String instant) {
    assertThat(SenderTime.read(text)).isEqualTo(Bodies.micros(instant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "0", "0.0", "0001-01-01T00:00:00Z", "0000-00-00T00:00:00Z"})
  void nothingAndGosZeroTimeAreNoTime(String text) {
    // There is no month 0, but MySQL's zero date counts as not given.
    long expected = text.startsWith("0000") ? SenderTime.UNREADABLE : IncomingAlert.NONE;
    assertThat(SenderTime.read(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "+12024-01-01T12:00:00Z",
        "2024-02-30T25:61:61Z",
        "2023-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-01-01",
        "2024-01-01T12:00Z",
        "2024-01-01T12:00:00.Z",
        "2024-01-01T12:00:00+",
        "2024-01-01T12:00:00+99:00",
        "2024-01-01T12:00:00Zx",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+01:00",
        "2200-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-1",
        "-9223372036854775808",
        "9223372036854775807",
        "99999999999999999999",
        "1e400",
        "1704110400.",
        "17x",
        "2024-"
      })
  void whatIsNoTimeOrOutOfRangeIsUnreadable(String text) {
    assertThat(SenderTime.read(text)).isEqualTo(SenderTime.UNREADABLE);
  }

  @Test
  void agreesWithThePlatformOnAnyInstant() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      Instant at =
          Instant.ofEpochSecond(random.nextLong(7_258_118_400L), random.nextInt(1000_000) * 1000L);
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 60, 18 * 60 + 1) * 60);
      if (at.getEpochSecond() == 0) {
        continue;
      }
      String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(offset));
      if (text.startsWith("+")) {
        continue;
      }

      assertThat(SenderTime.read(text)).as(text).isEqualTo(Bodies.micros(at.toString()));
    }
  }
}
