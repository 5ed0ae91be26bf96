package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private enum Colour {
    RED,
    DARK_BLUE
  }

  private static Settings of(String... keysAndValues) {
    Properties file = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      file.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Settings(Map.of(), file);
  }

  @Test
  void theEnvironmentWinsOverTheFile() {
    Properties file = new Properties();
    file.setProperty("gateway.max-body", "1KiB");
    Settings settings = new Settings(Map.of("IMAS_GATEWAY_MAX_BODY", "2KiB"), file);

    assertThat(settings.bytes("gateway.max-body", 1, 1, 10_000)).isEqualTo(2048);
  }

  @Test
  void everyFaultIsToldAtOnceWithItsKeyVariableValueAndWhatWasExpected() {
    Settings settings =
        of("a.port", "70000", "b.wait", "soon", "c.on", "maybe", "d.colour", "green", "e.key", "k");
    settings.port("a.port", 1);
    settings.duration("b.wait", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
    settings.flag("c.on", true);
    settings.choice("d.colour", Colour.RED, Colour.class);
    settings.secret("e.key", 8);
    settings.fault("f and g do not go together");

    assertThatThrownBy(settings::throwIfFaulty)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "a.port (IMAS_A_PORT) is '70000'; expected a whole number from 0 to 65535",
                        "b.wait (IMAS_B_WAIT) is 'soon'; expected a duration such as 500ms, 10s or"
                            + " 5m, from 0s to 1m",
                        "c.on (IMAS_C_ON) is 'maybe'; expected true or false",
                        "d.colour (IMAS_D_COLOUR) is 'green'; expected one of [red, dark_blue]",
                        "e.key (IMAS_E_KEY) is 1 characters long; expected at least 8",
                        "f and g do not go together"));
  }

  @Test
  void aFaultyValueLeavesTheDefault() {
    assertThat(of("a", "x").count("a", 7, 0, 9)).isEqualTo(7);
  }

  @Test
  void blankIsNotSet() {
    assertThat(of("a", "  ").text("a")).isNull();
    assertThat(of("a", " ").text("a", "b")).isEqualTo("b");
  }

  @Test
  void theEffectiveConfigurationShowsDefaultsAndHidesSecrets() {
    Settings settings = of("smtp.password", "correct horse");
    settings.secret("smtp.password", 1);
    settings.port("gateway.port", 8080);
    settings.path("data-dir", Path.of("/data"));

    assertThat(settings.effective())
        .containsOnly(
            Map.entry("smtp.password", "****"),
            Map.entry("gateway.port", "8080"),
            Map.entry("data-dir", "/data"));
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "10 s, PT10S",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "PT90S, PT90S"
  })
  void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
    assertThat(of("a", text).duration("a", Duration.ZERO, Duration.ZERO, Duration.ofDays(9)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"65536, 65536", "64KiB, 65536", "64kb, 65536", "1 MB, 1048576", "1GiB, 1073741824"})
  void sizesAreReadAsPeopleWriteThem(String text, long expected) {
    assertThat(of("a", text).bytes("a", 0, 0, 1L << 40)).isEqualTo(expected);
  }

  @Test
  void aSizeBeyondALongIsAFaultAndNoOverflow() {
    Settings settings = of("a", "9223372036854775807GiB");

    assertThat(settings.bytes("a", 5, 0, Long.MAX_VALUE)).isEqualTo(5);
    assertThat(settings.faults()).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadIsToldAsAFault(@TempDir Path folder) {
    assertThatThrownBy(() -> Settings.load(folder.resolve("none.properties")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.properties cannot be read");
  }

  @Test
  void aFileIsReadAsUtf8(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("imas.properties"), "smtp.from-name=Größe\n");

    assertThat(Settings.load(file).text("smtp.from-name")).isEqualTo("Größe");
  }

  @Test
  void aVariableThatNobodyReadsIsAFaultWithWhatWasMeant() {
    Settings settings =
        new Settings(
            Map.of("IMAS_GATEWAY_PROT", "9000", "IMAS_X_OWN", "1", "PATH", "/bin"),
            new Properties());
    settings.port("gateway.port", 8080);

    settings.faultUnknown((name, value) -> name.startsWith("IMAS_X_"));

    assertThat(settings.faults())
        .containsExactly(
            "the variable IMAS_GATEWAY_PROT is not a setting; did you mean IMAS_GATEWAY_PORT?");
  }

  @Test
  void aKeyOfTheFileThatNobodyReadsIsAFaultWithWhatWasMeant() {
    Settings settings = of("gateway.prot", "9000", "gateway.port", "9000");
    settings.port("gateway.port", 8080);

    settings.faultUnknown((name, value) -> false);

    assertThat(settings.faults())
        .containsExactly(
            "'gateway.prot' in the configuration file is not a setting; did you mean"
                + " gateway.port?");
  }

  @Test
  void whatAnotherPartWouldReadIsKnownWithoutItsFaults() {
    Settings settings = of("notifier.port", "nonsense");

    settings.alsoRead(in -> in.port("notifier.port", 8091));
    settings.faultUnknown((name, value) -> false);

    assertThat(settings.faults()).isEmpty();
    assertThat(settings.effective()).isEmpty();
  }
}
