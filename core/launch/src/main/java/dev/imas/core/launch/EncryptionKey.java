package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The key that encrypts stored secrets. If none is configured, one is generated once and kept in
 * the data folder, in a file that only its owner can read.
 */
final class EncryptionKey {

  private static final String FILE = "encryption.key";

  private EncryptionKey() {}

  static SecretBox box(Optional<Secret> configured, Path dataDir) {
    String text = configured.map(Secret::reveal).orElseGet(() -> keptIn(dataDir));
    try {
      return new SecretBox(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              "encryption-key (IMAS_ENCRYPTION_KEY) is not 32 bytes in Base64; create one with:"
                  + " openssl rand -base64 32"));
    }
  }

  /**
   * @param configured a key that {@link #box} has checked
   */
  static byte[] bytes(Secret configured) {
    return Base64.getDecoder().decode(configured.reveal().strip());
  }

  /** Where the key is kept that nobody has configured. */
  static Path file(Path dataDir) {
    return dataDir.resolve(FILE);
  }

  /**
   * Copies the key from one folder to another that has none.
   *
   * @return whether the other has a key now
   */
  static boolean copy(Path from, Path to) {
    try {
      if (!Files.exists(file(to)) && Files.exists(file(from))) {
        Files.copy(file(from), file(to), StandardCopyOption.COPY_ATTRIBUTES);
      }
      return Files.exists(file(to));
    } catch (IOException e) {
      throw new UncheckedIOException("the encryption key cannot be copied to " + to, e);
    }
  }

  private static String keptIn(Path dataDir) {
    Path file = file(dataDir);
    DataFolder.mustTakeFiles(dataDir);
    try {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      try (var channel =
          Files.newByteChannel(
              file,
              Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(java.nio.ByteBuffer.wrap(Base64.getEncoder().encode(key)));
      } catch (FileAlreadyExistsException kept) {
        // An earlier start generated it.
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the encryption key cannot be kept in " + file, e);
    }
  }
}
