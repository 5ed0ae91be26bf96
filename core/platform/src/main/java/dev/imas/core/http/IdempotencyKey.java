package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import org.jspecify.annotations.Nullable;

/** The key by which a client may send a request again without having it done twice. */
public final class IdempotencyKey {

  /** The field of an answer that is not the first one to its key. */
  public static final String REPLAYED = "idempotent-replayed";

  private static final int LONGEST = 255;

  private IdempotencyKey() {}

  /**
   * The key of a request; null: it has none.
   *
   * @throws Fault BAD_REQUEST if it is blank or too long
   */
  public static @Nullable String of(Call call) {
    String key = call.header("idempotency-key");
    if (key != null && (key.isBlank() || key.length() > LONGEST)) {
      throw Fault.badRequest("Idempotency-Key must have 1 to " + LONGEST + " characters");
    }
    return key;
  }

  /** The same key came with another request. */
  public static Fault ofAnotherRequest() {
    return Fault.invalid(
        "Idempotency-Key", "this Idempotency-Key was used for another request; send a new one");
  }
}
