package dev.imas.core.onboarding;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /installation}: where people and senders reach this IMAS, as far as it knows. */
public final class InstallationRoutes {

  /**
   * @param publicUrl where people reach core; null if nobody has said, so that links in messages
   *     open on its machine alone
   * @param gatewayUrl where senders reach a gateway; null if nobody has said
   * @param gatewayPort of the gateway in the same process; null if there is none
   */
  record Shown(
      @Nullable String publicUrl, @Nullable String gatewayUrl, @Nullable Integer gatewayPort) {}

  private final @Nullable String publicUrl;
  private final @Nullable String gatewayUrl;
  private final Supplier<OptionalInt> gatewayPort;

  /**
   * @param gatewayPort asked for each time, since the gateway starts later
   */
  public InstallationRoutes(
      @Nullable String publicUrl, @Nullable String gatewayUrl, Supplier<OptionalInt> gatewayPort) {
    this.publicUrl = publicUrl;
    this.gatewayUrl = gatewayUrl;
    this.gatewayPort = gatewayPort;
  }

  public void mount(Api api) {
    api.get("/installation", Permission.SELF_READ, this::get);
  }

  private Answer get(Call call) {
    OptionalInt port = gatewayPort.get();
    return Answer.ok(new Shown(publicUrl, gatewayUrl, port.isPresent() ? port.getAsInt() : null));
  }
}
