package dev.imas.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.SecretBox;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkTokenTest {

  private static final UUID DELIVERY = UUID.fromString("01890000-0000-7000-8000-00000000000a");
  private static final SecretBox SECRETS = new SecretBox(new byte[32]);
  private static final String TOKEN = LinkToken.ofDigest(SECRETS, DELIVERY).reveal();

  @Test
  void aSignedTokenNamesItsDelivery() {
    assertThat(LinkToken.digest(SECRETS, TOKEN)).contains(DELIVERY);
    assertThat(TOKEN).hasSize(43).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void noOtherKeyReadsIt() {
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(LinkToken.digest(new SecretBox(other), TOKEN)).isEmpty();
  }

  @Test
  void aChangeOfAnyBitMakesItUnreadable() {
    byte[] token = Base64.getUrlDecoder().decode(TOKEN);
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] changed = token.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(LinkToken.digest(SECRETS, encoded(changed))).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void nothingElseIsOne() {
    byte[] token = Base64.getUrlDecoder().decode(TOKEN);
    for (String text :
        new String[] {
          "",
          "x",
          "not base64!",
          LinkToken.of(SECRETS, DELIVERY).reveal(),
          encoded(Arrays.copyOf(token, 31)),
          encoded(Arrays.copyOf(token, 33))
        }) {
      assertThat(LinkToken.digest(SECRETS, text)).as(text).isEmpty();
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
