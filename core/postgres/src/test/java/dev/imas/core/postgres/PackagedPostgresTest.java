package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagedPostgresTest {

  @ParameterizedTest
  @CsvSource({"Windows 11,amd64", "Linux,riscv64"})
  void machineWithoutPackagedPostgresIsNamed(String os, String cpu) {
    assertThatThrownBy(() -> PackagedPostgres.find(os, cpu))
        .isInstanceOf(PostgresStartException.class)
        .hasMessage(
            "there is no packaged PostgreSQL for %s on %s: use an external PostgreSQL", os, cpu);
  }

  @Test
  void binariesOfEverySupportedMachineAreOnTheClassPath() {
    for (String os : new String[] {"Linux", "Mac OS X"}) {
      assertThat(PackagedPostgres.find(os, "amd64")).isNotNull();
      assertThat(PackagedPostgres.find(os, "aarch64")).isNotNull();
    }
  }

  @Test
  void binariesDamagedOnTheDiskAreUnpackedAgain(@TempDir Path folder) throws Exception {
    Path home = PackagedPostgres.forThisMachine().unpackedIn(folder);
    Files.writeString(home.resolve("bin/initdb"), "");
    assertThat(PackagedPostgres.forThisMachine().unpackedIn(folder)).isEqualTo(home);
    assertThat(home.resolve("bin/initdb")).isNotEmptyFile().isExecutable();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(home);
    }
  }

  @Test
  void binariesOfOtherVersionsAreDeleted(@TempDir Path folder) throws Exception {
    Path old = Files.createDirectories(folder.resolve("postgres-linux-x86_64-0/bin")).getParent();
    Path foreign = Files.createDirectory(folder.resolve("pgdata"));
    PackagedPostgres.find("Linux", "amd64").deleteOtherVersions(folder, folder.resolve("new"));
    assertThat(old).doesNotExist();
    assertThat(foreign).exists();
  }
}
