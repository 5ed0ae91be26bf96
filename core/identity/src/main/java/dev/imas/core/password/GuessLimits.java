package dev.imas.core.password;

import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.RateBuckets;
import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often somebody may guess a password (IAM-14): of one address, and of one account. Of
 * an address only what is wrong counts, and not on devices that the account knows. The lock of an
 * account is for devices that it does not know: each device that it knows has a count of its own,
 * so that strangers cannot lock a person out. Names without an account are counted alike. In the
 * memory of this process, of the last hundred thousand addresses and accounts. May be called from
 * any thread.
 */
public final class GuessLimits {

  private static final int REMEMBERED = 100_000;
  private static final double SECONDS = 60;

  /** What is guessed, such as a name of a tenant; and by whom, such as a device. */
  public record Guessed(String account, String by) {

    /**
     * The password of an account, by whatever name it is asked for. What changes the credentials,
     * as a reset does, begins anew: in all processes, since each reads the epoch.
     */
    public static Guessed ofAccount(UUID user, int epoch, String by) {
      return new Guessed(user + " " + epoch, by);
    }

    /** The password of a name that no account has. */
    public static Guessed ofNobody(@Nullable String tenant, String name, String by) {
      return new Guessed(tenant + "\n" + name.toLowerCase(Locale.ROOT), by);
    }
  }

  private static final class Failures {
    int count;
    long last;
  }

  private final PasswordConfig config;
  private final LongSupplier nanos;
  private final Counter tooFast;
  private final Counter locked;
  private final RateBuckets addresses;
  private final Map<Guessed, Failures> accounts = bounded();

  /**
   * @param nanos a monotonic clock
   */
  public GuessLimits(PasswordConfig config, LongSupplier nanos, MeterRegistry meters) {
    this.config = config;
    this.nanos = nanos;
    this.addresses = new RateBuckets(nanos, REMEMBERED);
    this.tooFast = refused("rate", meters);
    this.locked = refused("locked", meters);
  }

  private static Counter refused(String reason, MeterRegistry meters) {
    return Counter.builder("imas.login.refused")
        .description("Log-ins refused before a password was hashed")
        .tag("reason", reason)
        .register(meters);
  }

  /** What is counted of an address, each apart from the others. */
  public enum Attempt {
    LOG_IN("wrong passwords"),
    SECOND_FACTOR("wrong codes"),
    INVITATION("wrong codes of invitations"),
    FORGOTTEN("requests for a link");

    private final String counted;

    Attempt(String counted) {
      this.counted = counted;
    }
  }

  /**
   * Whether an address may try. Only {@link #failed} counts: an office whose people all know their
   * passwords is never kept out. Many attempts at once may be under way before the first has
   * failed. Each of them is counted, and the next may come when all are paid for.
   *
   * @throws Fault TOO_MANY_REQUESTS
   */
  public void admit(Attempt what, String address) {
    double wait = addresses.waitFor(key(what, address), rate(), config.guesses());
    if (wait > 0) {
      tooFast.increment();
      throw Fault.tooMany(
          "more than "
              + config.guesses()
              + " "
              + what.counted
              + " a minute come from this address; wait, then try again",
          (int) Math.ceil(wait));
    }
  }

  /** Counts a failed attempt of an address. */
  public void failed(Attempt what, String address) {
    addresses.owe(key(what, address), rate(), config.guesses());
  }

  /**
   * Counts an attempt of an address, whatever becomes of it.
   *
   * @throws Fault TOO_MANY_REQUESTS
   */
  public void count(Attempt what, String address) {
    admit(what, address);
    failed(what, address);
  }

  private double rate() {
    return config.guesses() / SECONDS;
  }

  private static String key(Attempt what, String address) {
    return what + " " + CallerLimits.networkOf(address);
  }

  /** The rates of addresses, to be shared with other processes. */
  public RateBuckets addresses() {
    return addresses;
  }

  /**
   * Counts a guess as failed until {@link #succeeded} says otherwise, so that many at once count
   * too.
   *
   * @throws Fault TOO_MANY_REQUESTS while the account is locked
   */
  public synchronized void guess(Guessed what) {
    long now = nanos.getAsLong();
    Failures failures = accounts.computeIfAbsent(what, fresh -> new Failures());
    long lock = config.lock().toNanos();
    if (failures.count > 0 && now - failures.last >= lock) {
      failures.count = 0;
    }
    if (failures.count >= config.failures()) {
      locked.increment();
      Duration left = Duration.ofNanos(lock - (now - failures.last));
      throw Fault.tooMany(
          "the password was wrong "
              + config.failures()
              + " times; wait, or ask an administrator to set another",
          (int) left.toSeconds() + 1);
    }
    failures.count++;
    failures.last = now;
  }

  public synchronized void succeeded(Guessed what) {
    accounts.remove(what);
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
