package dev.imas.notifier.channel.pushover;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.TextPage;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages (pushover.net/api, version 1). The answer says in {@code status} whether the message was
 * taken.
 */
final class PushoverApi implements VendorApi {

  private static final int TITLE = 250;
  private static final int MESSAGE = 1_024;
  private static final int URL = 512;

  private final String url;
  private final Secret token;

  PushoverApi(ProviderConfig config) {
    this.url = config.required("url");
    this.token = config.requiredSecret("app_token");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    PageContent page = message.content();
    PageLines lines = message.lines();
    // The headline is the title.
    String text = TextPage.render(lines).substring(lines.headline().length()).strip();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token.reveal());
    form.put("user", message.address());
    form.put("title", Cut.toLength(lines.headline(), TITLE));
    form.put("message", Cut.toLength(text, MESSAGE));
    ReplyLink reply = message.reply();
    String link = reply == null ? message.incidentUrl() : reply.url().reveal();
    if (!link.isEmpty() && link.length() <= URL) {
      form.put("url", link);
      form.put(
          "url_title",
          reply == null
              ? message.wording().phrases().say("link.incident")
              : reply.label(message.wording().phrases()));
    }
    form.put("priority", Integer.toString(priority(page)));
    form.put("timestamp", Long.toString(page.occurredAt().getEpochSecond()));
    return List.of(VendorRequest.to(url, message).form(form));
  }

  /** High priority passes quiet hours. Emergencies would ring on after an acknowledgement here. */
  private static int priority(PageContent page) {
    if (!Words.isCall(page)) {
      return 0;
    }
    return switch (page.incident().severity()) {
      case SEV1_CRITICAL, SEV2_HIGH -> 1;
      case SEV3_MEDIUM -> 0;
      case SEV4_LOW -> -1;
    };
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String said = answer.text("/errors/0");
    if (!answer.isSuccess()) {
      return answer.byStatus(null, said, now);
    }
    if (!answer.isObject() || !answer.at("/status").isInt()) {
      return answer.unreadable();
    }
    return answer.at("/status").asInt() == 1
        ? new Outcome.Accepted(answer.id("/request"), answer.status())
        : new Outcome.Refused("Pushover refused: " + said, answer.status());
  }
}
