package dev.imas.core.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import dev.imas.core.platform.LogFormat;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the log goes, and how it looks. */
final class LogSetup {

  /** The lowest level that is logged. */
  enum Verbosity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    Level level() {
      return Level.valueOf(name());
    }
  }

  private LogSetup() {}

  /** The configured format and verbosity. */
  record Chosen(LogFormat format, Verbosity verbosity) {

    static Chosen read(Settings in) {
      return new Chosen(
          in.choice("log.format", LogFormat.AUTO, LogFormat.class),
          in.choice("log.level", Verbosity.INFO, Verbosity.class));
    }
  }

  /**
   * For {@code imas run}: to stdout, as text in a terminal, otherwise as one JSON object per line.
   */
  static void forProcess(Chosen chosen, Terminal terminal) {
    Encoder<ILoggingEvent> encoder =
        chosen.format.isText(terminal)
            ? new TextLine(terminal, chosen.verbosity.compareTo(Verbosity.DEBUG) <= 0)
            : new JsonLine();
    apply(encoder, chosen.verbosity, ConsoleTarget.SystemOut);
  }

  /** For a command whose result goes to stdout: warnings, to stderr. */
  static void forCommand() {
    apply(new TextLine(Terminal.NONE, false), Verbosity.WARN, ConsoleTarget.SystemErr);
  }

  private static void apply(
      Encoder<ILoggingEvent> encoder, Verbosity verbosity, ConsoleTarget target) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget(target.getName());
    console.setEncoder(encoder);
    console.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(verbosity.level());
    root.addAppender(console);
    // Flyway logs each step at INFO; we log the outcome.
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    context.getLogger("io.netty").setLevel(Level.WARN);
    // Vert.x registers its gauges again with each connection, and Micrometer would warn once about
    // it.
    context.getLogger("io.micrometer.core.instrument.MeterRegistry").setLevel(Level.ERROR);
    // It would log what clients of SMTP say, and so the keys in addresses, and each that hangs up.
    context.getLogger("org.subethamail").setLevel(Level.ERROR);
    // We log who joins and leaves. These would log each failed connection, too.
    if (verbosity.compareTo(Verbosity.DEBUG) > 0) {
      context.getLogger("com.hazelcast").setLevel(Level.ERROR);
      context.getLogger("io.vertx.core.eventbus.impl.clustered").setLevel(Level.ERROR);
      // Likewise: the gateway says once that no broker answers.
      context.getLogger("org.apache.kafka").setLevel(Level.ERROR);
      context.getLogger("org.apache.kafka.clients.NetworkClient").setLevel(Level.OFF);
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
