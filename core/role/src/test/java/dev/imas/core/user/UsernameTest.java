package dev.imas.core.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "ada.lovelace",
        "ada-lovelace_2",
        "A1",
        "7",
        "rené",
        "Łukasz",
        "þórður",
        "nguyễn",
        "иван",
        "Γιώργος",
        "山田太郎",
        "田中さくら",
        "김철수",
        "محمد",
        "अदिति",
        "administrative",
        "admin.jane",
        "systems"
      })
  void namesOfPeopleAreNames(String name) {
    assertThat(Username.fault(name)).as(name).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "a b",
        "a/b",
        "a\u200bda",
        "ada\u200d",
        "a\u00adda",
        "ada\u202e",
        "\ufeffada",
        "a\u2060da",
        "аda",
        "adа",
        "аԁа",
        "сора",
        "οκ",
        "\uff41\uff44\uff41",
        "ɑda",
        "ᴀda",
        "a\u0307d\u0323a\u0308\u0307",
        "١٢٣",
        "admin",
        "Admin",
        "ADMIN",
        "ad.min",
        "adm1n",
        "admın",
        "ádmin",
        "administrator",
        "system",
        "sy-stem",
        "IMAS",
        "lmas",
        "1mas",
        "everyone",
        "nobody",
        ".ada",
        "ada.",
        "-",
        "ada\u0000",
        "ada\ud83d\ude00",
        "ada\u3164",
        "ada\u115f"
      })
  void namesThatPassForOthersAreNone(String name) {
    assertThat(Username.fault(name)).as(name).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oliverl", "Oliver1", "OliverI", "0liver1"})
  void lookalikesLookTheSame(String name) {
    assertThat(Username.look(name)).isEqualTo("oliverl");
  }
}
