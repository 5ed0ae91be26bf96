package dev.imas.core.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.http.Warning;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it is shown.
 *
 * @param secret the whole of it, in the answer that tells it: when IMAS has made it up
 * @param secretHint its last characters
 * @param switchedOff by IMAS; null if it was not
 * @param waiting how many events wait for it, 1,000 at most
 * @param warnings about the address, when it was written
 */
record WebhookView(
    UUID id,
    String name,
    String url,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret,
    String secretHint,
    List<String> events,
    List<Severity> severities,
    List<UUID> teams,
    List<UUID> services,
    boolean isActive,
    @Nullable SwitchedOff switchedOff,
    Health health,
    int waiting,
    int version,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings)
    implements Versioned {

  record SwitchedOff(Instant at, String why) {}

  /**
   * @param failures in a row
   * @param failingSince null while it is well
   */
  record Health(
      int failures,
      @Nullable Instant failingSince,
      @Nullable Instant restsUntil,
      @Nullable Instant lastSuccessAt,
      @Nullable Instant lastErrorAt,
      @Nullable String lastError,
      @Nullable Integer lastStatusCode) {}

  /** Without what may be a password in its address. */
  WebhookView withoutSecrets(ChannelKinds channels) {
    String shown = channels.shown(WebhookDraft.CHANNEL, url);
    return new WebhookView(
        id,
        name,
        shown,
        null,
        secretHint,
        events,
        severities,
        teams,
        services,
        isActive,
        switchedOff,
        health,
        waiting,
        version,
        createdAt,
        updatedAt,
        warnings);
  }

  /** With what is told once, in the answer to whoever has just written it. */
  WebhookView telling(@Nullable String told, List<Warning> found) {
    return new WebhookView(
        id,
        name,
        url,
        told,
        secretHint,
        events,
        severities,
        teams,
        services,
        isActive,
        switchedOff,
        health,
        waiting,
        version,
        createdAt,
        updatedAt,
        found);
  }
}
