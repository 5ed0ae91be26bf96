package dev.imas.core.contact;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.message.PushKey;
import dev.imas.core.platform.SecretBox;

/** {@code /me/push-key}: what a browser needs before it can subscribe to push messages. */
final class PushKeyRoutes {

  /**
   * @param publicKey of this installation, in base64url
   */
  record Shown(String publicKey) {}

  private final Shown shown;

  PushKeyRoutes(SecretBox secrets) {
    this.shown = new Shown(PushKey.of(secrets).publicKey());
  }

  void mount(Api api) {
    api.get("/me/push-key", Permission.SELF_READ, call -> Answer.ok(shown));
  }
}
