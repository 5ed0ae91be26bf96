package dev.imas.gateway.sender;

import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceKind.SetUp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One kind of sender: all that the product has to know of it. The types that a source may have, the
 * routes, the API description, what the dashboard says of it and the table in the documents are
 * derived from it.
 *
 * @param type of its sources, as stored: {@code DATADOG}
 * @param name of the product, to choose it from a list
 * @param title what posts like this, for the table in the documents
 * @param formats what it posts, and where
 * @param keys how its key can be sent, as far as the sender supports it
 * @param readsAlerts whether it expects an Alertmanager's API at the same address; keys of its
 *     sources then read alerts unless the source's {@code alertmanager_api} says otherwise
 * @param page of the documents, in {@code docs/senders}
 * @param setUp what to paste into it: see {@link #setUp}
 */
public record Sender(
    String type,
    String name,
    String title,
    List<Format> formats,
    Set<KeyForm> keys,
    boolean readsAlerts,
    String page,
    SetUp setUp) {

  public Sender {
    formats = List.copyOf(formats);
    keys = Set.copyOf(keys);
  }

  /**
   * The text of a file beside a class.
   *
   * @param where the text goes in the sender
   */
  public static SetUp setUp(Class<?> beside, String file, String where) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not beside " + beside.getName());
      }
      return new SetUp(where, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** What core tells of it. */
  public SourceKind kind() {
    return new SourceKind(
        type,
        name,
        title,
        formats.stream()
            .flatMap(
                format -> Stream.concat(Stream.of(format.path()), format.otherPaths().stream()))
            .toList(),
        keys.stream().sorted().map(KeyForm::wireName).toList(),
        page,
        setUp);
  }
}
