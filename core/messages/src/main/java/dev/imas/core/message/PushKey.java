package dev.imas.core.message;

import dev.imas.core.platform.SecretBox;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;

/**
 * The key by which the push services of browsers know this installation (RFC 8292). It follows from
 * the installation's key, so nobody stores it, and core and notifiers have the same one without
 * telling each other. It prints nothing of itself.
 */
public final class PushKey {

  private static final String PURPOSE = "push";

  /** A signature of 64 bytes, as JSON web tokens have it. */
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private final ECPrivateKey secret;
  private final ECPublicKey shared;

  private PushKey(ECPrivateKey secret, ECPublicKey shared) {
    this.secret = secret;
    this.shared = shared;
  }

  public static PushKey of(SecretBox secrets) {
    // 64 bytes: of 32, some numbers would be more likely than others (FIPS 186-5, A.2.1).
    byte[] seed =
        ByteBuffer.allocate(2 * P256.SCALAR)
            .put(secrets.derive(PURPOSE, "1"))
            .put(secrets.derive(PURPOSE, "2"))
            .array();
    BigInteger most = P256.parameters().getOrder().subtract(BigInteger.ONE);
    BigInteger scalar = new BigInteger(1, seed).mod(most).add(BigInteger.ONE);
    try {
      ECPrivateKey secret =
          (ECPrivateKey)
              KeyFactory.getInstance("EC")
                  .generatePrivate(new ECPrivateKeySpec(scalar, P256.parameters()));
      return new PushKey(secret, publicOf(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /**
   * The platform does not compute a public key from a private one. An agreement with the curve's
   * generator gives its x. Of the two points with that x, it is the one that verifies signatures.
   */
  private static ECPublicKey publicOf(ECPrivateKey secret) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(secret);
    agreement.doPhase(P256.key(P256.parameters().getGenerator()), true);
    BigInteger x = new BigInteger(1, agreement.generateSecret());
    BigInteger p = P256.modulus();
    // The modulus is 3 modulo 4, so this is a square root.
    BigInteger y = P256.ySquared(x).modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    byte[] sample = PURPOSE.getBytes(StandardCharsets.UTF_8);
    byte[] signed = sign(secret, sample);
    for (ECPublicKey one :
        Stream.of(y, p.subtract(y)).map(each -> P256.key(new ECPoint(x, each))).toList()) {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(one);
      check.update(sample);
      if (check.verify(signed)) {
        return one;
      }
    }
    throw new IllegalStateException("no public key fits the private one");
  }

  /** The public key as browsers and push services want it: base64url of 65 bytes. */
  public String publicKey() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(P256.encoded(shared));
  }

  /** Signs as ES256 says (RFC 7518). */
  public byte[] sign(byte[] data) {
    try {
      return sign(secret, data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has ECDSA", e);
    }
  }

  private static byte[] sign(ECPrivateKey secret, byte[] data) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(secret);
    signature.update(data);
    return signature.sign();
  }
}
