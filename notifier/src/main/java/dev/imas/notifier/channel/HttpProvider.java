package dev.imas.notifier.channel;

import dev.imas.core.model.ProviderField;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A type of provider whose vendor is spoken to over HTTP.
 *
 * @param api speaks with one provider's config
 * @param hasCards whether it says how messages are changed: {@link VendorApi#cards}
 * @param isPrepaid whether it says what is left: {@link VendorApi#credits}
 * @param check says what is wrong with fields that fit one by one: {@link #faults}
 */
public record HttpProvider(
    String type,
    String title,
    List<ProviderField> fields,
    Function<ProviderConfig, VendorApi> api,
    boolean hasCards,
    boolean isPrepaid,
    Function<Map<String, Object>, Map<String, String>> check)
    implements InstalledProvider {

  /** One whose messages stay as they are. */
  public HttpProvider(
      String type,
      String title,
      List<ProviderField> fields,
      Function<ProviderConfig, VendorApi> api) {
    this(type, title, fields, api, false, false, config -> Map.of());
  }

  public HttpProvider {
    fields = List.copyOf(fields);
  }

  /** The same, whose messages can be changed later. */
  public HttpProvider withCards() {
    return new HttpProvider(type, title, fields, api, true, isPrepaid, check);
  }

  /** The same, whose vendor is paid in advance. */
  public HttpProvider prepaid() {
    return new HttpProvider(type, title, fields, api, hasCards, true, check);
  }

  /** The same, whose fields must also fit together. */
  public HttpProvider checked(Function<Map<String, Object>, Map<String, String>> other) {
    return new HttpProvider(type, title, fields, api, hasCards, isPrepaid, other);
  }

  @Override
  public Map<String, String> faults(Map<String, Object> config) {
    return check.apply(config);
  }

  @Override
  public Channel open(ProviderConfig config, ChannelPorts ports) {
    return new VendorChannel(api.apply(config), ports);
  }
}
