package dev.imas.notifier.channel;

import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a vendor's HTTP API is spoken with one provider's credentials: what a page becomes, and what
 * an answer means. Pure.
 */
public interface VendorApi {

  /**
   * The requests of a page, in order, usually one. Each is sent when the one before was accepted.
   * None: the tenant wants nothing sent of it, and it counts as sent.
   *
   * @throws IllegalArgumentException when the address does not fit, with a reason without secrets
   */
  List<WebRequest> requests(Message message, Instant now);

  /**
   * What follows the first request once it was accepted, where it needs to know the answer, such as
   * where a person is written to; empty: nothing.
   */
  default Optional<WebRequest> next(WebReply.Answered answer, Message message) {
    return Optional.empty();
  }

  /** What an answer means for the delivery. */
  Outcome read(WebReply.Answered answer, Message message, Instant now);

  /**
   * Where the receiver is by now, as a refusal says; empty: it says nothing of it. The message is
   * then sent there, once, and the contact gets the address.
   */
  default Optional<String> movedTo(WebReply.Answered answered) {
    return Optional.empty();
  }

  /** How messages are changed that were posted with this config; empty where they cannot be. */
  default Optional<CardVendor> cards() {
    return Optional.empty();
  }

  /** How people are answered late; empty where the vendor has no way for that. */
  default Optional<ReplyVendor> replies() {
    return Optional.empty();
  }

  /** How the vendor is asked what is left; empty where nothing is paid in advance. */
  default Optional<CreditVendor> credits() {
    return Optional.empty();
  }

  /** How issues are made with this config; empty where it makes none. */
  default Optional<TrackerVendor> tracker() {
    return Optional.empty();
  }

  /** How rooms are made with this config; empty where it makes none. */
  default Optional<RoomVendor> rooms() {
    return Optional.empty();
  }
}
