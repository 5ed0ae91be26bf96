package dev.imas.core.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * The key pair and the certificate that all members of an installation have. Each member derives
 * the same pair from the shared encryption key and trusts only this certificate. So only a process
 * that has the key can use the bus, and you need not create, distribute or renew any certificate.
 */
final class BusIdentity {

  /** The key store exists only in memory, but its format requires a password. */
  private static final String PASSWORD = "in memory only";

  private static final byte[] ED25519 = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};

  private final PfxOptions own;
  private final PfxOptions trusted;

  private BusIdentity(PfxOptions own, PfxOptions trusted) {
    this.own = own;
    this.trusted = trusted;
  }

  static BusIdentity of(ClusterKey key) {
    try {
      KeyPair pair = pair(key.identitySeed());
      Certificate certificate = certificate(pair);
      KeyStore own = empty();
      own.setKeyEntry(
          "imas", pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
      KeyStore trusted = empty();
      trusted.setCertificateEntry("imas", certificate);
      return new BusIdentity(options(own), options(trusted));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificate of the event bus cannot be created", e);
    }
  }

  /** TLS 1.3, where both sides present a certificate. */
  EventBusOptions secure(EventBusOptions options) {
    options
        .setSsl(true)
        .setKeyCertOptions(own)
        .setTrustOptions(trusted)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED);
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
    return options;
  }

  /** The options for connecting to another member. */
  NetClientOptions client(NetClientOptions options) {
    return options
        .setSsl(true)
        .setKeyCertOptions(own)
        .setTrustOptions(trusted)
        .setHostnameVerificationAlgorithm("");
  }

  private static KeyPair pair(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
    KeyPair pair = generator.generateKeyPair();
    // By RFC 8032, the private key is the seed. A Java that derives it otherwise might not derive
    // the same key in every process.
    byte[] drawn = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    if (!Arrays.equals(drawn, seed)) {
      throw new GeneralSecurityException("this Java does not use the seed as the private key");
    }
    return pair;
  }

  /** A source of "random" bytes that returns the seed. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  /** A self-signed X.509 version 3 certificate that never expires (RFC 5280, 4.1.2.5). */
  private static Certificate certificate(KeyPair pair) throws GeneralSecurityException {
    byte[] name = new X500Principal("CN=imas event bus").getEncoded();
    byte[] content =
        der(
            0x30,
            der(0xa0, der(0x02, new byte[] {2})),
            der(0x02, new byte[] {1}),
            ED25519,
            name,
            der(0x30, time("20000101000000Z"), time("99991231235959Z")),
            name,
            pair.getPublic().getEncoded());
    byte[] signature = signed(pair.getPrivate(), content);
    byte[] whole = der(0x30, content, ED25519, der(0x03, new byte[] {0}, signature));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] signed(PrivateKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  private static byte[] time(String generalized) {
    return der(0x18, generalized.getBytes(StandardCharsets.US_ASCII));
  }

  /** Tag, length, content (X.690, 8.1). */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 128) {
      out.write(length);
    } else if (length < 256) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static PfxOptions options(KeyStore store) throws GeneralSecurityException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD.toCharArray());
    return new PfxOptions().setPassword(PASSWORD).setValue(Buffer.buffer(bytes.toByteArray()));
  }
}
