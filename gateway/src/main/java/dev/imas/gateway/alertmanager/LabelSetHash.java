package dev.imas.gateway.alertmanager;

import dev.imas.core.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The fingerprint that Prometheus and Alertmanager show for a label set: FNV-1a, 64 bits, over
 * names and values in order, each ended by 0xff (prometheus/common, model/signature.go). It is for
 * their clients only; IMAS's own fingerprint is different.
 */
final class LabelSetHash {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final byte[] SEPARATOR = {(byte) 0xff};

  private LabelSetHash() {}

  static String of(Labels labels) {
    long hash = OFFSET;
    for (int i = 0; i < labels.size(); i++) {
      hash = add(hash, labels.name(i).getBytes(StandardCharsets.UTF_8));
      hash = add(hash, SEPARATOR);
      hash = add(hash, labels.value(i).getBytes(StandardCharsets.UTF_8));
      hash = add(hash, SEPARATOR);
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static long add(long hash, byte[] bytes) {
    long h = hash;
    for (byte b : bytes) {
      h = (h ^ (b & 0xff)) * PRIME;
    }
    return h;
  }
}
