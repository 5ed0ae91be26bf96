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
   * @param events in the order of the body
   * @param broken what of the body could not be read, in order
   * @param letters the same, to be stored
   * @param severe there is a SEV1 or SEV2 among the events
   * @param news there is an event that is not believed a mere repeat
   */
  record Read(
      List<AlertEvent> events,
      List<BrokenElement> broken,
      List<DeadLetter> letters,
      int truncatedBySender,
      int flagged,
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
    Severity sourceDefault = context.source().defaultSeverity();
    AlertEvent.Router router =
        alert -> routes.table().route(alert.labels(), alert.severity(), sourceDefault);
    int nowSeconds = (int) (context.receivedAtMicros() / 1_000_000L);
    int flagged = 0;
    boolean severe = false;
    boolean news = false;
    for (Element element : decoded.elements()) {
      switch (element) {
        case IncomingAlert alert -> {
          AlertEvent event = event(alert, routes.generation(), router, nowSeconds);
          severe |= event.severity().isCritical();
          news |= !event.isBelievedKnown();
          if (alert.details().get("flags") != null) {
            flagged++;
          }
          events.add(event);
        }
        case BrokenElement b -> {
          broken.add(b);
          letters.add(
              new DeadLetter(
                  UuidV7.at(context.receivedAtMicros() / 1_000),
                  "element",
                  true,
                  decoder.dialect(),
                  b.pointer(),
                  b.reason(),
                  contentType,
                  DeadLetter.cut(body, b.bodyStart(), b.bodyEnd()),
                  b.bodyEnd() - b.bodyStart()));
        }
      }
    }
    return new Read(events, broken, letters, decoded.truncatedBySender(), flagged, severe, news);
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
        return AlertEvent.known(alert, believed, generation, router);
      }
    }
    return AlertEvent.routed(alert, router.route(alert), generation, router);
  }
}
