package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {

  private static final TenantId TENANT = new TenantId(new UUID(1, 2));
  private static final UUID SESSION = new UUID(3, 4);
  private static final byte[] SEED =
      "a seed of thirty-two bytes, just".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  @Test
  void isReadAsItWasWritten() {
    RefreshToken read =
        RefreshToken.parse(RefreshToken.of(SessionUse.BEARER, TENANT, SESSION, 7, SEED).text())
            .orElseThrow();

    assertThat(read.tenant()).isEqualTo(TENANT);
    assertThat(read.session()).isEqualTo(SESSION);
    assertThat(read.turn()).isEqualTo(7);
    assertThat(read.isOf(SEED)).isTrue();
  }

  @Test
  void sameNumberHasTheSameTokenAndAnotherAnother() {
    String seventh = RefreshToken.of(SessionUse.BEARER, TENANT, SESSION, 7, SEED).text();

    assertThat(RefreshToken.of(SessionUse.BEARER, TENANT, SESSION, 7, SEED).text())
        .isEqualTo(seventh);
    assertThat(RefreshToken.of(SessionUse.BEARER, TENANT, SESSION, 8, SEED).text())
        .isNotEqualTo(seventh);
  }

  /**
   * Whoever changes any byte has no proof of it: the tenant, the session, the number, the proof.
   */
  @Test
  void everyByteIsProved() {
    String text = RefreshToken.of(SessionUse.BEARER, TENANT, SESSION, 7, SEED).text();
    byte[] bytes = Base64.getUrlDecoder().decode(text.substring(RefreshToken.PREFIX.length()));
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      String forged =
          RefreshToken.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      assertThat(RefreshToken.parse(forged).orElseThrow().isOf(SEED)).as("byte %s", i).isFalse();
      bytes[i] ^= 1;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "imas_ref_", "imas_ref_AAAA", "imas_ref_%%%", "imas_tok_AAAA", "eyJ.e30.x"})
  void anythingElseIsNone(String text) {
    assertThat(RefreshToken.parse(text)).isEmpty();
  }

  @Test
  void printsNoProof() {
    RefreshToken token = RefreshToken.of(SessionUse.BEARER, TENANT, SESSION, 7, SEED);

    assertThat(token.toString())
        .doesNotContain(token.text())
        .isEqualTo("refresh token 7 of session " + SESSION);
  }
}
