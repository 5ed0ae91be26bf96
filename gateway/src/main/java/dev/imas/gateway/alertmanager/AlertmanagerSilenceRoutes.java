package dev.imas.gateway.alertmanager;

import dev.imas.core.http.SmallBody;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.Matcher;
import dev.imas.gateway.alertmanager.Silences.Gettable;
import dev.imas.gateway.alertmanager.Silences.Stored;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The silences of Alertmanager's API v2, as amtool and karma use them. A key reads them as it reads
 * alerts. It writes them only if its source {@code may_silence}, since a silence may hide alerts of
 * the whole tenant (decision D12).
 */
final class AlertmanagerSilenceRoutes {

  private static final int LONGEST_BODY = 64 << 10;

  private final Silences silences;
  private final InstantSource clock;

  AlertmanagerSilenceRoutes(Silences silences, InstantSource clock) {
    this.silences = silences;
    this.clock = clock;
  }

  /** Those that the filter accepts, in the order of Alertmanager: by state, then by time. */
  Future<Object> list(RoutingContext ctx, SourceEntry source) {
    mayRead(source);
    List<Matcher> filter = AlertsQuery.matchers(ctx.queryParams(), "filter");
    Instant now = clock.instant();
    return silences
        .all(
            source.tenant(),
            all ->
                Buffer.buffer(
                    Json.write(
                        all.stream()
                            .filter(silence -> passes(silence, filter))
                            .sorted(new InOrder(now))
                            .map(silence -> silence.toJson(now))
                            .toList())))
        .map(text -> text);
  }

  /** A filter tests the text of the silence's matcher of that label. */
  private static boolean passes(Gettable silence, List<Matcher> filter) {
    Map<String, String> texts = new HashMap<>();
    silence.matchers().forEach(m -> texts.put(m.name(), m.value()));
    return filter.stream().allMatch(m -> m.matchesValue(texts.getOrDefault(m.name(), "")));
  }

  Future<Object> get(RoutingContext ctx, SourceEntry source) {
    mayRead(source);
    UUID id = PostedSilence.id(Objects.requireNonNullElse(ctx.pathParam("id"), ""));
    return silences
        .find(source.tenant(), id)
        .map(
            found ->
                found
                    .orElseThrow(() -> Fault.notFound("silence " + id + " not found"))
                    .toJson(clock.instant()));
  }

  Future<Object> post(RoutingContext ctx, SourceEntry source) {
    mayWrite(source);
    return SmallBody.read(ctx.request(), LONGEST_BODY)
        .compose(
            body -> {
              PostedSilence silence =
                  PostedSilence.read(body.toString(StandardCharsets.UTF_8), clock.instant());
              return silences
                  .put(source.tenant(), silence, "source:" + source.name())
                  .map(stored -> answer(stored, silence));
            });
  }

  private static Object answer(Stored stored, PostedSilence silence) {
    return switch (stored) {
      case Stored.As as -> Map.of("silenceID", as.id().toString());
      case Stored.Unknown unknown -> throw Fault.notFound("silence " + silence.id() + " not found");
      case Stored.OfWindow ofWindow ->
          throw Fault.badRequest(
              "a maintenance window has made silence " + silence.id() + "; change the window");
      case Stored.Full full ->
          throw Fault.badRequest(
              "there are as many silences as there may be in force or to come; expire some first");
    };
  }

  Future<Object> delete(RoutingContext ctx, SourceEntry source) {
    mayWrite(source);
    UUID id = PostedSilence.id(Objects.requireNonNullElse(ctx.pathParam("id"), ""));
    return silences
        .expire(source.tenant(), id)
        .map(
            isKnown -> {
              if (!isKnown) {
                throw Fault.notFound("silence " + id + " not found");
              }
              return Map.of();
            });
  }

  /** Silences are of the whole tenant, and say what it has. */
  private static void mayRead(SourceEntry source) {
    if (!source.access().readsAllAlerts() && !source.access().silences()) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "the key of the source '"
              + source.name()
              + "' reads its own alerts alone; set reads_all_alerts in the source's config to read"
              + " silences");
    }
  }

  private static void mayWrite(SourceEntry source) {
    if (!source.access().silences()) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "the key of the source '"
              + source.name()
              + "' may not silence alerts; set may_silence in the source's config, or use the API"
              + " of IMAS");
    }
  }
}
