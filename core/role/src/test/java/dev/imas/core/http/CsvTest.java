package dev.imas.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u00a0=1"})
  void whatASpreadsheetWouldCalculateIsAText(String text) {
    assertThat(Csv.line(text)).isEqualTo("\"'" + text + "\"\r\n");
  }

  @Test
  void aTextIsQuotedANumberIsNotAndNothingIsEmpty() {
    assertThat(Csv.line("a \"b\",\nc", 2.5, null, "x-y"))
        .isEqualTo("\"a \"\"b\"\",\nc\",2.5,,\"x-y\"\r\n");
  }
}
