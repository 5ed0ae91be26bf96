package dev.imas.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COL-02. */
class RoomNameTest {

  @ParameterizedTest
  @CsvSource({
    "INC-7F3KX, Payments, inc-7f3kx-payments",
    "INC-7F3KX, 'Café & Bar', inc-7f3kx-cafe-bar",
    "INC-7F3KX, '  --a__b--  ', inc-7f3kx-a-b",
    "INC-7F3KX, 決済, inc-7f3kx",
  })
  void whatAChannelMayNotBeNamedIsReplaced(String shortId, String service, String name) {
    assertThat(RoomName.of(shortId, service, 1, Room.SLACK)).isEqualTo(name);
  }

  @Test
  void laterRoomsAreCounted() {
    assertThat(RoomName.of("INC-7F3KX", "Payments", 2, Room.SLACK))
        .isEqualTo("inc-7f3kx-payments-2");
  }

  @Test
  void longNamesLeaveRoomForASuffix() {
    String name = RoomName.of("INC-7F3KX", "a".repeat(200), 12, Room.SLACK);
    assertThat(name).hasSizeLessThanOrEqualTo(75).endsWith("a-12");
    assertThat(RoomName.of("INC-7F3KX", "a".repeat(200), 1, Room.DISCORD)).hasSize(95);
  }
}
