package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFileTest {

  private static final SelfSigned ONE = certificate();

  private static SelfSigned certificate() {
    Instant now = Instant.now();
    return SelfSigned.of("localhost", now.minusSeconds(60), now.plus(Duration.ofDays(90)));
  }

  private static PemFile file(String text) {
    return new PemFile("gateway.tls.key", text);
  }

  private static void refuses(ThrowingCallable reading, String... saying) {
    assertThatThrownBy(reading)
        .isInstanceOf(TlsFilesException.class)
        .message()
        .startsWith("gateway.tls.key")
        .contains(saying);
  }

  /** What is in PKCS #8: the same key in the older form. */
  private static byte[] older(byte[] pkcs8) {
    int at = 1 + lengthSize(pkcs8, 1) + 3;
    at += 2 + pkcs8[at + 1];
    return Arrays.copyOfRange(pkcs8, at + 1 + lengthSize(pkcs8, at + 1), pkcs8.length);
  }

  private static int lengthSize(byte[] der, int at) {
    int first = der[at] & 0xff;
    return first < 128 ? 1 : 1 + first - 128;
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048, RSA PRIVATE KEY", "EC, 256, EC PRIVATE KEY", "EC, 384, EC PRIVATE KEY"})
  void keysAreReadInBothForms(String algorithm, int size, String label) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    KeyPair pair = generator.generateKeyPair();
    byte[] pkcs8 = pair.getPrivate().getEncoded();

    assertThat(
            file(SelfSigned.pem("PRIVATE KEY", pkcs8)).keyOf(pair.getPublic(), "the certificate"))
        .isEqualTo(pair.getPrivate());
    assertThat(file(SelfSigned.pem(label, older(pkcs8))).keyOf(pair.getPublic(), "the certificate"))
        .isEqualTo(pair.getPrivate());
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    refuses(
        () ->
            file(certificate().keyPem())
                .keyOf(ONE.certificate().getPublicKey(), "gateway.tls.certificate"),
        "is not the key of the first certificate in gateway.tls.certificate");
  }

  @Test
  void keyOfAnotherKindIsRefused() throws GeneralSecurityException {
    KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    refuses(
        () ->
            file(SelfSigned.pem("PRIVATE KEY", ec.getPrivate().getEncoded()))
                .keyOf(ONE.certificate().getPublicKey(), "x"),
        "as a key for RSA");
  }

  @Test
  void whatIsWrongIsSaidWithWhatToDo() {
    var owner = ONE.certificate().getPublicKey();
    refuses(() -> file(ONE.pem()).keyOf(owner, "x"), "holds no private key");
    refuses(() -> file(ONE.keyPem()).certificates(), "holds no certificate");
    refuses(
        () -> file(SelfSigned.pem("ENCRYPTED PRIVATE KEY", new byte[9])).keyOf(owner, "x"),
        "has a password",
        "openssl pkey");
    refuses(
        () -> file(SelfSigned.pem("PRIVATE KEY", new byte[9])).keyOf(owner, "x"), "cannot be read");
    refuses(() -> file(SelfSigned.pem("CERTIFICATE", new byte[9])).certificates(), "copy it again");
  }

  @Test
  void chainIsReadInItsOrder() throws Exception {
    SelfSigned two = certificate();
    assertThat(file("text before\n" + ONE.pem() + two.pem()).certificates())
        .containsExactly(ONE.certificate(), two.certificate());
  }

  @Test
  void textOfAKeyIsNotInWhatIsLogged() {
    assertThat(file(ONE.keyPem()).toString()).isEqualTo("PemFile[gateway.tls.key]");
  }

  private static List<String> faults(Map<String, String> set) {
    Properties properties = new Properties();
    properties.putAll(set);
    Settings settings = new Settings(Map.of(), properties);
    assertThat(TlsFiles.read(settings, "gateway")).isEmpty();
    return settings.faults();
  }

  @Test
  void settingsNameTheFieldAndTheMend(@TempDir Path folder) throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    ONE.write(certificate, key);

    assertThat(faults(Map.of())).isEmpty();
    assertThat(faults(Map.of("gateway.tls.certificate", certificate.toString())))
        .containsExactly(
            "gateway.tls.certificate and gateway.tls.key must both be set, or neither");
    assertThat(faults(Map.of("gateway.tls.client-ca", certificate.toString())))
        .singleElement()
        .asString()
        .contains("gateway.tls.client-ca needs them");
    assertThat(
            faults(
                Map.of(
                    "gateway.tls.certificate",
                    folder.resolve("none.crt").toString(),
                    "gateway.tls.key",
                    key.toString())))
        .singleElement()
        .asString()
        .startsWith("gateway.tls.certificate cannot be read; ")
        .contains("none.crt)");
    Files.writeString(key, certificate().keyPem());
    assertThat(
            faults(
                Map.of(
                    "gateway.tls.certificate",
                    certificate.toString(),
                    "gateway.tls.key",
                    key.toString())))
        .singleElement()
        .asString()
        .startsWith("gateway.tls.key is not the key");
  }
}
