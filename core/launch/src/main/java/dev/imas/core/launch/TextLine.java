package dev.imas.core.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.imas.core.platform.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * A log event as a line for a person: time of day, level, message and key-value pairs. A failure
 * adds one line for each cause. Only with {@code stacks} does it add the stack trace.
 */
final class TextLine extends EncoderBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final Terminal terminal;
  private final boolean stacks;

  TextLine(Terminal terminal, boolean stacks) {
    this.terminal = terminal;
    this.stacks = stacks;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(terminal.faint(TIME.format(event.getInstant()))).append(' ');
    line.append(level(event.getLevel())).append(' ');
    LogText.append(line, event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null && !pairs.isEmpty()) {
      StringBuilder values = new StringBuilder();
      for (KeyValuePair pair : pairs) {
        values.append(' ').append(pair.key).append('=');
        LogText.append(values, String.valueOf(pair.value));
      }
      line.append(terminal.faint(values.toString()));
    }
    line.append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      append(line, thrown);
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void append(StringBuilder line, IThrowableProxy thrown) {
    if (stacks) {
      ThrowableProxyUtil.asString(thrown)
          .lines()
          .forEach(
              frame -> {
                LogText.append(line, frame);
                line.append('\n');
              });
      return;
    }
    String because = "  ";
    for (IThrowableProxy t = thrown; t != null; t = t.getCause()) {
      line.append(because);
      LogText.append(line, t.getClassName() + ": " + t.getMessage());
      line.append('\n');
      because = "  caused by ";
    }
  }

  private String level(Level level) {
    String padded = String.format("%-5s", level);
    return switch (level.toInt()) {
      case Level.ERROR_INT -> terminal.red(padded);
      case Level.WARN_INT -> terminal.yellow(padded);
      case Level.INFO_INT -> terminal.green(padded);
      default -> padded;
    };
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
