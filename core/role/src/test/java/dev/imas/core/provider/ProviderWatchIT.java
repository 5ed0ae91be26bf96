package dev.imas.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fallback is told of a provider that fails. */
class ProviderWatchIT {

  private static List<String> notices(RunningCore core) {
    return core.database.query(
        "SELECT about_key FROM delivery WHERE about_kind = 'provider' ORDER BY created_at");
  }

  private static void fares(RunningCore core, String success, String circuit, String since) {
    core.database.execute(
        """
        INSERT INTO provider_health AS h (tenant_id, provider_id, version, last_success_at, last_error_at, last_error, circuits)
        SELECT tenant_id, id, 1, now() - interval '%1$s', now() - interval '1 minute', 'HTTP 401',
               jsonb_build_object('a', jsonb_build_object('state', '%2$s', 'at', now() - interval '%3$s')) FROM provider
        ON CONFLICT (tenant_id, provider_id)
        DO UPDATE SET last_success_at = excluded.last_success_at, circuits = excluded.circuits\
        """
            .formatted(success, circuit, since));
  }

  private static void hasLeft(RunningCore core, double credits, String lowSince) {
    core.database.execute(
        """
        INSERT INTO provider_credits (tenant_id, provider_id, asked_at, asked_version, credits, read_at, low_since)
        SELECT tenant_id, id, now(), 1, %1$s, now(), %2$s FROM provider
        ON CONFLICT (tenant_id, provider_id) DO UPDATE SET credits = excluded.credits, low_since = excluded.low_since\
        """
            .formatted(credits, lowSince));
  }

  @Test
  void theFallbackIsToldOnceOfFewCreditsUntilThereAreEnoughAgain() {
    try (RunningCore core = RunningCore.start()) {
      core.holdHousekeeping();
      core.post(
          "/api/v1/providers",
          "{\"name\":\"ours\",\"type\":\"ntfy\",\"config\":{\"server_url\":\"https://x.example\",\"default_topic\":\"x\"}}");
      assertThat(core.get("/api/v1/providers/ours/health").json().get("credits").isNull()).isTrue();

      hasLeft(core, 500, "NULL");
      core.sweep("provider-watch");
      assertThat(notices(core)).isEmpty();

      hasLeft(core, 42.5, "date_trunc('hour', now()) - interval '1 hour'");
      core.sweep("provider-watch");
      hasLeft(core, 40, "date_trunc('hour', now()) - interval '1 hour'");
      core.sweep("provider-watch");
      assertThat(notices(core)).singleElement().asString().startsWith("low on credits since ");
      assertThat(
              core.database.query(
                  "SELECT payload #>> '{incident,title}' FROM delivery WHERE about_kind ="
                      + " 'provider'"))
          .containsExactly("The provider ours (ntfy) has 42.5 credits left");
      assertThat(
              core.get("/api/v1/providers/ours/health")
                  .json()
                  .path("credits")
                  .path("left")
                  .asDouble())
          .isEqualTo(40);

      hasLeft(core, 600, "NULL");
      core.sweep("provider-watch");
      hasLeft(core, 99, "date_trunc('hour', now())");
      core.sweep("provider-watch");
      assertThat(notices(core)).as("few again").hasSize(2);
    }
  }

  @Test
  void theFallbackIsToldOnceOfEachTimeThatAProviderFails() {
    try (RunningCore core = RunningCore.start()) {
      core.holdHousekeeping();
      core.post(
          "/api/v1/providers",
          "{\"name\":\"ours\",\"type\":\"ntfy\",\"config\":{\"server_url\":\"https://x.example\",\"default_topic\":\"x\"}}");
      fares(core, "1 hour", "open", "10 minutes");
      core.sweep("provider-watch");
      assertThat(notices(core)).as("its notifier is gone").isEmpty();

      fares(core, "1 hour", "open", "0");
      core.database.execute(
          "UPDATE provider_health SET last_success_at = date_trunc('hour', now()) - interval '1"
              + " hour'");
      core.sweep("provider-watch");
      core.sweep("provider-watch");
      assertThat(notices(core)).singleElement().asString().startsWith("failing since ");
      assertThat(
              core.database.query(
                  "SELECT urgency || ' ' || channel || ' ' || (payload #>> '{incident,title}') FROM"
                      + " delivery WHERE about_kind = 'provider'"))
          .containsExactly("2 console The provider ours (ntfy) fails");

      fares(core, "30 seconds", "half_open", "0");
      core.sweep("provider-watch");
      assertThat(notices(core)).as("it has worked since its last error").hasSize(1);
      fares(core, "2 minutes", "half_open", "0");
      core.sweep("provider-watch");
      assertThat(notices(core)).as("it fails again").hasSize(2);
    }
  }
}
