package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {

  private static final long MB = 1L << 20;

  @ParameterizedTest
  @CsvSource({
    "0,       320MB,  160MB",
    "200,     320MB,  160MB",
    "8000,    1000MB, 500MB",
    "64000,   8000MB, 4000MB",
    "1000000, 8192MB, 4096MB"
  })
  void theWalMayTakeAPartOfTheDiskAndHalfOfThatIsMadeBeforehand(
      long freeMegabytes, String most, String room) {
    assertThat(ServerSettings.mostWal(freeMegabytes * MB)).isEqualTo(most);
    assertThat(ServerSettings.walRoom(freeMegabytes * MB)).isEqualTo(room);
  }
}
