package dev.imas.core.report;

import dev.imas.core.report.Report.Checklist;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Facts;
import dev.imas.core.report.Report.Part;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** The tree from which each form of a report is written. Pure. */
final class ReportTree {

  static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  private static final String UNKNOWN = "–";

  private ReportTree() {}

  static Document of(Report report) {
    Document document = new Document();
    document.appendChild(heading(1, report.title()));
    if (!report.facts().isEmpty()) {
      document.appendChild(facts(report, report.facts()));
    }
    for (Section section : report.sections()) {
      document.appendChild(heading(2, section.title()));
      for (Part part : section.parts()) {
        append(document, report, part);
      }
    }
    return document;
  }

  private static void append(Document document, Report report, Part part) {
    switch (part) {
      case Report.Text text -> ReportText.append(document, text.markdown());
      case Facts facts -> {
        if (!facts.facts().isEmpty()) {
          document.appendChild(facts(report, facts.facts()));
        }
      }
      case Checklist list -> {
        if (!list.items().isEmpty()) {
          document.appendChild(checklist(list));
        }
      }
      case Table table -> document.appendChild(table(table));
    }
  }

  private static Heading heading(int level, String title) {
    Heading heading = new Heading();
    heading.setLevel(level);
    heading.appendChild(text(title));
    return heading;
  }

  private static Text text(String plain) {
    String line = PlainText.line(plain);
    return new Text(line.isEmpty() ? UNKNOWN : line);
  }

  private static BulletList facts(Report report, List<Fact> facts) {
    // French has a blank before a colon that no line ends at.
    String colon = report.language().startsWith("fr") ? "\u00a0:" : ":";
    BulletList list = list();
    for (Fact fact : facts) {
      StrongEmphasis name = new StrongEmphasis("**");
      name.appendChild(new Text(PlainText.line(fact.name()) + colon));
      list.appendChild(item(name, new Text(" "), text(fact.value())));
    }
    return list;
  }

  private static BulletList checklist(Checklist checklist) {
    BulletList list = list();
    for (Checklist.Item item : checklist.items()) {
      list.appendChild(item(new Text(item.isDone() ? "☑ " : "☐ "), text(item.text())));
    }
    return list;
  }

  private static BulletList list() {
    BulletList list = new BulletList();
    list.setMarker("-");
    list.setTight(true);
    return list;
  }

  private static ListItem item(Node... inlines) {
    Paragraph paragraph = new Paragraph();
    for (Node inline : inlines) {
      paragraph.appendChild(inline);
    }
    ListItem item = new ListItem();
    item.appendChild(paragraph);
    return item;
  }

  private static TableBlock table(Table table) {
    TableBlock block = new TableBlock();
    TableHead head = new TableHead();
    head.appendChild(row(table.columns(), true));
    block.appendChild(head);
    TableBody body = new TableBody();
    table.rows().forEach(row -> body.appendChild(row(row, false)));
    if (body.getFirstChild() != null) {
      block.appendChild(body);
    }
    return block;
  }

  private static TableRow row(List<String> cells, boolean isHeader) {
    TableRow row = new TableRow();
    for (String value : cells) {
      TableCell cell = new TableCell();
      cell.setHeader(isHeader);
      cell.appendChild(text(value));
      row.appendChild(cell);
    }
    return row;
  }
}
