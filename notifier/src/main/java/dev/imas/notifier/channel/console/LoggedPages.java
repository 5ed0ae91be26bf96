package dev.imas.notifier.channel.console;

import dev.imas.core.wording.PageLines;
import dev.imas.notifier.channel.Message;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a program reads stdout, a page is a log event like any other. */
public final class LoggedPages implements PagePrinter {

  private static final Logger log = LoggerFactory.getLogger(LoggedPages.class);

  @Override
  public boolean print(Message message) {
    PageLines page = message.lines().withoutReply();
    var event =
        log.atInfo()
            .addKeyValue("delivery", message.id())
            .addKeyValue("attempt", message.attempt())
            .addKeyValue("headline", page.headline())
            .addKeyValue("summary", page.summary());
    for (PageLines.Line line : page.lines()) {
      event =
          event.addKeyValue(line.label().toLowerCase(Locale.ROOT).replace(' ', '_'), line.value());
    }
    event.log("Page on the console channel: it was written only to this log");
    return true;
  }
}
