package dev.imas.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MailConfigTest {

  private static List<String> faults(String... keysAndValues) {
    Properties set = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      set.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    Settings settings = new Settings(Map.of(), set);
    MailConfig.read(settings);
    return settings.faults();
  }

  @Test
  void isOffByDefault() {
    assertThat(MailConfig.read(new Settings(Map.of(), new Properties())).isOn()).isFalse();
    assertThat(faults()).isEmpty();
  }

  @Test
  void needsADomainWhereItIsOn() {
    assertThat(faults("gateway.smtp.port", "2525"))
        .singleElement()
        .asString()
        .contains("gateway.smtp.domain");
    assertThat(faults("gateway.smtp.port", "2525", "gateway.smtp.domain", "a.example")).isEmpty();
  }

  @Test
  void certificateAndKeyGoTogether() {
    assertThat(faults("gateway.smtp.certificate", "/nowhere/cert.pem"))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("/nowhere/cert.pem cannot be read"))
        .anyMatch(fault -> fault.contains("must both be set"));
  }

  @Test
  void guessesOfAHostAreLimitedAndComeBackWithTime() {
    Guesses guesses = new Guesses();
    InetAddress host = InetAddress.getLoopbackAddress();
    int allowed = 0;
    while (allowed < 1_000 && guesses.mayGoOn(host, 0)) {
      allowed++;
    }
    assertThat(allowed).isEqualTo(60);
    assertThat(guesses.mayGoOn(host, 2_000_000_000L)).isTrue();
  }
}
