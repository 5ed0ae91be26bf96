package dev.imas.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM-13: at least 12 characters, not like the user's data, not common, not digits alone. */
class PasswordRulesTest {

  private static final List<String> ADA =
      List.of("ada", "ada.lovelace@example.org", "Ada", "Lovelace");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "vestibule-Ocelot-93-quartz",
        "un chat gris mange du thym",
        "zL8#pQ2v!mR5t"
      })
  void passwordsThatNobodyGuessesAreTaken(String password) {
    assertThat(PasswordRules.fault(password, ADA)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "short-words | has 11 characters; use at least 12",
        "839204857193 | has digits alone",
        "lovelace-engine-17-zk | holds 'lovelace'",
        "I am at EXAMPLE now | holds 'example'",
        "password1234 | is common or easy to guess",
        "qwertyuiop123 | is common or easy to guess",
        "aaaaaaaaaaaaaa | is common or easy to guess",
        "P@ssw0rd12345 | is common or easy to guess",
        "iloveyou12345 | is common or easy to guess"
      })
  void eachFaultSaysItsMend(String password, String fault) {
    assertThat(PasswordRules.fault(password, ADA)).contains(fault);
  }

  @Test
  void shortWordsAboutTheUserAreInManyPasswords() {
    assertThat(PasswordRules.fault("a canadian moose on ice", ADA)).isNull();
  }

  @Test
  void longestIsTakenAndOneMoreIsNot() {
    String words = "vestibule ocelot quartz ".repeat(6).substring(0, PasswordRules.LONGEST);

    assertThat(PasswordRules.fault(words, ADA)).isNull();
    assertThat(PasswordRules.fault(words + "x", ADA)).contains("at most 128");
  }

  @Test
  void lengthIsCountedInCharactersNotInUnits() {
    assertThat(PasswordRules.fault("🦉🦊🦋🦌🦍🦎", ADA)).contains("has 6 characters");
  }

  /** Whoever may set a password, by an invitation too, could keep a processor for 17 seconds. */
  @Test
  void symbolsForLettersAreEstimatedInTime() {
    String symbols = "4@8({[<3€6&9#!1|7$50+%2";
    for (String some :
        List.of(symbols.repeat(6).substring(0, PasswordRules.LONGEST), "3[21#!".repeat(20))) {
      CpuTime.within(Duration.ofSeconds(4), () -> PasswordRules.fault(some, ADA));
    }
    assertThat(PasswordRules.fault("p@$$w0rdp@$$w0rd", ADA)).contains("easy to guess");
    assertThat(PasswordRules.fault("!@#$%^&*()_+", ADA)).contains("easy to guess");
    assertThat(PasswordRules.fault("v€$tibule#ocelot!qu@rtz", ADA)).isNull();
  }
}
