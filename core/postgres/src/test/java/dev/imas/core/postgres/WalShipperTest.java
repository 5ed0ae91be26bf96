package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalShipperTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir private Path root;

  private Duration lag() {
    WalShipper shipper =
        new WalShipper(
            WalSpool.in(root),
            WalArchive.in(root.resolve("archive")),
            new ConnectionSettings("127.0.0.1", 1, "nobody", "", "postgres"),
            "1",
            1 << 30,
            () -> true,
            Clock.fixed(NOW, ZoneOffset.UTC));
    try (shipper) {
      return shipper.state().lag();
    }
  }

  private void waits(String name, Duration since) throws IOException {
    Path file = Files.createDirectories(WalSpool.in(root).folder()).resolve(name);
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(since)));
  }

  /** A start does not make the archive younger than it is. */
  @Test
  void whatWaitedBeforeTheStartIsLate() throws IOException {
    assertThat(lag()).as("no spool yet").isZero();
    waits("000000010000000000000002", Duration.ofMinutes(7));
    waits("000000010000000000000001", Duration.ofMinutes(9));
    waits("archtemp.000000010000000000000003", Duration.ofHours(2));
    assertThat(lag()).isEqualTo(Duration.ofMinutes(9));
  }
}
