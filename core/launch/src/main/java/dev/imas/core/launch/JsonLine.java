package dev.imas.core.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * A log event as one flat JSON object on a line. Its fields are {@code time} (RFC 3339, UTC,
 * milliseconds), {@code level}, {@code logger}, {@code thread} and {@code message}. Each key-value
 * pair is a field, too, and a failure adds {@code error} and {@code stack_trace}. A pair whose name
 * is already used gets an underscore.
 */
final class JsonLine extends EncoderBase<ILoggingEvent> {

  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", TIME.format(event.getInstant()));
      json.writeStringField("level", event.getLevel().toString());
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("thread", event.getThreadName());
      text(json, "message", event.getFormattedMessage());
      pairs(json, event.getKeyValuePairs());
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null) {
        text(json, "error", thrown.getClassName() + ": " + thrown.getMessage());
        text(json, "stack_trace", ThrowableProxyUtil.asString(thrown));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void pairs(JsonGenerator json, List<KeyValuePair> pairs) throws IOException {
    if (pairs == null) {
      return;
    }
    Set<String> taken =
        new HashSet<>(
            Set.of("time", "level", "logger", "thread", "message", "error", "stack_trace"));
    for (KeyValuePair pair : pairs) {
      String name = String.valueOf(pair.key);
      while (!taken.add(name)) {
        name += "_";
      }
      switch (pair.value) {
        case null -> json.writeNullField(name);
        case Boolean flag -> json.writeBooleanField(name, flag);
        case Integer number -> json.writeNumberField(name, number);
        case Long number -> json.writeNumberField(name, number);
        case Double number when Double.isFinite(number) -> json.writeNumberField(name, number);
        default -> text(json, name, String.valueOf(pair.value));
      }
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, LogText.withoutCredentials(String.valueOf(value)));
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
