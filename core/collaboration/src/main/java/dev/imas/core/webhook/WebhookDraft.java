package dev.imas.core.webhook;

import dev.imas.core.catalog.ContactCheck;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Warning;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a subscription, checked.
 *
 * @param secret null: none was given
 * @param warnings about the address
 */
record WebhookDraft(
    String name,
    String url,
    @Nullable String secret,
    List<String> events,
    List<Severity> severities,
    List<UUID> teams,
    List<UUID> services,
    boolean isActive,
    List<Warning> warnings) {

  /** Events are posted as pages to webhooks are, to the addresses that these may have. */
  static final String CHANNEL = "webhook";

  private static final Pattern SEVERITY =
      Pattern.compile("(SEV|P)[1-4]|SEV1_CRITICAL|SEV2_HIGH|SEV3_MEDIUM|SEV4_LOW");

  private static final int MOST_NAMED = 50;
  private static final int SHORTEST_SECRET = 16;

  /**
   * @param check of the address
   * @param offers of the running notifiers
   * @param team finds a team
   * @param service finds a service
   */
  static WebhookDraft read(
      Body body,
      ContactCheck check,
      List<ChannelOffer> offers,
      Function<Reference, Optional<UUID>> team,
      Function<Reference, Optional<UUID>> service) {
    body.only("name", "url", "secret", "events", "severities", "teams", "services", "is_active");
    String name = body.requiredText("name", 200);
    String url = body.requiredText("url", 2_000);
    boolean isActive = body.flag("is_active", true);
    List<Warning> warnings = new ArrayList<>();
    if (!url.isEmpty()) {
      for (ContactCheck.Finding found : check.check(CHANNEL, url, isActive, offers, Map.of())) {
        if (found.isFault()) {
          body.fault("/url", found.text());
        } else {
          warnings.add(found.warning("/url"));
        }
      }
    }
    String secret = body.text("secret", 500);
    if (secret != null && secret.length() < SHORTEST_SECRET) {
      body.fault(
          "/secret",
          "must have at least " + SHORTEST_SECRET + " characters; leave it out to be given one");
    }
    WebhookDraft draft =
        new WebhookDraft(
            name,
            url,
            secret,
            events(body),
            severities(body),
            named(body, "teams", team),
            named(body, "services", service),
            isActive,
            warnings);
    body.throwIfFaulty();
    return draft;
  }

  private static List<String> events(Body body) {
    Set<String> events = new LinkedHashSet<>();
    List<String> given = body.texts("events", MOST_NAMED, 100);
    if (body.present("events") == null || (given.isEmpty() && body.present("events").isEmpty())) {
      body.fault(
          "/events", "must name at least one of " + String.join(", ", EventType.wireNames()));
    }
    for (int i = 0; i < given.size(); i++) {
      String event = given.get(i).toLowerCase(Locale.ROOT);
      if (EventType.named(event).isEmpty()) {
        body.fault("/events/" + i, "must be one of " + String.join(", ", EventType.wireNames()));
      }
      events.add(event);
    }
    return List.copyOf(events);
  }

  private static List<Severity> severities(Body body) {
    Set<Severity> severities = new LinkedHashSet<>();
    List<String> given = body.texts("severities", 4, 20);
    for (int i = 0; i < given.size(); i++) {
      String word = given.get(i).toUpperCase(Locale.ROOT);
      Optional<Severity> severity =
          SEVERITY.matcher(word).matches() ? Severity.parse(word) : Optional.empty();
      if (severity.isEmpty()) {
        body.fault("/severities/" + i, "must be SEV1 to SEV4 or P1 to P4");
      }
      severity.ifPresent(severities::add);
    }
    return severities.stream().sorted().toList();
  }

  private static List<UUID> named(
      Body body, String member, Function<Reference, Optional<UUID>> find) {
    Set<UUID> found = new LinkedHashSet<>();
    List<String> given = body.texts(member, MOST_NAMED, 200);
    for (int i = 0; i < given.size(); i++) {
      Optional<UUID> id = find.apply(Reference.of(given.get(i).strip()));
      if (id.isEmpty()) {
        body.fault("/" + member + "/" + i, "names '" + given.get(i) + "', which is none");
      }
      id.ifPresent(found::add);
    }
    return List.copyOf(found);
  }
}
