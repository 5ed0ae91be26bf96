package dev.imas.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PushKeyTest {

  private static final byte[] TEXT = "a token".getBytes(StandardCharsets.UTF_8);

  private static PushKey of(int first) {
    byte[] key = new byte[32];
    key[0] = (byte) first;
    return PushKey.of(new SecretBox(key));
  }

  /** Both of the points that have the same x come up. */
  @Test
  void itsPublicKeyVerifiesWhatItSigns() throws GeneralSecurityException {
    for (int i = 0; i < 16; i++) {
      PushKey key = of(i);
      Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
      check.initVerify(P256.decoded(Base64.getUrlDecoder().decode(key.publicKey())));
      check.update(TEXT);
      assertThat(check.verify(key.sign(TEXT))).isTrue();
    }
  }

  /** Browsers have subscribed with it: another one would end all subscriptions. */
  @Test
  void itFollowsFromTheInstallationsKey() {
    assertThat(of(0).publicKey()).isEqualTo(of(0).publicKey()).isNotEqualTo(of(1).publicKey());
    assertThat(of(0).publicKey())
        .isEqualTo(
            "BFbZ6v4t3BdjPu5iIXD1E60Lm0c9xNWkmlckBSsG4Rmy4I4wI1z4GPoCSY-8wZyb54DbhmVF-yuNIBOKfHZ5mwU");
  }

  @Test
  void whatIsNoPointOfTheCurveIsRefused() {
    byte[] point = Base64.getUrlDecoder().decode(of(0).publicKey());
    assertThat(P256.encoded(P256.decoded(point))).isEqualTo(point);
    point[64] ^= 1;
    assertThatThrownBy(() -> P256.decoded(point)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> P256.decoded(new byte[65]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> P256.decoded(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
