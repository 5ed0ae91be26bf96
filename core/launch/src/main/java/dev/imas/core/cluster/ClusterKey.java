package dev.imas.core.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The secrets that the members share. They are derived (HKDF, RFC 5869) from the encryption key of
 * the installation, and nobody can compute the key from them.
 */
public final class ClusterKey {

  private static final int SEED = 32;
  private static final int NAME = 16;

  private final byte[] encryptionKey;

  public ClusterKey(byte[] encryptionKey) {
    this.encryptionKey = encryptionKey.clone();
  }

  /** The cluster's name: members with another name cannot join. It is sent unencrypted. */
  String clusterName() {
    return "imas-" + HexFormat.of().formatHex(derived("imas cluster name", NAME));
  }

  /** The seed of the key pair by which members authenticate each other. */
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
