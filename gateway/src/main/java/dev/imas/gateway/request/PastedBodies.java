package dev.imas.gateway.request;

import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.bus.BodyReading.ReadEvent;
import dev.imas.core.bus.BodyReading.Unread;
import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.pipeline.ContentCoding;
import dev.imas.gateway.pipeline.MediaType;
import dev.imas.gateway.pipeline.PostReader;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.pipeline.Sent;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.MultiMap;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that somebody pasted, or one that was kept, with the decoder and the options that
 * the source's next post meets, and tells what was read. Nothing is stored, and nothing is
 * remembered. Replies with a {@link BodyReading} as text, else with a failure: 404 for a path at
 * which the source cannot post, 409 for a source that cannot post at all, 415 for a type of content
 * that is not read, 422 for a body that cannot be read.
 */
public final class PastedBodies {

  private static final String NO_KEY =
      "the source has no live key, so nothing can be posted for it; add a key first";

  private final SenderRoutes routes;
  private final SnapshotKeeper snapshots;
  private final WorkerExecutor decoders;
  private final PostReader reader;
  private final boolean autoResolve;

  /**
   * @param decoders where bodies are read, since a pasted one may be large
   * @param autoResolve unless a rule says otherwise
   */
  public PastedBodies(
      SenderRoutes routes,
      SnapshotKeeper snapshots,
      WorkerExecutor decoders,
      PostReader reader,
      boolean autoResolve) {
    this.routes = routes;
    this.snapshots = snapshots;
    this.decoders = decoders;
    this.reader = reader;
    this.autoResolve = autoResolve;
  }

  public void handle(Message<BodyPasted> message) {
    BodyPasted pasted = message.body();
    TenantId tenant = new TenantId(pasted.tenant());
    SourceEntry source = snapshots.current().source(tenant, pasted.source());
    if (source == null) {
      message.fail(409, NO_KEY);
      return;
    }
    String type = source.profile().type();
    int question = pasted.path().indexOf('?');
    String path = question < 0 ? pasted.path() : pasted.path().substring(0, question);
    String query = question < 0 ? null : pasted.path().substring(question + 1);
    SenderRoute found = routeOf(path, type);
    if (found == null) {
      message.fail(
          404,
          pasted.path().isEmpty()
              ? "a source of type " + type + " posts anywhere; say to which path"
              : "no source of type " + type + " posts to " + pasted.path());
      return;
    }
    SenderRoute route = found.of(source);
    MediaType media = MediaType.of(pasted.contentType());
    if (!route.reads(media)) {
      message.fail(415, "such content is not read there; leave it out or say application/json");
      return;
    }
    MultiMap none = MultiMap.caseInsensitiveMultiMap(); // a pasted body has no headers
    read(
        message,
        source,
        route,
        new Sent.Request(
            ContentCoding.IDENTITY, pasted.contentType(), path, query, none, false, false),
        pasted.body().getBytes());
  }

  /** Reads a body that was kept, as its source's next post would be read. */
  public void handleKept(Message<BodyKept> message) {
    BodyKept kept = message.body();
    TenantId tenant = new TenantId(kept.tenant());
    SourceEntry source = snapshots.current().source(tenant, kept.source());
    if (source == null) {
      message.fail(409, NO_KEY);
      return;
    }
    SenderRoute route = routes.routeOf(kept.dialect());
    if (route == null) {
      message.fail(422, "no decoder reads the dialect '" + kept.dialect() + "'");
      return;
    }
    read(message, source, route, new Sent.Ready(null), kept.body().getBytes());
  }

  private void read(
      Message<?> message, SourceEntry source, SenderRoute route, Sent sent, byte[] body) {
    decoders
        .executeBlocking(() -> reader.tried(source, route, sent, body), false)
        .onSuccess(tried -> reply(message, route.path(), route.decoder(), source, tried))
        .onFailure(cause -> failed(message, cause));
  }

  private static void failed(Message<?> message, Throwable cause) {
    message.fail(503, "it could not be read now: " + cause.getMessage());
  }

  private @Nullable SenderRoute routeOf(String path, String sourceType) {
    if (path.isEmpty()) {
      return routes.usualOf(sourceType);
    }
    SenderRoutes.Found found = routes.find(path);
    return found == null || !found.route().takes(sourceType) ? null : found.route();
  }

  private void reply(
      Message<?> message,
      String path,
      AlertDecoder decoder,
      SourceEntry source,
      PostReader.Tried tried) {
    switch (tried.decoding()) {
      case Decoding.Refused refused ->
          message.fail(
              422,
              "the body cannot be read"
                  + (refused.pointer().isEmpty() ? "" : " at " + refused.pointer())
                  + ": "
                  + refused.detail());
      case Decoding.Read read ->
          message.reply(Json.write(told(path, decoder, source, read, tried.unmatched())));
    }
  }

  private BodyReading told(
      String path,
      AlertDecoder decoder,
      SourceEntry source,
      Decoding.Read read,
      List<String> unmatched) {
    List<ReadAlert> alerts = new ArrayList<>();
    List<Unread> broken = new ArrayList<>();
    List<ReadEvent> events = new ArrayList<>();
    int alertCount = 0;
    int eventCount = 0;
    int brokenCount = 0;
    for (Element element : read.elements()) {
      switch (element) {
        case IncomingAlert alert -> {
          if (alertCount++ < BodyReading.MOST) {
            alerts.add(told(alert));
          }
        }
        case SideEvent event -> {
          if (eventCount++ < BodyReading.MOST) {
            events.add(told(event));
          }
        }
        case ChangeFact fact -> {
          // It stands beside an alert or an event, which is told.
        }
        case BrokenElement one -> {
          if (brokenCount++ < BodyReading.MOST) {
            broken.add(new Unread(one.pointer(), one.reason()));
          }
        }
      }
    }
    return new BodyReading(
        path,
        decoder.dialect(),
        alertCount,
        alerts,
        brokenCount,
        broken,
        read.truncatedBySender(),
        source.profile().defaultSeverity(),
        autoResolve,
        eventCount,
        events,
        unmatched);
  }

  private static ReadEvent told(SideEvent event) {
    AlertAction action = event.action();
    Fingerprint about = event.about();
    return new ReadEvent(
        event.kind().wireName(),
        event.title(),
        action == null ? null : action.wireName(),
        about == null ? null : about.toString(),
        event.author(),
        event.note());
  }

  private static ReadAlert told(IncomingAlert alert) {
    return new ReadAlert(
        alert.fingerprint().toString(),
        alert.firing(),
        alert.name(),
        texts(alert.labels()),
        texts(alert.annotations()),
        texts(alert.details()),
        alert.severity(),
        time(alert.startsAtMicros()),
        time(alert.endsAtMicros()),
        alert.weaklyNamed());
  }

  private static Map<String, String> texts(Labels labels) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      texts.put(labels.name(i), labels.value(i));
    }
    return texts;
  }

  private static @Nullable Instant time(long micros) {
    return micros == IncomingAlert.NONE ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
