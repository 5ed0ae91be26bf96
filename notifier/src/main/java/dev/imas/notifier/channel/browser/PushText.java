package dev.imas.notifier.channel.browser;

import dev.imas.core.platform.Json;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.template.Cut;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the dashboard's service worker ({@code sw.ts}) shows. Links have no host: the worker opens
 * them where the browser subscribed. Pure.
 */
final class PushText {

  private static final int TITLE = 200;
  private static final int BODY = 500;

  private PushText() {}

  static byte[] of(Message message) {
    PageLines lines = message.lines().withoutReply();
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("id", message.id().toString());
    text.put("title", Cut.toLength(lines.plainHeadline(), TITLE));
    text.put("body", Cut.toLength(body(lines), BODY));
    text.put("tag", message.content().incident().id().toString());
    text.put("urgent", Words.isCall(message.content()));
    text.put("url", path(message.link()));
    text.put("actions", actions(message, lines));
    return Json.write(text).getBytes(StandardCharsets.UTF_8);
  }

  private static String body(PageLines lines) {
    String facts =
        lines.lines().stream()
            .filter(line -> !line.isLink())
            .map(line -> line.label() + ": " + line.value())
            .collect(Collectors.joining("\n"));
    return lines.summary().isEmpty() ? facts : lines.summary() + "\n" + facts;
  }

  /** Systems show two buttons at most. The form of the first is posted without a page. */
  private static List<Map<String, String>> actions(Message message, PageLines lines) {
    List<Map<String, String>> actions = new ArrayList<>();
    ReplyLink reply = message.reply();
    if (reply == null) {
      return actions;
    }
    if (Words.isAnswerable(message.content())) {
      actions.add(
          Map.of(
              "title",
              reply.label(message.wording().phrases()),
              "url",
              path(reply.url().reveal()),
              "form",
              "action=" + reply.action()));
    }
    lines.lines().stream()
        .filter(line -> line.link() == PageLines.Link.INCIDENT)
        .findFirst()
        .ifPresent(line -> actions.add(Map.of("title", line.label(), "url", path(line.value()))));
    return actions;
  }

  /** Empty, which is the dashboard's first page, for what is no address. */
  private static String path(String link) {
    try {
      URI uri = URI.create(link);
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return Objects.requireNonNullElse(uri.getRawPath(), "") + query;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
