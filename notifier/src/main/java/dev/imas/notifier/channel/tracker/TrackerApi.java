package dev.imas.notifier.channel.tracker;

import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.TrackerVendor;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A tracker as messages see it: it takes none, and a test asks whether it can be used. */
final class TrackerApi implements VendorApi {

  private final TrackerKind.Tracker tracker;

  TrackerApi(TrackerKind.Tracker tracker) {
    this.tracker = tracker;
  }

  @Override
  public Optional<TrackerVendor> tracker() {
    return Optional.of(tracker);
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    if (!Words.isTest(message.content())) {
      throw new IllegalArgumentException("a tracker takes tasks and no messages");
    }
    return List.of(tracker.probe(message.id()));
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    return VendorAnswer.of(answered).byStatus(null, TrackerCalls.said(answered), now);
  }
}
