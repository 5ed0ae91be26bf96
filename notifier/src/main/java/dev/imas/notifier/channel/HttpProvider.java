package dev.imas.notifier.channel;

import dev.imas.core.model.ProviderField;
import java.util.List;
import java.util.function.Function;

/**
 * A type of provider whose vendor is spoken to over HTTP.
 *
 * @param api speaks with one provider's config
 */
public record HttpProvider(
    String type, String title, List<ProviderField> fields, Function<ProviderConfig, VendorApi> api)
    implements InstalledProvider {

  public HttpProvider {
    fields = List.copyOf(fields);
  }

  @Override
  public Channel open(ProviderConfig config, ChannelPorts ports) {
    return new VendorChannel(api.apply(config), ports);
  }
}
