package dev.imas.gateway.sender;

import java.util.List;
import java.util.Set;

/**
 * One kind of sender: all that the product has to know of it. The types that a source may have, the
 * routes, the API description and the table in the documents are derived from it.
 *
 * @param type of its sources, as stored: {@code DATADOG}
 * @param title what posts like this, for the table in the documents
 * @param formats what it posts, and where
 * @param keys how its key can be sent, as far as the sender supports it
 * @param readsAlerts whether it expects an Alertmanager's API at the same address; keys of its
 *     sources then read alerts unless the source's {@code alertmanager_api} says otherwise
 * @param page of the documents, in {@code docs/senders}
 */
public record Sender(
    String type,
    String title,
    List<Format> formats,
    Set<KeyForm> keys,
    boolean readsAlerts,
    String page) {

  public Sender {
    formats = List.copyOf(formats);
    keys = Set.copyOf(keys);
  }
}
