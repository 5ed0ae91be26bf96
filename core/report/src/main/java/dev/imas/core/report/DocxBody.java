package dev.imas.core.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Writes a tree as the body of a Word file, and what the body refers to. For one document. */
final class DocxBody extends AbstractVisitor {

  private static final String W =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
          + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  private static final String RELATION =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  private static final int BULLETS = 1;
  private static final int DEEPEST_LIST = 8;
  private static final int INDENT = 360;

  private final StringBuilder xml = new StringBuilder(10_000);

  /** By address. */
  private final Map<String, String> links = new LinkedHashMap<>();

  /** The level of each ordered list; each begins its numbers anew. */
  private final List<int[]> ordered = new ArrayList<>();

  private int level = -1;
  private int list;
  private boolean isFirstOfItem;
  private int quotes;
  private boolean isBold;
  private boolean isItalic;
  private boolean isLink;

  String document() {
    return "<w:document "
        + W
        + "><w:body>"
        + xml
        + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1021\" w:right=\"907\""
        + " w:bottom=\"1021\" w:left=\"907\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>"
        + "</w:sectPr></w:body></w:document>";
  }

  String relations() {
    StringBuilder all =
        new StringBuilder(
            "<Relationships"
                + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    relation(all, "rId1", "styles", "styles.xml", false);
    relation(all, "rId2", "numbering", "numbering.xml", false);
    links.forEach((address, id) -> relation(all, id, "hyperlink", address, true));
    return all.append("</Relationships>").toString();
  }

  private static void relation(
      StringBuilder all, String id, String type, String target, boolean isExternal) {
    all.append("<Relationship Id=\"").append(id).append("\" Type=\"").append(RELATION).append(type);
    all.append("\" Target=\"").append(PlainText.escaped(target)).append('"');
    all.append(isExternal ? " TargetMode=\"External\"/>" : "/>");
  }

  String numbering() {
    StringBuilder all = new StringBuilder("<w:numbering " + W + ">");
    kind(all, 0, "bullet");
    kind(all, 1, "decimal");
    all.append("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (int i = 0; i < ordered.size(); i++) {
      all.append(
          ("<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"%d\">"
                  + "<w:startOverride w:val=\"%d\"/></w:lvlOverride></w:num>")
              .formatted(BULLETS + 1 + i, ordered.get(i)[0], ordered.get(i)[1]));
    }
    return all.append("</w:numbering>").toString();
  }

  private static void kind(StringBuilder all, int id, String format) {
    all.append("<w:abstractNum w:abstractNumId=\"").append(id).append("\">");
    for (int i = 0; i <= DEEPEST_LIST; i++) {
      all.append(
          ("<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/><w:lvlText"
                  + " w:val=\"%s\"/><w:pPr><w:ind w:left=\"%d\" w:hanging=\"%d\"/></w:pPr></w:lvl>")
              .formatted(
                  i,
                  format,
                  format.equals("bullet") ? "•" : "%" + (i + 1) + ".",
                  INDENT * (i + 1),
                  INDENT));
    }
    all.append("</w:abstractNum>");
  }

  @Override
  public void visit(Heading heading) {
    paragraph("Heading" + heading.getLevel(), heading);
  }

  @Override
  public void visit(Paragraph paragraph) {
    paragraph(null, paragraph);
  }

  private void paragraph(@Nullable String style, Node of) {
    open(style);
    visitChildren(of);
    xml.append("</w:p>");
  }

  private void open(@Nullable String style) {
    xml.append("<w:p><w:pPr>");
    if (style != null) {
      xml.append("<w:pStyle w:val=\"").append(style).append("\"/>");
    }
    if (level >= 0 && isFirstOfItem) {
      xml.append("<w:numPr><w:ilvl w:val=\"").append(level).append("\"/><w:numId w:val=\"");
      xml.append(list).append("\"/></w:numPr>");
    } else if (level >= 0 || quotes > 0) {
      xml.append("<w:ind w:left=\"").append(INDENT * (level + 1 + quotes)).append("\"/>");
    }
    isFirstOfItem = false;
    xml.append("</w:pPr>");
  }

  @Override
  public void visit(BulletList bullets) {
    list(bullets, BULLETS);
  }

  @Override
  public void visit(OrderedList numbers) {
    Integer start = numbers.getMarkerStartNumber();
    ordered.add(
        new int[] {Math.min(level + 1, DEEPEST_LIST), start == null ? 1 : Math.max(0, start)});
    list(numbers, BULLETS + ordered.size());
  }

  private void list(Node of, int number) {
    int outer = list;
    int outerLevel = level;
    list = number;
    level = Math.min(level + 1, DEEPEST_LIST);
    visitChildren(of);
    list = outer;
    level = outerLevel;
  }

  @Override
  public void visit(ListItem item) {
    isFirstOfItem = true;
    visitChildren(item);
    isFirstOfItem = false;
  }

  @Override
  public void visit(BlockQuote quote) {
    quotes++;
    visitChildren(quote);
    quotes--;
  }

  @Override
  public void visit(FencedCodeBlock code) {
    code(code.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    code(code.getLiteral());
  }

  private void code(String literal) {
    open("Code");
    lines(literal.stripTrailing(), "");
    xml.append("</w:p>");
  }

  @Override
  public void visit(ThematicBreak thematic) {
    xml.append(
        "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"B8BFC7\"/></w:pBdr>"
            + "</w:pPr></w:p>");
  }

  @Override
  public void visit(Text text) {
    lines(text.getLiteral(), "");
  }

  @Override
  public void visit(Code code) {
    lines(code.getLiteral(), "<w:rStyle w:val=\"CodeText\"/>");
  }

  private void lines(String text, String style) {
    xml.append("<w:r><w:rPr>").append(isLink ? "<w:rStyle w:val=\"Hyperlink\"/>" : style);
    xml.append(isBold ? "<w:b/>" : "").append(isItalic ? "<w:i/>" : "").append("</w:rPr>");
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      xml.append(i == 0 ? "" : "<w:br/>").append("<w:t xml:space=\"preserve\">");
      xml.append(PlainText.escaped(lines[i])).append("</w:t>");
    }
    xml.append("</w:r>");
  }

  @Override
  public void visit(SoftLineBreak soft) {
    lines(" ", "");
  }

  @Override
  public void visit(HardLineBreak hard) {
    xml.append("<w:r><w:br/></w:r>");
  }

  @Override
  public void visit(StrongEmphasis strong) {
    boolean outer = isBold;
    isBold = true;
    visitChildren(strong);
    isBold = outer;
  }

  @Override
  public void visit(Emphasis emphasis) {
    boolean outer = isItalic;
    isItalic = true;
    visitChildren(emphasis);
    isItalic = outer;
  }

  @Override
  public void visit(Link link) {
    if (isLink) { // One within another is not allowed.
      visitChildren(link);
      return;
    }
    String id = links.computeIfAbsent(link.getDestination(), address -> "rId" + (links.size() + 3));
    xml.append("<w:hyperlink r:id=\"").append(id).append("\">");
    isLink = true;
    visitChildren(link);
    isLink = false;
    xml.append("</w:hyperlink>");
  }

  @Override
  public void visit(CustomBlock block) {
    if (!(block instanceof TableBlock)) {
      visitChildren(block);
      return;
    }
    xml.append(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>"
            + "</w:tblPr><w:tblGrid>");
    int columns = columns(block);
    for (int i = 0; i < columns; i++) {
      xml.append("<w:gridCol w:w=\"").append(10_092 / columns).append("\"/>");
    }
    xml.append("</w:tblGrid>");
    visitChildren(block);
    // Two tables in a row would be one.
    xml.append("</w:tbl><w:p/>");
  }

  private static int columns(Node table) {
    Node head = table.getFirstChild();
    Node row = head == null ? null : head.getFirstChild();
    int columns = 0;
    for (Node cell = row == null ? null : row.getFirstChild();
        cell != null;
        cell = cell.getNext()) {
      columns++;
    }
    return Math.max(1, columns);
  }

  @Override
  public void visit(CustomNode node) {
    switch (node) {
      case TableRow row -> {
        boolean isHead = row.getFirstChild() instanceof TableCell cell && cell.isHeader();
        xml.append("<w:tr><w:trPr><w:cantSplit/>").append(isHead ? "<w:tblHeader/>" : "");
        xml.append("</w:trPr>");
        visitChildren(row);
        xml.append("</w:tr>");
      }
      case TableCell cell -> {
        boolean outer = isBold;
        isBold = cell.isHeader();
        xml.append("<w:tc><w:tcPr/>");
        paragraph(null, cell);
        xml.append("</w:tc>");
        isBold = outer;
      }
      default -> visitChildren(node);
    }
  }
}
