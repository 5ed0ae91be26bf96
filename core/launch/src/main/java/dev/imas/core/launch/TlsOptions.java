package dev.imas.core.launch;

import dev.imas.core.platform.PemFile;
import dev.imas.core.platform.TlsFilesException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a command trusts that talks to IMAS over TLS, and what it shows of itself. */
final class TlsOptions {

  static final String CA_CERTIFICATE = "--ca-certificate";
  static final String CLIENT_CERTIFICATE = "--client-certificate";
  static final String CLIENT_KEY = "--client-key";
  static final String OWN_CERTIFICATES = "--own-certificates";

  private static final int WRONG_OPTIONS = 2;
  private static final char[] NO_PASSWORD = {};

  @Option(
      names = CA_CERTIFICATE,
      paramLabel = "FILE",
      description =
          "Certificates in PEM from which IMAS's own comes, or that one itself. Default:"
              + " $$IMAS_CA_CERTIFICATE, else those that Java trusts. The certificates that the"
              + " settings name on this machine are trusted, too.")
  private @Nullable Path authority;

  @Option(
      names = CLIENT_CERTIFICATE,
      paramLabel = "FILE",
      description =
          "The certificate of this client in PEM, where IMAS asks for one (client-ca). Default:"
              + " $$IMAS_CLIENT_CERTIFICATE")
  private @Nullable Path certificate;

  @Option(
      names = CLIENT_KEY,
      paramLabel = "FILE",
      description = "Its key in PEM, without a password. Default: $$IMAS_CLIENT_KEY")
  private @Nullable Path key;

  @Option(names = OWN_CERTIFICATES, hidden = true, split = ",")
  private List<Path> own = List.of();

  /**
   * @throws CommandFailure if a file cannot be used
   */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown(), trusted(), null);
      return context;
    } catch (TlsFilesException e) {
      throw new CommandFailure(WRONG_OPTIONS, e.detail());
    } catch (GeneralSecurityException | IOException e) {
      throw new CommandFailure(WRONG_OPTIONS, "TLS cannot be set up: " + CommandFailure.reason(e));
    }
  }

  /** What to do if a connection failed with this; empty if it has nothing to do with TLS. */
  static String hint(Throwable failure) {
    return failure instanceof SSLException
        ? " (" + CA_CERTIFICATE + " names the certificate of its authority)"
        : "";
  }

  private TrustManager[] trusted() throws TlsFilesException, GeneralSecurityException, IOException {
    Set<X509Certificate> known = new HashSet<>();
    KeyStore authorities = null;
    if (authority != null) {
      List<X509Certificate> named = PemFile.read(CA_CERTIFICATE, authority).certificates();
      authorities = empty();
      for (X509Certificate one : named) {
        authorities.setCertificateEntry("ca-" + authorities.size(), one);
      }
      known.addAll(named);
    }
    for (Path file : own) {
      try {
        known.add(PemFile.read(OWN_CERTIFICATES, file).certificates().getFirst());
      } catch (TlsFilesException notForThisUser) {
        // "imas run" says what is wrong with it.
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager others) {
        return new TrustManager[] {new ServerTrust(known, others)};
      }
    }
    throw new GeneralSecurityException("this Java checks no certificates");
  }

  private KeyManager @Nullable [] shown()
      throws TlsFilesException, GeneralSecurityException, IOException {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new CommandFailure(
          WRONG_OPTIONS,
          CLIENT_CERTIFICATE + " and " + CLIENT_KEY + " must both be given, or neither");
    }
    List<X509Certificate> chain = PemFile.read(CLIENT_CERTIFICATE, certificate).certificates();
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        PemFile.read(CLIENT_KEY, key).keyOf(chain.getFirst().getPublicKey(), CLIENT_CERTIFICATE),
        NO_PASSWORD,
        chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
