package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What features say of each kind of documents. */
final class DocumentKinds {

  private final Map<Kind, DocumentsOfKind> kinds = new EnumMap<>(Kind.class);
  private final ChannelKinds channels;

  DocumentKinds(Collection<? extends DocumentsOfKind> documents, ChannelKinds channels) {
    this.channels = channels;
    for (DocumentsOfKind one : documents) {
      if (kinds.put(one.kind(), one) != null) {
        throw new IllegalStateException("two features have documents of kind " + one.kind());
      }
    }
  }

  /** In the order in which documents are written. */
  Set<Kind> all() {
    return kinds.keySet();
  }

  DocumentsOfKind of(Kind kind) {
    return Objects.requireNonNull(kinds.get(kind), kind::wireName);
  }

  /**
   * @param document whose type says what of the config of a provider is secret
   */
  Fields shape(Kind kind, JsonNode document) {
    return of(kind).shape(channels, document);
  }

  /** Writes out what a document means by what it leaves out, where another member says it. */
  void complete(Kind kind, ObjectNode document) {
    of(kind).complete(document);
  }
}
