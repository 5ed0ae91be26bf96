package dev.imas.notifier.channel.custom;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.wording.InvalidTemplateException;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.RequestTemplate;
import dev.imas.core.wording.TextPage;
import dev.imas.core.wording.Wording;
import dev.imas.core.wording.Words;
import dev.imas.notifier.template.FollowedSteps;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Fills in a template for one message. Pure. */
record CustomBody(RequestTemplate template, BodyFormat format) {

  private static final Set<String> OPENINGS =
      Set.of("incident.triggered", "incident.reopened", PageContent.TEST);

  /**
   * @throws InvalidTemplateException with what is wrong
   */
  static CustomBody compile(BodyFormat format, String source) throws InvalidTemplateException {
    return new CustomBody(RequestTemplate.compile(format.escaping, source), format);
  }

  /**
   * The body; blank where nothing is to be sent.
   *
   * @throws InvalidTemplateException when the template does more than it may, or makes no JSON
   *     where that is asked for
   */
  String of(UUID delivery, PageContent content, Folded folded, Wording wording, PageLines lines)
      throws InvalidTemplateException {
    String body = wording.request(template, also(delivery, content, folded, lines));
    String fault = body.isBlank() ? null : format.faultOf(body);
    if (fault != null) {
      throw new InvalidTemplateException(fault);
    }
    return body.strip();
  }

  private static Map<String, Object> also(
      UUID delivery, PageContent content, Folded folded, PageLines lines) {
    Map<String, Object> also = new HashMap<>();
    also.put("incident_id", content.incident().id().toString());
    also.put("delivery_id", delivery.toString());
    also.put("key", FollowedSteps.of(content, folded).getLast().key());
    also.put("event_name", content.event());
    also.put("timestamp", content.occurredAt().toString());
    also.put("created_at", content.incident().createdAt().toString());
    also.put("body", TextPage.render(lines.withoutReply()).strip());
    also.put("is_opened", isOpened(content, folded));
    int severity = content.incident().severity().number();
    for (int one = 1; one <= 4; one++) {
      also.put("is_sev" + one, one == severity);
    }
    return also;
  }

  /** Also by a message that this one replaces, which was not sent. */
  private static boolean isOpened(PageContent content, Folded folded) {
    return Words.isTest(content)
        || Stream.concat(
                Stream.of(content.event()), folded.earlier().stream().map(Folded.Moment::event))
            .anyMatch(OPENINGS::contains);
  }
}
