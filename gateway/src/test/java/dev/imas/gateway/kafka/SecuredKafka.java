package dev.imas.gateway.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * The listener of a broker that wants TLS and SASL, with a certificate that is made for it.
 *
 * @param servers where it listens
 */
record SecuredKafka(String servers, Path folder) {

  static final String USER = "imas";
  static final String PASSWORD = "the right one";
  static final String SCRAM = "SCRAM-SHA-512";
  private static final String STORE = "broker.p12";
  private static final String STORE_PASSWORD = "changeit";

  /** What its broker is told of it. */
  static String listener(Path folder) {
    makeStore(folder.resolve(STORE));
    return """
    listener.name.secured.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
    listener.name.secured.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
    listener.name.secured.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%s="%s";
    listener.name.secured.ssl.keystore.type=PKCS12
    listener.name.secured.ssl.keystore.location=%s
    listener.name.secured.ssl.keystore.password=%s
    """
        .formatted(USER, PASSWORD, folder.resolve(STORE), STORE_PASSWORD);
  }

  static UserScramCredentialUpsertion user() {
    return new UserScramCredentialUpsertion(
        USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD);
  }

  /** The file of {@code gateway.kafka.client-properties}, as the documentation writes it. */
  String file(String mechanism, String password, Path certificate) {
    String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return written(
        """
        security.protocol=SASL_SSL
        sasl.mechanism=%s
        sasl.jaas.config=org.apache.kafka.common.security.%s required username="%s" password="%s";
        ssl.truststore.location=%s
        ssl.truststore.type=PEM
        """
            .formatted(mechanism, module, USER, password, certificate));
  }

  String[] settings(String file) {
    return new String[] {
      "gateway.kafka.bootstrap-servers", servers, "gateway.kafka.client-properties", file
    };
  }

  /** A file of properties. */
  static String written(String properties) {
    try {
      Path file = Files.createTempFile("client", ".properties");
      file.toFile().deleteOnExit();
      return Files.writeString(file, properties).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The broker's own, which signed itself. */
  Path certificate() {
    return pem(folder.resolve(STORE));
  }

  /** Of the same name, but not the broker's. */
  Path anotherCertificate() {
    Path store = folder.resolve("another.p12");
    if (!Files.exists(store)) {
      makeStore(store);
    }
    return pem(store);
  }

  private static Path pem(Path store) {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, STORE_PASSWORD.toCharArray());
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(keys.getCertificate("broker").getEncoded());
      return Files.writeString(
          Path.of(store + ".pem"),
          "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void makeStore(Path store) {
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-alias",
                  "broker",
                  "-dname",
                  "CN=broker",
                  "-ext",
                  "san=ip:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  STORE_PASSWORD,
                  "-keystore",
                  store.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes());
      if (keytool.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
