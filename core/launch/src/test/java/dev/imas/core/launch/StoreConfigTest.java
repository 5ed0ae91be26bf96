package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StoreConfigTest {

  private static StoreConfig of(String url) {
    return StoreConfig.read(new Settings(Map.of("IMAS_DATABASE_URL", url), new Properties()));
  }

  @Test
  void aLoginRunsItsOwnPartAlone() {
    StoreConfig gateway = of("postgresql://imas_ingest:p@h/d");

    assertThat(gateway.loginFault(Set.of("gateway"))).isEmpty();
    assertThat(gateway.loginFault(Set.of("gateway", "core")).orElseThrow())
        .contains("IMAS_DATABASE_URL", "imas_ingest", "--roles=gateway")
        .doesNotContain("p@h");
    assertThat(gateway.loginFault(Set.of("notifier"))).isPresent();
  }

  @Test
  void theRoleThatMigratesRunsAll() {
    assertThat(of("postgresql://owner:p@h/d").loginFault(Set.of("gateway", "core"))).isEmpty();
  }

  @Test
  void aFaultyUrlIsAFaultWithoutThePassword() {
    Settings settings =
        new Settings(
            Map.of("IMAS_DATABASE_URL", "postgresql://owner:se cret%@h/d"), new Properties());
    StoreConfig.read(settings);

    assertThat(settings.faults()).hasSize(1);
    assertThat(settings.faults().getFirst()).contains("IMAS_DATABASE_URL").doesNotContain("cret");
  }

  private static Settings read(Map<String, String> environment) {
    Settings settings = new Settings(environment, new Properties());
    StoreConfig.read(settings);
    return settings;
  }

  @Test
  void anArchiveIsOutsideOfTheDataFolderAndOfTheEmbeddedDatabaseAlone() {
    assertThat(read(Map.of("IMAS_DATABASE_EMBEDDED_ARCHIVE", "/mnt/archive")).faults()).isEmpty();
    assertThat(
            read(Map.of("IMAS_DATA_DIR", "/d", "IMAS_DATABASE_EMBEDDED_ARCHIVE", "/d/archive"))
                .faults())
        .singleElement()
        .asString()
        .contains("IMAS_DATABASE_EMBEDDED_ARCHIVE", "/d/archive", "name a folder on another disk");
    assertThat(
            read(Map.of(
                    "IMAS_DATABASE_URL",
                    "postgresql://owner:p@h/d",
                    "IMAS_DATABASE_EMBEDDED_ARCHIVE",
                    "/mnt/archive"))
                .faults())
        .singleElement()
        .asString()
        .contains("take one of them away");
  }

  @Test
  void backupsAreTakenByItselfWhereTheirKeyIsSafe() {
    Map<String, String> daily =
        Map.of(
            "IMAS_DATABASE_EMBEDDED_ARCHIVE",
            "/mnt/archive",
            "IMAS_DATABASE_EMBEDDED_ARCHIVE_BACKUP",
            "1d");
    assertThat(read(daily).faults())
        .singleElement()
        .asString()
        .contains("IMAS_DATABASE_EMBEDDED_ARCHIVE_BACKUP", "set backup-key");
    Map<String, String> sealed = new HashMap<>(daily);
    sealed.put("IMAS_BACKUP_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    assertThat(read(sealed).faults()).isEmpty();
    Map<String, String> elsewhere = new HashMap<>(daily);
    elsewhere.put("IMAS_ENCRYPTION_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    assertThat(read(elsewhere).faults()).isEmpty();
  }

  @Test
  void aBackupKeyIsOfTheRightLengthAndNotTheEncryptionKey() {
    String key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    assertThat(read(Map.of("IMAS_BACKUP_KEY", key)).faults()).isEmpty();
    assertThat(read(Map.of("IMAS_BACKUP_KEY", key.replace('=', '?'))).faults())
        .singleElement()
        .asString()
        .contains("IMAS_BACKUP_KEY", "openssl rand -base64 32")
        .doesNotContain("MDEy");
    assertThat(read(Map.of("IMAS_BACKUP_KEY", key, "IMAS_ENCRYPTION_KEY", key)).faults())
        .singleElement()
        .asString()
        .contains("the same as encryption-key")
        .doesNotContain("MDEy");
  }
}
