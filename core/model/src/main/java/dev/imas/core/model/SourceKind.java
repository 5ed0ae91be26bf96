package dev.imas.core.model;

import java.util.List;

/**
 * One kind of sender, as core tells of it to whoever connects one.
 *
 * @param type of its sources: {@code DATADOG}
 * @param name of the product, for a list to choose from
 * @param title what posts like this
 * @param paths on the gateway, the usual one first
 * @param keys how its key can be sent: {@code bearer}
 * @param page of the documents, in {@code docs/senders}
 * @param setUp what to paste into it
 */
public record SourceKind(
    String type,
    String name,
    String title,
    List<String> paths,
    List<String> keys,
    String page,
    SetUp setUp) {

  /**
   * A text to paste into a sender.
   *
   * @param where in the sender, such as a file or a page of its settings
   * @param text with {@code {{gateway}}} for the gateway's address, {@code {{scheme}}} and {@code
   *     {{host}}} for the parts of that address, and {@code {{key}}} for the source's key. Anything
   *     else in braces is the sender's own
   */
  public record SetUp(String where, String text) {

    /** What the address of a gateway is put in for: {@code https://imas.example:8080}. */
    public static final String GATEWAY = "{{gateway}}";

    public static final String SCHEME = "{{scheme}}";

    /** With its port, where the address has one. */
    public static final String HOST = "{{host}}";

    public static final String KEY = "{{key}}";
  }

  public SourceKind {
    paths = List.copyOf(paths);
    keys = List.copyOf(keys);
  }
}
