package dev.imas.core.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IAM-10: the codes are those of every authenticator, and what is typed is read with care. */
class OneTimeCodeTest {

  private static final byte[] RFC_KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 4226, appendix D. */
  @ParameterizedTest
  @CsvSource({
    "0,1284755224,755224", "1,1094287082,287082", "2,137359152,359152", "3,1726969429,969429",
    "4,1640338314,338314", "5,868254676,254676", "6,1918287922,287922", "7,82162583,162583",
    "8,673399871,399871", "9,645520489,520489"
  })
  void codesByCounterAreThoseOfTheRfc(long counter, int truncated, String code) {
    assertThat(OneTimeCode.truncated(RFC_KEY, counter)).isEqualTo(truncated);
    assertThat(OneTimeCode.of(RFC_KEY, counter)).isEqualTo(code);
  }

  /** RFC 6238, appendix B, whose codes have eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59,94287082",
    "1111111109,07081804",
    "1111111111,14050471",
    "1234567890,89005924",
    "2000000000,69279037",
    "20000000000,65353130"
  })
  void codesByTimeAreThoseOfTheRfc(long second, String eight) {
    long step = OneTimeCode.step(Instant.ofEpochSecond(second));

    assertThat("%08d".formatted(OneTimeCode.truncated(RFC_KEY, step) % 100_000_000))
        .isEqualTo(eight);
    assertThat(OneTimeCode.of(RFC_KEY, step)).isEqualTo(eight.substring(2));
  }

  @Test
  void phoneMayBeHalfAMinuteFastOrSlow() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = OneTimeCode.step(now);
    for (long drift = -1; drift <= 1; drift++) {
      String code = OneTimeCode.of(RFC_KEY, step + drift);
      assertThat(OneTimeCode.matching(RFC_KEY, code, now)).isEqualTo(step + drift);
    }
    for (long drift : new long[] {-2, 2}) {
      String code = OneTimeCode.of(RFC_KEY, step + drift);
      assertThat(OneTimeCode.matching(RFC_KEY, code, now)).isEqualTo(OneTimeCode.NO_STEP);
    }
    assertThat(OneTimeCode.matching(RFC_KEY, "", now)).isEqualTo(OneTimeCode.NO_STEP);
  }

  /** RFC 4648, section 10, without padding. */
  @ParameterizedTest
  @CsvSource({
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void keyIsWrittenAsAuthenticatorsTakeIt(String bytes, String text) {
    assertThat(OneTimeCode.base32(bytes.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
  }

  @Test
  void recoveryCodeIsReadHoweverItIsTyped() {
    List<String> codes = RecoveryCode.fresh(new SecureRandom());

    assertThat(new HashSet<>(codes)).hasSize(10);
    assertThat(codes).allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
    String one = codes.getFirst();
    assertThat(RecoveryCode.hash(" " + one.toUpperCase(java.util.Locale.ROOT).replace("-", " ")))
        .isEqualTo(RecoveryCode.hash(one))
        .isNotEqualTo(RecoveryCode.hash(codes.getLast()));
  }
}
