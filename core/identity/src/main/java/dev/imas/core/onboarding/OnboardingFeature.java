package dev.imas.core.onboarding;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.platform.RolePorts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tenants, and what a new one asks first: where senders reach the gateway. */
public final class OnboardingFeature implements Feature {

  private final CoreContext core;
  private final @Nullable String publicUrl;
  private final @Nullable String gatewayUrl;

  /**
   * @param publicUrl core's address for people; null: what their requests say
   * @param gatewayUrl where senders reach a gateway; null: nobody has said
   */
  public OnboardingFeature(
      CoreContext core, @Nullable String publicUrl, @Nullable String gatewayUrl) {
    this.core = core;
    this.publicUrl = publicUrl;
    this.gatewayUrl = gatewayUrl;
  }

  @Override
  public List<String> apiTags() {
    return List.of("installation", "tenants");
  }

  @Override
  public void mount(Api api) {
    new InstallationRoutes(
            publicUrl,
            gatewayUrl,
            () -> RolePorts.of(core.vertx(), "gateway"),
            () -> RolePorts.speaksTls(core.vertx(), "gateway"))
        .mount(api);
    new TenantRoutes(core.transactions(), core.clock()).mount(api);
  }
}
