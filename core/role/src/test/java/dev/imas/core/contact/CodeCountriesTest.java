package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.contact.CodeCountries.Sender;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To which phones codes may be sent (trap 73). */
class CodeCountriesTest {

  @ParameterizedTest
  @CsvSource({
    "+33612345678, 33",
    "+15005550006, 1",
    "+18765550006, 1",
    "+79161234567, 7",
    "+352621123456, 352",
    "+881612345678, 881",
    "+442071838750, 44",
    "+4915112345678, 49",
    "+97150123456, 971"
  })
  void theCountryIsTheBeginOfTheNumber(String number, String code) {
    assertThat(CallingCode.of(number)).isEqualTo(code);
  }

  @Test
  void theUsualOnesAreThoseOfTheProvidersOwnNumbers() {
    CodeCountries usual =
        CodeCountries.usual(
            List.of(
                new Sender("twilio", Optional.of("+32470123456")),
                new Sender("twilio_voice", Optional.of("+15005550006")),
                new Sender("ovh_sms", Optional.empty())));
    assertThat(usual.prefixes()).containsExactly("1", "32", "33");
    assertThat(usual.allow("+33612345678")).isTrue();
    assertThat(usual.allow("+881612345678")).isFalse();
    assertThat(usual.isChosen()).isFalse();
  }

  @Test
  void aSenderWithANameAllowsNothing() {
    CodeCountries usual =
        CodeCountries.usual(
            List.of(
                new Sender("twilio", Optional.of("MG" + "0".repeat(32))),
                new Sender("twilio", Optional.of("IMAS"))));
    assertThat(usual.allow("+33612345678")).isFalse();
    assertThat(usual.inWords()).isEqualTo("to no phone");
  }

  @Test
  void aChoiceMayBeNarrowerThanACountry() {
    CodeCountries chosen = new CodeCountries(List.of("336", "337"), true, 2);
    assertThat(chosen.allow("+33612345678")).isTrue();
    assertThat(chosen.allow("+33899123456")).isFalse();
  }
}
