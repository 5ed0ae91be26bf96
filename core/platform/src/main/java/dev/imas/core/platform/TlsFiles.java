package dev.imas.core.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files by which a role's port speaks TLS, all in PEM.
 *
 * @param role whose settings name them
 * @param certificate with its chain
 * @param key of the certificate, without a password
 * @param clients the certificates that those of clients must come from; null: clients need none
 * @param first what the files held when the settings were read
 */
public record TlsFiles(
    String role, Path certificate, Path key, @Nullable Path clients, PortIdentity first) {

  /** What the files hold. */
  record Texts(PemFile certificate, PemFile key, @Nullable PemFile clients) {}

  /**
   * Reads {@code <role>.tls.certificate}, {@code .tls.key} and {@code .tls.client-ca}, and the
   * files, whose faults become faults of the settings.
   *
   * @return empty where TLS is off, or cannot be on
   */
  public static Optional<TlsFiles> read(Settings in, String role) {
    return read(in, role, in.text(clientsSetting(role)));
  }

  /** The same for a port where clients are not asked for certificates. */
  public static Optional<TlsFiles> readWithoutClients(Settings in, String role) {
    return read(in, role, null);
  }

  /** Where the settings say that a role has its certificate; null: its port has no TLS. */
  public static @Nullable String certificateOf(Settings in, String role) {
    return in.text(certificateSetting(role));
  }

  private static Optional<TlsFiles> read(Settings in, String role, @Nullable String clients) {
    String certificate = in.text(certificateSetting(role));
    String key = in.text(keySetting(role));
    if (certificate == null && key == null && clients == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      in.fault(
          "%s and %s must both be set, or neither%s"
              .formatted(
                  certificateSetting(role),
                  keySetting(role),
                  clients == null ? "" : "; " + clientsSetting(role) + " needs them"));
      return Optional.empty();
    }
    Path certificateFile = Path.of(certificate);
    Path keyFile = Path.of(key);
    Path clientsFile = clients == null ? null : Path.of(clients);
    try {
      PortIdentity first = PortIdentity.of(texts(role, certificateFile, keyFile, clientsFile));
      return Optional.of(new TlsFiles(role, certificateFile, keyFile, clientsFile, first));
    } catch (TlsFilesException e) {
      in.fault(e.detail());
      return Optional.empty();
    }
  }

  /** What the files hold now; blocks. */
  Texts texts() throws TlsFilesException {
    return texts(role, certificate, key, clients);
  }

  private static Texts texts(String role, Path certificate, Path key, @Nullable Path clients)
      throws TlsFilesException {
    return new Texts(
        PemFile.read(certificateSetting(role), certificate),
        PemFile.read(keySetting(role), key),
        clients == null ? null : PemFile.read(clientsSetting(role), clients));
  }

  /** Whether all users of the machine can read the key. */
  boolean isKeyOpen() {
    try {
      return Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  static String certificateSetting(String role) {
    return role + ".tls.certificate";
  }

  static String keySetting(String role) {
    return role + ".tls.key";
  }

  static String clientsSetting(String role) {
    return role + ".tls.client-ca";
  }
}
