package dev.imas.notifier.channel.console;

import dev.imas.notifier.channel.Message;

/** Shows a page where IMAS runs. May block. */
public interface PagePrinter {

  /**
   * @return false when it cannot be shown now
   */
  boolean print(Message message);
}
