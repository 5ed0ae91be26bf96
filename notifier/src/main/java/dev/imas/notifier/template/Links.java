package dev.imas.notifier.template;

import dev.imas.core.bus.PageContent;
import java.net.URI;

/** Where people find what a page speaks of. */
public final class Links {

  private final String base;

  /** publicUrl: core as people's browsers reach it. */
  public Links(URI publicUrl) {
    String text = publicUrl.toString();
    base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** As core said, else core's own resource of the incident; of a test, of its delivery. */
  public String incident(PageContent page) {
    if (page.event().equals(PageContent.TEST)) {
      return base + "/api/v1/deliveries/" + page.incident().id();
    }
    String url = page.incident().url();
    return url == null || url.isBlank()
        ? base + "/api/v1/incidents/" + page.incident().id()
        : SafeText.line(url, 2000);
  }
}
