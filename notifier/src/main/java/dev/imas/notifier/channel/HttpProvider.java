package dev.imas.notifier.channel;

import dev.imas.core.model.ProviderField;
import java.util.List;
import java.util.function.Function;

/**
 * A type of provider whose vendor is spoken to over HTTP.
 *
 * @param api speaks with one provider's config
 * @param hasCards whether it says how messages are changed: {@link VendorApi#cards}
 * @param isPrepaid whether it says what is left: {@link VendorApi#credits}
 */
public record HttpProvider(
    String type,
    String title,
    List<ProviderField> fields,
    Function<ProviderConfig, VendorApi> api,
    boolean hasCards,
    boolean isPrepaid)
    implements InstalledProvider {

  /** One whose messages stay as they are. */
  public HttpProvider(
      String type,
      String title,
      List<ProviderField> fields,
      Function<ProviderConfig, VendorApi> api) {
    this(type, title, fields, api, false, false);
  }

  public HttpProvider {
    fields = List.copyOf(fields);
  }

  /** The same, whose messages can be changed later. */
  public HttpProvider withCards() {
    return new HttpProvider(type, title, fields, api, true, isPrepaid);
  }

  /** The same, whose vendor is paid in advance. */
  public HttpProvider prepaid() {
    return new HttpProvider(type, title, fields, api, hasCards, true);
  }

  @Override
  public Channel open(ProviderConfig config, ChannelPorts ports) {
    return new VendorChannel(api.apply(config), ports);
  }
}
