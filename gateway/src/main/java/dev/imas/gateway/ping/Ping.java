package dev.imas.gateway.ping;

import dev.imas.core.platform.Fault;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a ping says. Pure.
 *
 * @param key of its heartbeat
 * @param run how the sender names the run that it is about; null: it does not
 * @param millis how long the run took; null: it does not say so
 */
record Ping(String key, Signal signal, @Nullable String run, @Nullable Long millis) {

  /** As the database numbers them. */
  enum Signal {
    SUCCESS(1),
    START(2),
    FAIL(3);

    private final short number;

    Signal(int number) {
      this.number = (short) number;
    }

    short number() {
      return number;
    }
  }

  static final String PREFIX = "/ping/";

  private static final int LONGEST_KEY = 128;
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9._:@/+-]{1,100}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  /**
   * @param path begins with {@link #PREFIX}
   * @param run the parameter {@code rid}
   * @param duration the parameter {@code duration}, in seconds
   * @throws Fault NOT_FOUND or BAD_REQUEST, without the key
   */
  static Ping read(String path, @Nullable String run, @Nullable String duration) {
    String rest = path.substring(PREFIX.length());
    int slash = rest.indexOf('/');
    String key = slash < 0 ? rest : rest.substring(0, slash);
    Signal signal =
        switch (slash < 0 ? "" : rest.substring(slash)) {
          case "", "/", "/success" -> Signal.SUCCESS;
          case "/start" -> Signal.START;
          case "/fail" -> Signal.FAIL;
          default ->
              throw Fault.notFound(
                  "there is no such signal; the path ends with the key, /start, /success or /fail");
        };
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw unknownKey();
    }
    if (run != null && !RUN.matcher(run).matches()) {
      throw Fault.badRequest("rid must be 1 to 100 of the characters A-Z a-z 0-9 . _ : @ / + -");
    }
    return new Ping(key, signal, run, millis(duration));
  }

  static Fault unknownKey() {
    return Fault.notFound("no heartbeat has this key; make a new one and use its address");
  }

  private static @Nullable Long millis(@Nullable String seconds) {
    if (seconds == null) {
      return null;
    }
    if (!SECONDS.matcher(seconds).matches()) {
      throw Fault.badRequest("duration must be a number of seconds, such as 12.5");
    }
    return new BigDecimal(seconds).movePointRight(3).longValue();
  }
}
