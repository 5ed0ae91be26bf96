package dev.imas.core.report;

import java.util.Locale;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * Reads what people wrote, and makes it harmless: HTML becomes text, an image its address, a link
 * of an unknown scheme its words, and headings go below those of the report.
 */
final class ReportText {

  /** Longer texts are cut. */
  static final int LONGEST = 100_000;

  private static final int BELOW = 2;
  private static final int LOWEST = 6;
  private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");

  /** What is nested deeper is text: a thousand quotes within each other would overflow a stack. */
  private static final int DEEPEST = 20;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(ReportTree.EXTENSIONS)
          .maxOpenBlockParsers(DEEPEST)
          .maxInlineNesting(DEEPEST)
          .build();

  private ReportText() {}

  static void append(Document document, String markdown) {
    String text = PlainText.of(markdown);
    if (text.length() > LONGEST) {
      int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
      text = text.substring(0, end) + "…";
    }
    Node parsed = PARSER.parse(text);
    parsed.accept(new Harmless());
    Node next = parsed.getFirstChild();
    while (next != null) {
      Node after = next.getNext();
      document.appendChild(next);
      next = after;
    }
  }

  private static boolean isSafe(String address) {
    int colon = address.indexOf(':');
    return colon > 0 && SCHEMES.contains(address.substring(0, colon).toLowerCase(Locale.ROOT));
  }

  private static final class Harmless extends AbstractVisitor {

    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(LOWEST, heading.getLevel() + BELOW));
      visitChildren(heading);
    }

    @Override
    public void visit(HtmlInline html) {
      replace(html, new Text(html.getLiteral()));
    }

    @Override
    public void visit(HtmlBlock html) {
      Paragraph paragraph = new Paragraph();
      paragraph.appendChild(new Text(html.getLiteral().strip()));
      replace(html, paragraph);
    }

    @Override
    public void visit(Image image) {
      visitChildren(image);
      Node seen =
          isSafe(image.getDestination()) ? new Link(image.getDestination(), null) : new Text("");
      if (image.getFirstChild() == null) {
        image.appendChild(new Text(image.getDestination()));
      }
      if (seen instanceof Link link) {
        move(image, link);
        replace(image, link);
      } else {
        unwrap(image);
      }
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      if (!isSafe(link.getDestination())) {
        unwrap(link);
      }
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
      definition.unlink();
    }

    @Override
    public void visit(Code code) {
      code.setLiteral(PlainText.of(code.getLiteral()));
    }

    @Override
    public void visit(FencedCodeBlock code) {
      code.setInfo(null);
      code.setLiteral(PlainText.of(code.getLiteral()));
    }

    @Override
    public void visit(IndentedCodeBlock code) {
      code.setLiteral(PlainText.of(code.getLiteral()));
    }

    /** Entities are characters only now. */
    @Override
    public void visit(Text text) {
      text.setLiteral(PlainText.of(text.getLiteral()));
    }

    private static void replace(Node old, Node by) {
      old.insertBefore(by);
      old.unlink();
    }

    private static void unwrap(Node node) {
      Node child = node.getFirstChild();
      while (child != null) {
        Node after = child.getNext();
        node.insertBefore(child);
        child = after;
      }
      node.unlink();
    }

    private static void move(Node from, Node to) {
      Node child = from.getFirstChild();
      while (child != null) {
        Node after = child.getNext();
        to.appendChild(child);
        child = after;
      }
    }
  }
}
