package dev.imas.notifier.channel.console;

import dev.imas.core.model.Medium;
import dev.imas.core.platform.LogFormat;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Terminal;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.InstalledKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The console of the process that sends. */
public final class ConsoleKind implements InstalledKind {

  @Override
  public String type() {
    return CONSOLE;
  }

  @Override
  public String address() {
    return "none";
  }

  @Override
  public String usualAddress() {
    return "console";
  }

  @Override
  public @Nullable String faultOf(String address) {
    return null;
  }

  @Override
  public String shown(String address) {
    return address;
  }

  @Override
  public Optional<Medium> medium() {
    return Optional.empty();
  }

  @Override
  public String mend() {
    return "set notifier.console (IMAS_NOTIFIER_CONSOLE) to true on it";
  }

  @Override
  public String page() {
    return "console.md";
  }

  @Override
  public Optional<ChannelSetup> configure(Settings in) {
    boolean enabled = in.flag("notifier.console", true);
    Terminal terminal = in.terminal();
    LogFormat format = in.choice("log.format", LogFormat.AUTO, LogFormat.class);
    PagePrinter printer =
        terminal.watched() && format.isText(terminal)
            ? new TerminalPages(System.out, terminal)
            : new LoggedPages();
    return enabled
        ? Optional.of(
            ChannelSetup.anywhere(
                // It writes to this machine, so there is no answer to wait for.
                Duration.ZERO, ports -> new ConsoleChannel(ports.platform().vertx(), printer)))
        : Optional.empty();
  }
}
