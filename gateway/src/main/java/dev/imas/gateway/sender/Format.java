package dev.imas.gateway.sender;

import dev.imas.gateway.decode.AlertDecoder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One shape of bodies that are posted to a path of their own. Senders that post the same bodies
 * share the same object.
 *
 * @param path without a slash at the end
 * @param otherPaths further paths for the same bodies
 * @param identity what identifies an alert, for the table in the documents
 * @param answers how such a post is answered
 * @param forms turns a form-encoded body into the JSON that the decoder reads; null where no forms
 *     are posted
 * @param payloads folders of real bodies in the tests' {@code payloads}
 */
public record Format(
    String path,
    List<String> otherPaths,
    String identity,
    AlertDecoder decoder,
    Answers answers,
    @Nullable UnaryOperator<byte[]> forms,
    List<String> payloads) {

  /** The paths of IMAS's own routes: nothing can be read there, and a key may be the last part. */
  private static final String WEBHOOKS = "/api/v1/webhooks/";

  public Format {
    otherPaths = List.copyOf(otherPaths);
    payloads = List.copyOf(payloads);
  }

  /**
   * A webhook of IMAS's own, answered with a receipt. Its bodies are in the folder of that name.
   */
  public static Format webhook(String name, String identity, AlertDecoder decoder) {
    return new Format(
        WEBHOOKS + name, List.of(), identity, decoder, new ReceiptAnswers(), null, List.of(name));
  }

  /** The same, also accepted at a webhook of this name. */
  public Format alsoAt(String name) {
    return new Format(path, List.of(WEBHOOKS + name), identity, decoder, answers, forms, payloads);
  }

  /** The same, also accepting form-encoded bodies. */
  public Format withForms(UnaryOperator<byte[]> toJson) {
    return new Format(path, otherPaths, identity, decoder, answers, toJson, payloads);
  }

  /** The same, with its bodies in these folders. */
  public Format withPayloads(String... folders) {
    return new Format(path, otherPaths, identity, decoder, answers, forms, List.of(folders));
  }

  /** Whether nothing else is served at its path. Otherwise others read at the same path. */
  public boolean isWebhook() {
    return path.startsWith(WEBHOOKS);
  }
}
