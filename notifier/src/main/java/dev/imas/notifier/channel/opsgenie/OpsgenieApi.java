package dev.imas.notifier.channel.opsgenie;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.TextPage;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import dev.imas.notifier.template.FollowedSteps;
import dev.imas.notifier.template.FollowedSteps.Follow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts (docs.opsgenie.com, "Alert API" v2). The alias makes repeats harmless. 202 means queued:
 * what becomes of the request is not known.
 */
final class OpsgenieApi implements VendorApi {

  private static final int MESSAGE = 130;
  private static final int DESCRIPTION = 15_000;
  private static final int TAG = 50;
  private static final int ENTITY = 512;

  private final String url;
  private final Secret key;

  OpsgenieApi(ProviderConfig config) {
    this.url = config.required("url");
    this.key = config.requiredSecret("api_key");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    return FollowedSteps.of(message.content(), message.folded()).stream()
        .map(follow -> request(follow, message))
        .toList();
  }

  private WebRequest request(Follow follow, Message message) {
    String alias = follow.key();
    return switch (follow.step()) {
      case TRIGGER -> to(url, message).json(alert(alias, message));
      case ACKNOWLEDGE -> action(alias, "acknowledge", message);
      case RESOLVE -> action(alias, "close", message);
    };
  }

  private VendorRequest to(String target, Message message) {
    return VendorRequest.to(target, message).with("Authorization", "GenieKey " + key.reveal());
  }

  private WebRequest action(String alias, String action, Message message) {
    String author = SafeText.line(message.content().author(), 100);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("source", "IMAS");
    if (!author.isEmpty()) {
      body.put("user", author);
    }
    return to(
            VendorRequest.below(url, "/" + alias + "/" + action + "?identifierType=alias"), message)
        .json(body);
  }

  private static Map<String, Object> alert(String alias, Message message) {
    PageContent page = message.content();
    PageLines lines = message.lines().withoutReply();
    String service = SafeText.line(page.incident().service().name(), ENTITY);
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("message", Cut.toLength(lines.plainHeadline(), MESSAGE));
    alert.put("alias", alias);
    alert.put("description", Cut.toLength(TextPage.render(lines), DESCRIPTION));
    alert.put("tags", List.of("imas", Cut.toLength(service, TAG)));
    alert.put("details", Map.of("incident", message.incidentUrl()));
    alert.put("entity", service);
    alert.put("source", "IMAS");
    alert.put("priority", "P" + page.incident().severity().number());
    return alert;
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    return answer.byStatus(answer.id("/requestId"), answer.text("/message"), now);
  }
}
