package dev.imas.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {

  @Test
  void whatShowsAnotherTextIsTakenOut() {
    assertThat(ShownText.of("pay\u202egpj.exe\u202c")).isEqualTo("paygpj.exe");
    assertThat(ShownText.of("\u2067abc\u2069\u200e\u200f\u061c")).isEqualTo("abc");
    assertThat(ShownText.of("ad\u200bmin\ufeff\u00ad\u2060\u200d")).isEqualTo("admin");
    assertThat(ShownText.of("a\u0007b\u001b[31mc\u007f\u0085d")).isEqualTo("ab[31mc\nd");
    assertThat(ShownText.of("x\udb40\udc41y")).isEqualTo("xy");
  }

  @Test
  void whatScriptsAndEmojiNeedStays() {
    for (String text :
        new String[] {
          "Disk is full",
          "a\tb\nc",
          "é e\u0301 日本 العربية",
          "👩\u200d👩\u200d👧",
          "می\u200cخواهم",
          "⚠\ufe0f"
        }) {
      assertThat(ShownText.of(text)).isEqualTo(text);
    }
    assertThat(ShownText.of("one\r\ntwo\rthree")).isEqualTo("one\ntwo\nthree");
  }
}
