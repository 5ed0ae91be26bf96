package dev.imas.core.report;

/** The styles of a Word file. */
final class DocxStyles {

  private static final String FONT = "Arial";
  private static final String CODE_FONT = "Courier New";
  private static final int[] HEADINGS = {34, 26, 22, 20, 20, 20};

  private DocxStyles() {}

  static String of(String language) {
    StringBuilder xml =
        new StringBuilder(
            """
            <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults>\
            <w:rPrDefault><w:rPr><w:rFonts w:ascii="%1$s" w:hAnsi="%1$s" w:cs="%1$s"/><w:sz w:val="20"/><w:lang w:val="%2$s"/></w:rPr></w:rPrDefault>\
            <w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>\
            <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\
            """
                .formatted(FONT, PlainText.escaped(language)));
    for (int level = 1; level <= HEADINGS.length; level++) {
      xml.append(
          """
          <w:style w:type="paragraph" w:styleId="Heading%1$d"><w:name w:val="heading %1$d"/><w:basedOn w:val="Normal"/>\
          <w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="%2$d"/></w:pPr>\
          <w:rPr><w:b/><w:sz w:val="%3$d"/></w:rPr></w:style>\
          """
              .formatted(level, level - 1, HEADINGS[level - 1]));
    }
    return xml.append(
            """
            <w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Code"/><w:basedOn w:val="Normal"/>\
            <w:pPr><w:shd w:val="clear" w:color="auto" w:fill="F4F6F8"/></w:pPr>\
            <w:rPr><w:rFonts w:ascii="%1$s" w:hAnsi="%1$s" w:cs="%1$s"/><w:sz w:val="17"/></w:rPr></w:style>\
            <w:style w:type="character" w:styleId="CodeText"><w:name w:val="Code Text"/>\
            <w:rPr><w:rFonts w:ascii="%1$s" w:hAnsi="%1$s" w:cs="%1$s"/></w:rPr></w:style>\
            <w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>\
            <w:rPr><w:color w:val="0B57A4"/><w:u w:val="single"/></w:rPr></w:style>\
            <w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>\
            <w:top w:val="single" w:sz="4" w:color="B8BFC7"/><w:left w:val="single" w:sz="4" w:color="B8BFC7"/>\
            <w:bottom w:val="single" w:sz="4" w:color="B8BFC7"/><w:right w:val="single" w:sz="4" w:color="B8BFC7"/>\
            <w:insideH w:val="single" w:sz="4" w:color="B8BFC7"/><w:insideV w:val="single" w:sz="4" w:color="B8BFC7"/>\
            </w:tblBorders></w:tblPr></w:style></w:styles>\
            """
                .formatted(CODE_FONT))
        .toString();
  }
}
