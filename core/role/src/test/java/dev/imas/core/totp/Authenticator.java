package dev.imas.core.totp;

import java.io.ByteArrayOutputStream;
import java.time.Instant;

/** An authenticator as people have one: it knows the secret as text, and the time. */
public final class Authenticator {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] key;

  public Authenticator(String base32) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char letter : base32.toCharArray()) {
      buffer = buffer << 5 | ALPHABET.indexOf(letter);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(buffer >> bits & 0xff);
      }
    }
    this.key = out.toByteArray();
  }

  public String code(Instant at) {
    return OneTimeCode.of(key, OneTimeCode.step(at));
  }
}
