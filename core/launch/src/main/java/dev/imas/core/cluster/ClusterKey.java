package dev.imas.core.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What the members share: all of it is derived (HKDF, RFC 5869) from the encryption key that the
 * processes of an installation have in common, and leads back to it for nobody.
 */
public final class ClusterKey {

  private static final int SEED = 32;
  private static final int NAME = 16;

  private final byte[] encryptionKey;

  public ClusterKey(byte[] encryptionKey) {
    this.encryptionKey = encryptionKey.clone();
  }

  /** Members of another name are strangers. It travels unencrypted. */
  String clusterName() {
    return "imas-" + HexFormat.of().formatHex(derived("imas cluster name", NAME));
  }

  /** Of the key pair by which members know each other. */
  byte[] identitySeed() {
    return derived("imas event bus identity", SEED);
  }

  private byte[] derived(String purpose, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(encryptionKey)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", e);
    }
  }
}
