package dev.imas.gateway.edge;

import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.gateway.commit.AlertEvent;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body turned into events: decoded, and routed where it is not believed known. Uses nothing that
 * is bound to a thread, so that a large body can be read off the event loop.
 */
public final class Reading {

  /**
   * Of one body. Each becomes a row with its bytes, and a body of 250 bytes may inflate to a
   * hundred thousand.
   */
  static final int MOST_BROKEN_KEPT = 1_000;

  /**
   * @param events in the order of the body
   * @param broken what of the body could not be read, in order, as far as it is kept
   * @param notKept how much more could not be read: neither accepted nor counted
   * @param letters the same, to be stored
   * @param weak how many of the events are identified weakly
   * @param severe there is a SEV1 or SEV2 among the events
   * @param news there is an event that is not believed a mere repeat
   */
  record Read(
      List<AlertEvent> events,
      List<BrokenElement> broken,
      int notKept,
      List<DeadLetter> letters,
      int truncatedBySender,
      int flagged,
      int weak,
      boolean severe,
      boolean news)
      implements Result {}

  record Refused(Decoding.Refused why) implements Result {}

  sealed interface Result permits Read, Refused {}

  private final KnownAlerts known;

  public Reading(KnownAlerts known) {
    this.known = known;
  }

  Result read(
      AlertDecoder decoder,
      byte[] body,
      DecodeContext context,
      Snapshot.TenantRoutes routes,
      @Nullable String contentType) {
    return switch (decoder.decode(body, body.length, context)) {
      case Decoding.Refused refused -> new Refused(refused);
      case Decoding.Read decoded -> events(decoder, decoded, body, context, routes, contentType);
    };
  }

  private Read events(
      AlertDecoder decoder,
      Decoding.Read decoded,
      byte[] body,
      DecodeContext context,
      Snapshot.TenantRoutes routes,
      @Nullable String contentType) {
    List<AlertEvent> events = new ArrayList<>(decoded.elements().size());
    List<BrokenElement> broken = new ArrayList<>();
    List<DeadLetter> letters = new ArrayList<>();
    BrokenElement firstNotKept = null;
    Severity sourceDefault = context.source().defaultSeverity();
    AlertEvent.Router router =
        alert -> routes.table().route(alert.labels(), alert.severity(), sourceDefault);
    int nowSeconds = (int) (context.receivedAtMicros() / 1_000_000L);
    int flagged = 0;
    int weak = 0;
    int notKept = 0;
    boolean severe = false;
    boolean news = false;
    for (Element element : decoded.elements()) {
      switch (element) {
        case IncomingAlert alert -> {
          AlertEvent event = event(alert, routes.generation(), router, nowSeconds);
          severe |= event.severity().isCritical();
          news |= event.isNews();
          String flags = alert.details().get("flags");
          if (flags != null) {
            flagged++;
            weak += flags.contains(Flag.WEAK_IDENTITY.wireName()) ? 1 : 0;
          }
          events.add(event);
        }
        case BrokenElement b when broken.size() >= MOST_BROKEN_KEPT -> {
          if (notKept++ == 0) {
            firstNotKept = b;
          }
        }
        case BrokenElement b -> {
          broken.add(b);
          letters.add(letter(b, decoder, body, context, contentType));
        }
      }
    }
    if (firstNotKept != null) {
      letters.add(letterOfTheRest(notKept, firstNotKept, decoder, body, context, contentType));
    }
    return new Read(
        events, broken, notKept, letters, decoded.truncatedBySender(), flagged, weak, severe, news);
  }

  private static DeadLetter letter(
      BrokenElement broken,
      AlertDecoder decoder,
      byte[] body,
      DecodeContext context,
      @Nullable String contentType) {
    return new DeadLetter(
        UuidV7.at(context.receivedAtMicros() / 1_000),
        "element",
        true,
        decoder.dialect(),
        broken.pointer(),
        broken.reason(),
        contentType,
        DeadLetter.cut(body, broken.bodyStart(), broken.bodyEnd()),
        broken.bodyEnd() - broken.bodyStart());
  }

  /** One for all of them, with the body. As that of a body refused whole, it counts as no alert. */
  private static DeadLetter letterOfTheRest(
      int count,
      BrokenElement first,
      AlertDecoder decoder,
      byte[] body,
      DecodeContext context,
      @Nullable String contentType) {
    return new DeadLetter(
        UuidV7.at(context.receivedAtMicros() / 1_000),
        "body",
        false,
        decoder.dialect(),
        first.pointer(),
        count + " more elements of this body could not be read; the first: " + first.reason(),
        contentType,
        DeadLetter.cut(body, 0, body.length),
        body.length);
  }

  private AlertEvent event(
      IncomingAlert alert, int generation, AlertEvent.Router router, int nowSeconds) {
    if (alert.firing()) {
      Severity believed =
          known.believed(
              alert.fingerprint(),
              alert.severity(),
              alert.startsAtMicros(),
              generation,
              nowSeconds);
      if (believed != null) {
        return known.areTextsDue(alert.fingerprint(), alert.annotations(), nowSeconds)
            ? AlertEvent.renewed(alert, router.route(alert), generation, router)
            : AlertEvent.known(alert, believed, generation, router);
      }
    }
    return AlertEvent.routed(alert, router.route(alert), generation, router);
  }
}
