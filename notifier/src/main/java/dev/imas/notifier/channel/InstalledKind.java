package dev.imas.notifier.channel;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.platform.Settings;
import java.util.Optional;

/**
 * A kind of channel that this distribution can send by: all that the product has to know of it.
 * What contacts may have, the description of the API, the settings, what this process offers and
 * the table in the documents follow from it. A package below this one has one, and a line in the
 * list of installed channels names it.
 */
public interface InstalledKind extends ChannelKind {

  /**
   * Reads its settings; faults are kept in them.
   *
   * @return empty where it is not configured: this process does not offer it then, and {@link
   *     #mend} says what to set
   */
  Optional<ChannelSetup> configure(Settings in);
}
