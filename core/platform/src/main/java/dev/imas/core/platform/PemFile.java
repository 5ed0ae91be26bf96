package dev.imas.core.platform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of certificates or of a private key in PEM.
 *
 * @param name of the setting or option that names the file, for what is said of it
 */
public record PemFile(String name, String text) {

  private static final int LARGEST = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String PLAIN = "PRIVATE KEY";

  /** PKCS #1 and SEC 1: what openssl and cert-manager write unless they are asked otherwise. */
  private static final List<String> OLDER = List.of("RSA PRIVATE KEY", "EC PRIVATE KEY");

  /**
   * @throws TlsFilesException if it cannot be read, or is larger than 1 MiB
   */
  public static PemFile read(String name, Path file) throws TlsFilesException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new TlsFilesException(name + " is larger than 1 MiB; name a PEM file");
      }
      return new PemFile(name, new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new TlsFilesException(
          name + " cannot be read; name a PEM file that this user may read", file);
    }
  }

  /**
   * All certificates, in the order of the file.
   *
   * @throws TlsFilesException if there is none, or one cannot be read
   */
  public List<X509Certificate> certificates() throws TlsFilesException {
    List<X509Certificate> all = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals("CERTIFICATE")) {
        all.add(certificate(decoded(blocks.group(2))));
      }
    }
    if (all.isEmpty()) {
      throw new TlsFilesException(
          name + " holds no certificate; expected PEM, which has -----BEGIN CERTIFICATE-----");
    }
    return all;
  }

  private X509Certificate certificate(byte[] der) throws TlsFilesException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new TlsFilesException(name + " holds a certificate that cannot be read; copy it again");
    }
  }

  /**
   * The private key of a certificate.
   *
   * @param certificates that it must belong to, for what is said if it does not
   * @throws TlsFilesException if there is none, it has a password, or it belongs to another one
   */
  public PrivateKey keyOf(PublicKey owner, String certificates) throws TlsFilesException {
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      String label = blocks.group(1);
      if (label.endsWith(PLAIN)) {
        if (label.startsWith("ENCRYPTED") || blocks.group(2).contains("ENCRYPTED")) {
          throw new TlsFilesException(
              name
                  + " has a password; take it away: openssl pkey -in <key> -out <key without"
                  + " password>");
        }
        return matching(key(label, decoded(blocks.group(2)), owner), owner, certificates);
      }
    }
    throw new TlsFilesException(
        name + " holds no private key; expected PEM, which has -----BEGIN PRIVATE KEY-----");
  }

  private PrivateKey key(String label, byte[] der, PublicKey owner) throws TlsFilesException {
    byte[] pkcs8 = OLDER.contains(label) ? wrapped(der, owner) : der;
    try {
      return KeyFactory.getInstance(owner.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new TlsFilesException(
          name
              + " cannot be read as a key for "
              + owner.getAlgorithm()
              + ", which the certificate has; name the key that it was made with, in PKCS #8");
    }
  }

  private PrivateKey matching(PrivateKey key, PublicKey owner, String certificates)
      throws TlsFilesException {
    String algorithm =
        switch (owner.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> owner.getAlgorithm();
        };
    byte[] proof = new byte[32];
    new SecureRandom().nextBytes(proof);
    boolean matches;
    try {
      Signature signs = Signature.getInstance(algorithm);
      signs.initSign(key);
      signs.update(proof);
      byte[] signature = signs.sign();
      Signature verifies = Signature.getInstance(algorithm);
      verifies.initVerify(owner);
      verifies.update(proof);
      matches = verifies.verify(signature);
    } catch (GeneralSecurityException e) {
      matches = false;
    }
    if (!matches) {
      throw new TlsFilesException(
          name + " is not the key of the first certificate in " + certificates + "; name its key");
    }
    return key;
  }

  private byte[] decoded(String base64) throws TlsFilesException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new TlsFilesException(name + " is damaged: its Base64 cannot be read; copy it again");
    }
  }

  /**
   * PKCS #8 is the older form behind the name of its algorithm, which the certificate's public key
   * begins with, too (RFC 5958, RFC 5280 4.1).
   */
  private static byte[] wrapped(byte[] key, PublicKey owner) {
    byte[] info = owner.getEncoded();
    int algorithm = 2 + lengthBytes(info, 1);
    int end = algorithm + 2 + lengthBytes(info, algorithm + 1) + length(info, algorithm + 1);
    byte[] named = Arrays.copyOfRange(info, algorithm, end);
    return der(0x30, new byte[] {0x02, 0x01, 0x00}, named, der(0x04, key));
  }

  /** How many bytes the length takes beside the first one. */
  private static int lengthBytes(byte[] der, int at) {
    int first = der[at] & 0xff;
    return first < 128 ? 0 : first - 128;
  }

  private static int length(byte[] der, int at) {
    int length = der[at] & 0xff;
    if (length < 128) {
      return length;
    }
    int value = 0;
    for (int i = 1; i <= length - 128; i++) {
      value = value << 8 | der[at + i] & 0xff;
    }
    return value;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (length < 128) {
      all.write(length);
    } else {
      all.write(0x82);
      all.write(length >> 8);
      all.write(length);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  /** Without its text, which may be a key. */
  @Override
  public String toString() {
    return "PemFile[" + name + "]";
  }
}
