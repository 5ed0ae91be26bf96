package dev.imas.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** A body with a few bytes changed, cut, or replaced by pieces of JSON. */
public final class Mutation {

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "1e999",
    "-",
    "\\u0000",
    "\\ud83d",
    "\n",
    "{}",
    "[]",
    "\"alerts\":",
    "\"labels\":",
    "true",
    "\u0000",
    "\ufeff",
    "NaN"
  };

  private Mutation() {}

  /** A new array, never empty. */
  public static byte[] of(byte[] original, Random random) {
    byte[] body = original.clone();
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] = (byte) random.nextInt(256);
        case 1 -> body = Arrays.copyOf(body, Math.max(1, at));
        case 2 -> body = splice(body, at, at, PIECES[random.nextInt(PIECES.length)]);
        default -> {
          int to = Math.min(body.length, at + random.nextInt(12));
          body = splice(body, at, to, PIECES[random.nextInt(PIECES.length)]);
        }
      }
    }
    return body;
  }

  private static byte[] splice(byte[] body, int from, int to, String piece) {
    byte[] inserted = piece.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[from + inserted.length + body.length - to];
    System.arraycopy(body, 0, out, 0, from);
    System.arraycopy(inserted, 0, out, from, inserted.length);
    System.arraycopy(body, to, out, from + inserted.length, body.length - to);
    return out;
  }
}
