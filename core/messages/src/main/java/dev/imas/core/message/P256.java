package dev.imas.core.message;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/**
 * Public keys of the curve P-256 in the form of Web Push: a byte 4, then both coordinates, each of
 * 32 bytes. Pure.
 */
public final class P256 {

  /** Also the length of a coordinate. */
  static final int SCALAR = 32;

  private static final int LENGTH = 1 + 2 * SCALAR;
  private static final byte UNCOMPRESSED = 4;
  private static final ECParameterSpec CURVE = curve();

  private P256() {}

  public static ECParameterSpec parameters() {
    return CURVE;
  }

  public static byte[] encoded(ECPublicKey key) {
    byte[] bytes = new byte[LENGTH];
    bytes[0] = UNCOMPRESSED;
    put(key.getW().getAffineX(), bytes, 1);
    put(key.getW().getAffineY(), bytes, 1 + SCALAR);
    return bytes;
  }

  private static void put(BigInteger coordinate, byte[] into, int at) {
    byte[] bytes = coordinate.toByteArray();
    int length = Math.min(bytes.length, SCALAR);
    System.arraycopy(bytes, bytes.length - length, into, at + SCALAR - length, length);
  }

  /**
   * @throws IllegalArgumentException where it is no point of the curve
   */
  public static ECPublicKey decoded(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("it is no uncompressed point of P-256");
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + SCALAR));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + SCALAR, LENGTH));
    BigInteger p = modulus();
    if (x.compareTo(p) >= 0
        || y.compareTo(p) >= 0
        || !y.modPow(BigInteger.TWO, p).equals(ySquared(x))) {
      throw new IllegalArgumentException("it is no point of P-256");
    }
    return key(new ECPoint(x, y));
  }

  static BigInteger modulus() {
    return ((ECFieldFp) CURVE.getCurve().getField()).getP();
  }

  /** What the equation of the curve says. */
  static BigInteger ySquared(BigInteger x) {
    BigInteger p = modulus();
    return x.pow(3).add(CURVE.getCurve().getA().multiply(x)).add(CURVE.getCurve().getB()).mod(p);
  }

  static ECPublicKey key(ECPoint point) {
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }
}
