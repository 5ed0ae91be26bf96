package dev.imas.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How texts and searches are cut into words. */
class SearchQueryTest {

  @Test
  void lastWordIsABeginningAndTheOthersAreWhole() {
    assertThat(SearchQuery.read("Disk fu").tsquery()).isEqualTo("('#:disk') & ('#:fu':*)");
    assertThat(SearchQuery.read("di* full").tsquery()).isEqualTo("('#:di':*) & ('#:full':*)");
    assertThat(SearchQuery.read("a").tsquery()).isEqualTo("('#:a')");
  }

  @Test
  void phraseIsWordsInOrderAndMinusLeavesOut() {
    assertThat(SearchQuery.read("\"no space\" -staging -\"a b\"").tsquery())
        .isEqualTo(
            "('#:%s' & ('#:no' <-> '#:space')) & !('#:staging') & !('#:%s' & ('#:a' <-> '#:b'))"
                .formatted(TextWords.pair("no", "space"), TextWords.pair("a", "b")));
  }

  @Test
  void nameIsFoundFromAnyOfItsWordsOn() {
    assertThat(SearchQuery.read("db-01.eu disk").tsquery())
        .isEqualTo("('#:db.01.eu' | '#:db.01.eu.':*) & ('#:disk':*)");
    assertThat(TextWords.vector(List.of("db-01.eu")))
        .isEqualTo(
            "'#:db':1 '#:db.01.eu' '#:01':2 '#:01.eu' '#:%s' '#:eu':3 '#:%s' "
                .formatted(TextWords.pair("db", "01"), TextWords.pair("01", "eu")));
  }

  /** A text has only the beginning of so long a name; so has the search. */
  @Test
  void longNameIsCutLikeThatOfTheText() {
    String path = "/srv/backups/of-the-warehouse/europe/2026/11/archive-of-the-second-shard.tar";
    String searched = SearchQuery.read(path + ".gz").tsquery();

    assertThat(searched)
        .isEqualTo("('#:srv.backups.of.the.warehouse.europe.2026.11.archive.of.the')");
    assertThat(TextWords.vector(List.of("copied to " + path + ".gz today")))
        .contains(searched.substring(1, searched.length() - 1));
  }

  /** Whatever a phrase calls two words in a row, the text has their mark. */
  @Test
  void textHasTheMarksOfAllItsPhrases() {
    String text = TextWords.vector(List.of("Réseau NodeDown on db-01", "next"));
    for (String phrase :
        List.of("reseau nodedown", "réseau node", "down on", "on db 01", "db-01")) {
      String searched = SearchQuery.read("\"" + phrase + "\"").tsquery();
      String[] marks = searched.split(" & ", -1);
      assertThat(marks).as(searched).hasSize(phrase.split("[ -]").length);
      for (int i = 0; i < marks.length - 1; i++) {
        assertThat(text).as(phrase).contains(marks[i].replace("(", "") + " ");
      }
    }
    assertThat(text).doesNotContain("'#:" + TextWords.pair("01", "next") + "'");
    assertThat(SearchQuery.read("\"disk\"").tsquery()).isEqualTo("('#:disk')");
  }

  @Test
  void moreThanTwelveWordsAreRefused() {
    assertThat(SearchQuery.read("a ".repeat(12)).tsquery()).isNotEmpty();
    assertThatThrownBy(() -> SearchQuery.read("a ".repeat(13)))
        .hasMessageContaining("q has more than 12 words");
  }

  @Test
  void accentsCaseAndCamelCaseDoNotMatter() {
    assertThat(TextWords.fold("Réseau")).isEqualTo("reseau");
    assertThat(TextWords.fold("Œuvre")).isEqualTo("oeuvre");
    assertThat(TextWords.vector(List.of("HTTPHighLatency")))
        .isEqualTo("'#:httphighlatency':1 '#:http':1 '#:high':1 '#:latency':1 ");
    assertThat(TextWords.in("re\u0301seau").getFirst().folded()).isEqualTo("reseau");
  }

  @Test
  void rangesAreThoseOfTheTextAsWritten() {
    SearchQuery query = SearchQuery.read("reseau cou");
    assertThat(query.ranges("<b>Réseau</b> coupé"))
        .containsExactly(new SearchQuery.Range(3, 9), new SearchQuery.Range(14, 19));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-disk", "\"\"", "&|!():*'\\", "- -", "\"", "<->"})
  void searchWithoutAWordIsRefused(String text) {
    assertThatThrownBy(() -> SearchQuery.read(text))
        .hasMessageContaining("there is no word to find");
  }

  /** What is passed to PostgreSQL holds letters, digits and points between quotes alone. */
  @ParameterizedTest
  @ValueSource(strings = {"a'b\\c:*&d", "½#17:disk", "ŉx ﷺ 'a'", "x\uD83D\uDE00y", "a'::text"})
  void noCharacterThatWasTypedIsAnOperator(String text) {
    assertThat(SearchQuery.read(text).tsquery().replaceAll("'#:[\\p{L}\\p{N}.]+'", "W"))
        .matches("[W()&|!:* ]+");
    assertThat(TextWords.vector(List.of(text)).replaceAll("'#:~?[\\p{L}\\p{N}.]+'", "W"))
        .matches("(W(:[0-9,]+)? )+");
  }
}
