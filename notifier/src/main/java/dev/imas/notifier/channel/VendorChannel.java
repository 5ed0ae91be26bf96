package dev.imas.notifier.channel;

import dev.imas.core.wording.SafeText;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Sends by a vendor's HTTP API with one provider. */
public final class VendorChannel implements Channel {

  private final VendorApi api;
  private final Egress egress;
  private final InstantSource clock;

  public VendorChannel(VendorApi api, Egress egress, InstantSource clock) {
    this.api = api;
    this.egress = egress;
    this.clock = clock;
  }

  public VendorChannel(VendorApi api, ChannelPorts ports) {
    this(api, ports.egress(), ports.platform().clock());
  }

  @Override
  public Optional<RoomVendor> rooms() {
    return api.rooms();
  }

  @Override
  public Optional<TrackerVendor> tracker() {
    return api.tracker();
  }

  @Override
  public boolean hasCards() {
    return api.cards().isPresent();
  }

  @Override
  public Future<CardUpdate> update(Message message, Card card) {
    CardVendor vendor = api.cards().orElse(null);
    if (vendor == null) {
      return Channel.super.update(message, card);
    }
    return egress
        .send(message.tenant(), message.isUrgent(), vendor.update(message, card))
        .map(
            reply ->
                reply instanceof WebReply.Answered answered
                    ? vendor.readUpdate(answered, message, clock.instant())
                    : CardUpdate.of(outcome(reply, message)));
  }

  @Override
  public Optional<ReplyVendor> replies() {
    return api.replies();
  }

  @Override
  public Optional<CreditVendor> credits() {
    return api.credits();
  }

  /** A page is not lost because the message beside which it is posted was deleted. */
  @Override
  public Future<Outcome> send(Message message) {
    Future<Outcome> sent = sendAll(message);
    return message.card() == null
        ? sent
        : sent.compose(
            outcome ->
                outcome instanceof Outcome.Refused
                    ? sendAll(message.beside(null))
                    : Future.succeededFuture(outcome));
  }

  private Future<Outcome> sendAll(Message message) {
    List<WebRequest> requests;
    try {
      requests = api.requests(message, clock.instant());
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(Outcome.Refused.because(String.valueOf(e.getMessage())));
    }
    if (requests.isEmpty()) {
      return Future.succeededFuture(new Outcome.Accepted(null, null));
    }
    Future<Outcome> sent = first(message, requests.getFirst());
    for (WebRequest next : requests.subList(1, requests.size())) {
      sent =
          sent.compose(
              before ->
                  before instanceof Outcome.Accepted
                      ? send(message, next)
                      : Future.succeededFuture(before));
    }
    return sent;
  }

  private Future<Outcome> first(Message message, WebRequest request) {
    return egress
        .send(message.tenant(), message.isUrgent(), request)
        .compose(
            reply -> {
              Outcome outcome = outcome(reply, message);
              Optional<String> there = movedTo(outcome, reply, message);
              if (there.isPresent()) {
                return follow(message, there.get());
              }
              Optional<WebRequest> next =
                  outcome instanceof Outcome.Accepted && reply instanceof WebReply.Answered answered
                      ? api.next(answered, message)
                      : Optional.empty();
              return next.isEmpty() ? Future.succeededFuture(outcome) : send(message, next.get());
            });
  }

  private Optional<String> movedTo(Outcome outcome, WebReply reply, Message message) {
    return outcome instanceof Outcome.Refused && reply instanceof WebReply.Answered answered
        ? api.movedTo(answered).filter(there -> !there.equals(message.address()))
        : Optional.empty();
  }

  /** Once: an answer there that names yet another address is a refusal. */
  private Future<Outcome> follow(Message message, String there) {
    Message moved = message.to(there);
    return send(moved, api.requests(moved, clock.instant()).getFirst())
        .map(
            outcome ->
                outcome instanceof Outcome.Accepted accepted ? accepted.movedTo(there) : outcome);
  }

  private Future<Outcome> send(Message message, WebRequest request) {
    return egress
        .send(message.tenant(), message.isUrgent(), request)
        .map(reply -> outcome(reply, message));
  }

  private Outcome outcome(WebReply reply, Message message) {
    return switch (reply) {
      case WebReply.Answered answered -> api.read(answered, message, clock.instant());
      case WebReply.Barred barred -> Outcome.Refused.because(barred.reason());
      case WebReply.PutOff putOff -> new Outcome.Deferred(putOff.delay());
      case WebReply.Failed failed ->
          new Outcome.Retry(
              SafeText.line(failed.reason(), 250), null, null, failed.mayHaveArrived());
    };
  }
}
