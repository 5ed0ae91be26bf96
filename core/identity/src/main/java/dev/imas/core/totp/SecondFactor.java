package dev.imas.core.totp;

import dev.imas.core.http.Audit;
import dev.imas.core.password.PasswordConfig;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Tx;
import dev.imas.core.totp.TotpRepository.Factor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Second factors of users: set up, confirmed, used, removed. Only on a virtual thread.
 *
 * <p>A transaction that uses a code must commit whatever comes of it: the wrong codes are counted
 * there. So the verdict is a result, and {@link #refuse} belongs after the transaction.
 */
public final class SecondFactor {

  private static final String ISSUER = "IMAS";

  /** What an authenticator needs, shown once. */
  public record Enrolment(String secret, String otpauthUri, QrPicture qr) {

    @Override
    public String toString() {
      return "enrolment";
    }
  }

  /** What becomes of a code. */
  public enum Verdict {
    ACCEPTED,
    WRONG,
    /** Too many were wrong: no code is taken for a while. */
    LOCKED
  }

  private final SecretBox secrets;
  private final PasswordConfig limits;
  private final InstantSource clock;
  private final TotpRepository factors = new TotpRepository();
  private final SecureRandom random = new SecureRandom();

  /**
   * @param limits how many wrong codes lock a factor, and how long
   */
  public SecondFactor(SecretBox secrets, PasswordConfig limits, InstantSource clock) {
    this.secrets = secrets;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Makes a secret, which counts once a code has confirmed it. One that was not confirmed is
   * replaced.
   *
   * @throws Fault CONFLICT if the user has a factor
   */
  public Enrolment setUp(Tx tx, UUID user, String username) {
    byte[] key = new byte[OneTimeCode.KEY_BYTES];
    random.nextBytes(key);
    byte[] sealed = secrets.seal(Base64.getEncoder().encodeToString(key), boundTo(user));
    if (!factors.setUp(tx, user, sealed, clock.instant()).await()) {
      throw Fault.conflict(
          "the user has a second factor; turn it off first, or have an administrator remove it");
    }
    String secret = OneTimeCode.base32(key);
    String uri =
        "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
            .formatted(
                ISSUER,
                URLEncoder.encode(username, StandardCharsets.UTF_8).replace("+", "%20"),
                secret,
                ISSUER,
                OneTimeCode.DIGITS,
                OneTimeCode.SECONDS);
    return new Enrolment(secret, uri, QrPicture.of(uri));
  }

  /** Takes the first code of a factor that was set up. From then on log-in asks for one. */
  public Verdict confirm(Tx tx, UUID user, String code) {
    return tryCode(tx, user, code, false);
  }

  /** Uses a code. Each works once, within half a minute before and after its own. */
  public Verdict use(Tx tx, UUID user, String code) {
    return tryCode(tx, user, code, true);
  }

  private Verdict tryCode(Tx tx, UUID user, String code, boolean isConfirmed) {
    Optional<Factor> found = factors.find(tx, user).await();
    if (found.isEmpty() || found.get().isConfirmed() != isConfirmed) {
      return Verdict.WRONG;
    }
    byte[] sealed = found.get().sealedSecret();
    byte[] key = Base64.getDecoder().decode(secrets.open(sealed, boundTo(user)));
    Instant now = clock.instant();
    Optional<Boolean> accepted =
        factors
            .tryStep(
                tx,
                user,
                OneTimeCode.matching(key, code.replace(" ", ""), now),
                now,
                now.minus(limits.lock()),
                limits.failures(),
                isConfirmed,
                sealed)
            .await();
    return accepted.map(is -> is ? Verdict.ACCEPTED : Verdict.WRONG).orElse(Verdict.LOCKED);
  }

  /**
   * Uses a recovery code, once. Nobody guesses one, so it also works while codes are not taken: who
   * guesses codes cannot lock out whom they belong to.
   */
  public boolean recover(Tx tx, UUID user, String code) {
    return factors.useCode(tx, user, RecoveryCode.hash(code), clock.instant()).await();
  }

  /** New recovery codes in place of the old ones. They are shown once. */
  public List<String> renewCodes(Tx tx, UUID user) {
    List<String> codes = RecoveryCode.fresh(random);
    factors.replaceCodes(tx, user, codes.stream().map(RecoveryCode::hash).toList()).await();
    return codes;
  }

  /** Removes the factor with its recovery codes. */
  public boolean remove(Tx tx, UUID user) {
    return factors.delete(tx, user).await();
  }

  /** How long codes are not taken after too many wrong ones. */
  private Duration lock() {
    return limits.lock();
  }

  /**
   * The fault of a code that was not accepted.
   *
   * @param kind of a wrong code
   */
  public Fault refuse(Verdict verdict, Fault.Kind kind) {
    return verdict == Verdict.LOCKED
        ? Fault.tooMany(
            "too many codes were wrong; wait, use a recovery code, or ask an administrator to"
                + " remove the second factor",
            (int) lock().toSeconds())
        : Fault.at(
            kind,
            "/code",
            "/code is wrong, was used before, or is of another time; wait for the next one, and"
                + " check the clock of the device");
  }

  /** The change of a user's second factor as the audit keeps it. */
  public static Audit.Change change(UUID user, String verb) {
    return new Audit.Change(new Audit.Subject("user", user), verb, null, null);
  }

  private static String boundTo(UUID user) {
    return "user_totp " + user;
  }
}
