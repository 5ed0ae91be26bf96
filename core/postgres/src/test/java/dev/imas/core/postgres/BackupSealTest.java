package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupSealTest {

  private static final int MIB = 1 << 20;

  private final BackupSeal seal = BackupSeal.of(key(1));

  @TempDir private Path folder;

  private static byte[] key(int seed) {
    return random(seed, BackupSeal.KEY_BYTES);
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Path sealed(byte[] content) throws IOException {
    Path file = folder.resolve("file.sealed");
    Files.deleteIfExists(file);
    seal.write(file, "file", "cluster 1", out -> out.write(content));
    return file;
  }

  private static byte[] read(BackupSeal by, Path file, String name, String of) throws IOException {
    try (InputStream content = by.read(file, name, of)) {
      return content.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 57, MIB - 56, MIB, MIB + 1, 3 * MIB + 17})
  void aFileComesBackAsItWas(int length) throws IOException {
    byte[] content = random(2, length);
    Path file = sealed(content);

    assertThat(read(seal, file, "file", "cluster 1")).isEqualTo(content);
    assertThat(Files.size(file)).isGreaterThan(length);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void anotherKeyNameOrClusterDoesNotOpenIt() throws IOException {
    Path file = sealed(random(2, 100));

    assertThatThrownBy(() -> read(BackupSeal.of(key(9)), file, "file", "cluster 1"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(seal, file, "other", "cluster 1"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(seal, file, "file", "cluster 2")).isInstanceOf(IOException.class);
  }

  @Test
  void eachChangeIsFound() throws IOException {
    byte[] bytes = Files.readAllBytes(sealed(random(2, 3 * MIB)));
    for (int at : new int[] {0, 1, 40, MIB / 2, MIB, 2 * MIB + 5, bytes.length - 1}) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      mustBeRefused(changed);
    }
    mustBeRefused(Arrays.copyOf(bytes, bytes.length - 1));
    mustBeRefused(Arrays.copyOf(bytes, 0));
    for (int segments = 1; segments <= 3; segments++) {
      mustBeRefused(Arrays.copyOf(bytes, segments * MIB));
    }
    byte[] exchanged = bytes.clone();
    System.arraycopy(bytes, MIB, exchanged, 2 * MIB, MIB);
    System.arraycopy(bytes, 2 * MIB, exchanged, MIB, MIB);
    mustBeRefused(exchanged);
  }

  private void mustBeRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("changed"), bytes);
    assertThatThrownBy(() -> read(seal, file, "file", "cluster 1")).isInstanceOf(IOException.class);
  }

  @Test
  void aFolderNamesTheKeyAndNothingOfIt() throws IOException {
    assertThat(seal.toRead(folder).isSealing()).isFalse();
    seal.begin(folder);

    assertThat(seal.toRead(folder)).isSameAs(seal);
    seal.mustContinue(folder);
    assertThatThrownBy(() -> BackupSeal.none().toRead(folder))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("set backup-key (IMAS_BACKUP_KEY)");
    assertThatThrownBy(() -> BackupSeal.of(key(9)).toRead(folder))
        .hasMessageContaining("encrypted by another key");
    assertThatThrownBy(() -> BackupSeal.of(key(9)).mustContinue(folder))
        .hasMessageContaining("name a new folder");
    assertThatThrownBy(() -> BackupSeal.none().mustContinue(folder))
        .hasMessageContaining("backup-key (IMAS_BACKUP_KEY) is not set");
  }

  @Test
  void withoutAKeyAFileStaysAsItIs() throws IOException {
    byte[] content = random(2, 1000);
    BackupSeal none = BackupSeal.none();
    Path file = none.path(folder, "plain");
    none.write(file, "plain", "", out -> out.write(content));

    assertThat(file.getFileName()).hasToString("plain");
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(read(none, file, "plain", "")).isEqualTo(content);
  }
}
