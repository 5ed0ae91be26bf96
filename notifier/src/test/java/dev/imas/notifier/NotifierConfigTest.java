package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NotifierConfigTest {

  private static Settings settings(Map<String, String> environment) {
    return new Settings(environment, new Properties());
  }

  @Test
  void needsNothing() {
    Settings settings = settings(Map.of());
    NotifierConfig config = NotifierConfig.read(settings, new InstalledChannels());
    assertThat(settings.faults()).isEmpty();
    assertThat(config.port()).isEqualTo(8091);
    assertThat(config.channels().setups()).containsOnlyKeys("webhook", "browser", "console");
    assertThat(config.channels().longestTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.claim().throttle().rate().messages()).isEqualTo(20);
    assertThat(config.retry().retries()).isEqualTo(5);
    assertThat(config.retry().urgentRetries()).isEqualTo(10);
    assertThat(config.claim().poll()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void tellsAllFaultsAtOnce() {
    Settings settings =
        settings(
            Map.of(
                "IMAS_NOTIFIER_WEBHOOK_ALLOW", "10.0.0.0/99",
                "IMAS_NOTIFIER_WEBHOOK_PORTS", "https",
                "IMAS_NOTIFIER_LEASE", "5s",
                "IMAS_NOTIFIER_POLL", "2s",
                "IMAS_SMTP_HOST", "mail.example",
                "IMAS_PUBLIC_URL", "not a url"));
    NotifierConfig.read(settings, new InstalledChannels());
    assertThat(settings.faults())
        .anyMatch(fault -> fault.startsWith("notifier.webhook.allow"))
        .anyMatch(fault -> fault.startsWith("notifier.webhook.ports"))
        .anyMatch(fault -> fault.startsWith("notifier.lease"))
        .anyMatch(fault -> fault.startsWith("notifier.poll"))
        .anyMatch(fault -> fault.startsWith("smtp.from"))
        .anyMatch(fault -> fault.startsWith("public.url"))
        .hasSize(6);
  }

  @Test
  void thePasswordOfTheMailServerIsNeverShown() {
    Settings settings =
        settings(
            Map.of(
                "IMAS_SMTP_HOST", "mail.example",
                "IMAS_SMTP_FROM", "imas@example.com",
                "IMAS_SMTP_USERNAME", "imas",
                "IMAS_SMTP_PASSWORD", "hunter2"));
    NotifierConfig config = NotifierConfig.read(settings, new InstalledChannels());
    assertThat(config.toString()).doesNotContain("hunter2");
    assertThat(settings.effective().toString()).doesNotContain("hunter2");
  }

  @Test
  void theLauncherFindsTheRole() {
    assertThat(ServiceLoader.load(dev.imas.core.platform.Role.class))
        .anyMatch(role -> role.name().equals("notifier"));
  }

  @Test
  void linksLeadToTheCoreThatRunsUnlessAnotherIsNamed() {
    NotifierConfig plain = NotifierConfig.read(settings(Map.of()), new InstalledChannels());
    assertThat(plain.publicUrl(OptionalInt.empty())).hasToString("http://localhost:8090");
    assertThat(plain.publicUrl(OptionalInt.of(40123))).hasToString("http://localhost:40123");
    NotifierConfig moved =
        NotifierConfig.read(settings(Map.of("IMAS_CORE_PORT", "9000")), new InstalledChannels());
    assertThat(moved.publicUrl(OptionalInt.empty())).hasToString("http://localhost:9000");
    NotifierConfig named =
        NotifierConfig.read(
            settings(Map.of("IMAS_CORE_PORT", "9000", "IMAS_PUBLIC_URL", "https://imas.example")),
            new InstalledChannels());
    assertThat(named.publicUrl(OptionalInt.of(9000))).hasToString("https://imas.example");
  }
}
