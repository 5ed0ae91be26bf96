package dev.imas.core.login;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.SingleKeeper;
import dev.imas.core.platform.Json;
import dev.imas.core.totp.LogInSettingRoutes;

/** Who needs a second factor to log in. */
final class LogInSettingsDocuments implements DocumentsOfKind {

  private static final String FROM = "totp_required_from";

  private static final Fields SHAPE = Members.of().member(FROM, Members.ANY).made();

  private final LogInSettingRoutes settings;

  LogInSettingsDocuments(LogInSettingRoutes settings) {
    this.settings = settings;
  }

  @Override
  public Kind kind() {
    return Kind.LOG_IN_SETTINGS;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new SingleKeeper(
        Kind.LOG_IN_SETTINGS,
        tx ->
            SingleKeeper.present(
                Kind.LOG_IN_SETTINGS, 0, Json.MAPPER.valueToTree(settings.read(tx))),
        (tx, version, body) -> settings.write(tx, keeping.call(), body));
  }

  @Override
  public boolean isSet(Present single) {
    return !single.there().path(FROM).asText().equals("nobody");
  }
}
