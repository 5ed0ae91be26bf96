package dev.imas.core.onboarding;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /installation}: where people and senders reach this IMAS, as far as it knows. */
public final class InstallationRoutes {

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d+)?");

  /**
   * @param publicUrl where people reach core; null if nobody has said, so that links in messages
   *     open on its machine alone
   * @param gatewayUrl where senders reach a gateway; null if nobody has said, and the port of the
   *     gateway in the same process speaks plain HTTP
   * @param gatewayPort of the gateway in the same process; null if there is none
   */
  record Shown(
      @Nullable String publicUrl, @Nullable String gatewayUrl, @Nullable Integer gatewayPort) {}

  private final @Nullable String publicUrl;
  private final @Nullable String gatewayUrl;
  private final Supplier<OptionalInt> gatewayPort;
  private final BooleanSupplier gatewayHasTls;

  /**
   * @param gatewayPort asked for each time, since the gateway starts later
   * @param gatewayHasTls whether that port speaks TLS
   */
  public InstallationRoutes(
      @Nullable String publicUrl,
      @Nullable String gatewayUrl,
      Supplier<OptionalInt> gatewayPort,
      BooleanSupplier gatewayHasTls) {
    this.publicUrl = publicUrl;
    this.gatewayUrl = gatewayUrl;
    this.gatewayPort = gatewayPort;
    this.gatewayHasTls = gatewayHasTls;
  }

  public void mount(Api api) {
    api.get("/installation", Permission.SELF_READ, this::get);
  }

  private Answer get(Call call) {
    OptionalInt port = gatewayPort.get();
    return Answer.ok(
        new Shown(
            publicUrl,
            gatewayUrl == null && port.isPresent() ? beside(call, port.getAsInt()) : gatewayUrl,
            port.isPresent() ? port.getAsInt() : null));
  }

  /** The gateway beside core, on the host that the caller knows; null: in plain HTTP. */
  private @Nullable String beside(Call call, int port) {
    Matcher host = HOST.matcher(Objects.requireNonNullElse(call.header("host"), ""));
    return gatewayHasTls.getAsBoolean() && host.matches()
        ? "https://" + host.group(1) + ":" + port
        : null;
  }
}
