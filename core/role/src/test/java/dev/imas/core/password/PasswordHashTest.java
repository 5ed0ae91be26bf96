package dev.imas.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PasswordHashTest {

  private static PasswordHash with(int kib) {
    return new PasswordHash(new PasswordConfig(kib, 2, 1, 5, 10, Duration.ofMinutes(15)));
  }

  @Test
  void hashNamesItsParametersSoThatTheyMayChange() {
    String hash = with(1024).of("correct horse battery staple");

    assertThat(hash).startsWith("$argon2id$v=19$m=1024,t=2,p=1$");
    assertThat(PasswordHash.matches("correct horse battery staple", hash)).isTrue();
    assertThat(PasswordHash.matches("correct horse battery stable", hash)).isFalse();
  }

  @Test
  void sameUserOrPasswordNeverHasTheSameHash() {
    PasswordHash hash = with(1024);

    assertThat(hash.of("correct horse")).isNotEqualTo(hash.of("correct horse"));
  }

  /** So that the time of an answer does not tell who has an account. */
  @Test
  void hashOfNobodyIsCheckedWithTheSameParametersAndMatchesNothing() {
    PasswordConfig config = new PasswordConfig(2048, 3, 1, 5, 10, Duration.ofMinutes(15));
    String nobody = PasswordHash.ofNobody(config);
    String somebody = new PasswordHash(config).of("correct horse");

    assertThat(nobody.substring(0, nobody.lastIndexOf("p=1$")))
        .isEqualTo(somebody.substring(0, somebody.lastIndexOf("p=1$")));
    assertThat(nobody).hasSameSizeAs(somebody);
    assertThat(PasswordHash.matches("", nobody)).isFalse();
    assertThat(PasswordHash.matches("correct horse", nobody)).isFalse();
  }

  @Test
  void lettersBeyondAsciiCount() {
    String hash = with(1024).of("un thé à la menthe");

    assertThat(PasswordHash.matches("un the a la menthe", hash)).isFalse();
    assertThat(PasswordHash.matches("un thé à la menthe", hash)).isTrue();
  }

  /** A known answer of the reference implementation, whose parameters are not ours. */
  @Test
  void hashesOfTheReferenceImplementationAreRead() {
    assertThat(
            PasswordHash.matches(
                "password",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
        .isTrue();
  }
}
