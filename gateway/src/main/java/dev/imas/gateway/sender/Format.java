package dev.imas.gateway.sender;

import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.decode.HeaderFields;
import dev.imas.gateway.decode.PathFields;
import dev.imas.gateway.decode.QueryFields;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One shape of bodies that are posted to a path of their own. Senders that post the same bodies
 * share the same object.
 *
 * @param path without a slash at the end; one part may be in braces, and then stands for any
 * @param otherPaths further paths for the same bodies
 * @param identity what identifies an alert, for the table in the documents
 * @param answers how such a post is answered
 * @param transport how its posts travel: forms, queries, signatures, a deadline
 * @param payloads folders of real bodies in the tests' {@code payloads}
 */
public record Format(
    String path,
    List<String> otherPaths,
    String identity,
    AlertDecoder decoder,
    Answers answers,
    Transport transport,
    List<String> payloads) {

  /** The paths of IMAS's own routes: nothing can be read there, and a key may be the last part. */
  private static final String WEBHOOKS = "/api/v1/webhooks/";

  public Format {
    otherPaths = List.copyOf(otherPaths);
    payloads = List.copyOf(payloads);
    if (transport.query() != null && !path.startsWith(WEBHOOKS)) {
      throw new IllegalArgumentException("a GET reads at " + path + ", so none can post there");
    }
  }

  /**
   * A webhook of IMAS's own, answered with a receipt. Its bodies are in the folder of that name.
   */
  public static Format webhook(String name, String identity, AlertDecoder decoder) {
    return new Format(
        WEBHOOKS + name,
        List.of(),
        identity,
        decoder,
        new ReceiptAnswers(),
        Transport.PLAIN,
        List.of(name));
  }

  /** The same, also accepted at a webhook of this name. */
  public Format alsoAt(String name) {
    return new Format(
        path, List.of(WEBHOOKS + name), identity, decoder, answers, transport, payloads);
  }

  /** The same, also accepting forms, urlencoded or multipart, that are read like this. */
  public Format withForms(QueryFields forms) {
    return with(
        new Transport(
            forms,
            transport.query(),
            transport.signatures(),
            transport.deadline(),
            transport.key(),
            transport.path(),
            transport.headers(),
            transport.deliveryIds(),
            transport.bySource()));
  }

  /**
   * The same, also accepting a GET whose query is read like this. Only for senders that cannot post
   * otherwise: who knows the address of such a post can repeat it, by a link.
   */
  public Format withQuery(QueryFields query) {
    return with(
        new Transport(
            transport.forms(),
            query,
            transport.signatures(),
            transport.deadline(),
            transport.key(),
            transport.path(),
            transport.headers(),
            transport.deliveryIds(),
            transport.bySource()));
  }

  /** The same, with posts that its vendor signs like this. */
  public Format withSignatures(SignatureForm... signatures) {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            List.of(signatures),
            transport.deadline(),
            transport.key(),
            transport.path(),
            transport.headers(),
            transport.deliveryIds(),
            transport.bySource()));
  }

  /**
   * The same, of a sender that waits no longer for its answer. What is not committed by then is
   * answered 503, and is committed all the same where it can be.
   */
  public Format withDeadline(Duration deadline) {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            transport.signatures(),
            deadline,
            transport.key(),
            transport.path(),
            transport.headers(),
            transport.deliveryIds(),
            transport.bySource()));
  }

  /** The same, of a sender that has its key in the body. */
  public Format withKeyInBody(BodyKey key) {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            transport.signatures(),
            transport.deadline(),
            key,
            transport.path(),
            transport.headers(),
            transport.deliveryIds(),
            transport.bySource()));
  }

  /**
   * The same, at paths with a part in braces, such as {@code /alerts/{identifier}/close}. The part
   * becomes the member of this name in what is read, beside these parameters of the query and the
   * body as {@code request}.
   */
  public Format withPathPart(String... parameters) {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            transport.signatures(),
            transport.deadline(),
            transport.key(),
            new PathFields(Set.of(parameters)),
            transport.headers(),
            transport.deliveryIds(),
            transport.bySource()));
  }

  /** The same, also of posts whose headers are a part of what is read. */
  public Format withHeaders(HeaderFields headers) {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            transport.signatures(),
            transport.deadline(),
            transport.key(),
            transport.path(),
            headers,
            transport.deliveryIds(),
            transport.bySource()));
  }

  /** The same, of a sender that names its posts in one of these headers. */
  public Format withDeliveryIds(List<String> headers) {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            transport.signatures(),
            transport.deadline(),
            transport.key(),
            transport.path(),
            transport.headers(),
            headers,
            transport.bySource()));
  }

  /** The same, of which each source says itself how its posts travel. */
  public Format withTransportOfItsSource() {
    return with(
        new Transport(
            transport.forms(),
            transport.query(),
            transport.signatures(),
            transport.deadline(),
            transport.key(),
            transport.path(),
            transport.headers(),
            transport.deliveryIds(),
            true));
  }

  /** The same, with posts that travel like this. */
  public Format with(Transport how) {
    return new Format(path, otherPaths, identity, decoder, answers, how, payloads);
  }

  /** The same, answered like this. */
  public Format withAnswers(Answers like) {
    return new Format(path, otherPaths, identity, decoder, like, transport, payloads);
  }

  /** The same, with its bodies in these folders. */
  public Format withPayloads(String... folders) {
    return new Format(path, otherPaths, identity, decoder, answers, transport, List.of(folders));
  }

  /** Whether nothing else is served at its path. Otherwise others read at the same path. */
  public boolean isWebhook() {
    return path.startsWith(WEBHOOKS);
  }
}
