package dev.imas.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import dev.imas.core.report.Report.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** C162: whatever people write, no form of a report runs it, loads it, or breaks by it. */
class HostileTextTest {

  private static final List<String> WRAPPINGS =
      List.of(
          "%s", "**%s**", "> %s", "- %s", "`%s`", "```\n%s\n```", "| a |\n|---|\n| %s |", "# %s");

  private static final AtomicInteger asked = new AtomicInteger();
  private static HttpServer inside;
  private static String address;

  @BeforeAll
  static void listen() throws IOException {
    inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inside.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    inside.start();
    address = "http://127.0.0.1:" + inside.getAddress().getPort();
  }

  @AfterAll
  static void stop() {
    inside.stop(0);
  }

  private static List<String> attacks() {
    return List.of(
        "<script>alert(1)</script>",
        "<img src=\"" + address + "/a.png\" onerror=\"alert(1)\">",
        "![x](" + address + "/b.png)",
        "![x](javascript:alert(1))",
        "![](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](  &#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](//evil.example/a)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<link rel=\"stylesheet\" href=\"" + address + "/c.css\">",
        "<style>@import url('" + address + "/d.css');</style>",
        "<div style=\"background:url(" + address + "/e.png)\">x</div>",
        "<object data=\"" + address + "/f\"></object>",
        "<iframe src=\"" + address + "/g\"></iframe>",
        "<svg onload=\"alert(1)\"><image href=\"" + address + "/h\"/></svg>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + address + "/i\">]>&e;",
        "]]>\u0000\u0001\u000b<x/>",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#0; &#x202e;",
        "=HYPERLINK(\"" + address + "/j\")",
        "\u202egnp.exe \u2066hidden\u2069",
        "\ud83d lonely \udc00",
        "<w:instrText>INCLUDETEXT \"" + address + "/k\"</w:instrText>");
  }

  @Test
  void nothingIsRunOrLoadedAndEveryFormStaysWhole() throws Exception {
    int tried = 0;
    for (String attack : attacks()) {
      List<Report.Part> wrapped = new ArrayList<>();
      for (String wrapping : WRAPPINGS) {
        String text = wrapping.formatted(attack);
        Report report =
            new Report(
                attack,
                "en\"><script>",
                List.of(new Fact(attack, attack)),
                List.of(
                    Section.of(
                        attack,
                        new Text(text),
                        new Table(List.of(attack), List.of(List.of(attack))))));
        isHarmlessHtml(ReportFormat.HTML.write(report), text);
        isHarmlessMarkdown(ReportFormat.MARKDOWN.write(report), text);
        isHarmlessWord(ReportFormat.DOCX.write(report), text);
        wrapped.add(new Text(text));
        tried++;
      }
      Report all =
          new Report(attack, "en\"><script>", List.of(), List.of(new Section(attack, wrapped)));
      assertThat(ReportTest.read(ReportFormat.PDF, ReportFormat.PDF.write(all))).isNotBlank();
    }
    assertThat(tried).isGreaterThanOrEqualTo(200);
    assertThat(asked.get()).as("requests to an inside host").isZero();
  }

  private static boolean isHarmless(String link) {
    String lower = link.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://")
        || lower.startsWith("https://")
        || lower.startsWith("mailto:");
  }

  private static void isHarmlessHtml(byte[] bytes, String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    NodeList all =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes))
            .getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getTagName())
          .as(text)
          .isNotIn("script", "img", "link", "object", "iframe", "svg", "image", "div", "x");
      for (int a = 0; a < element.getAttributes().getLength(); a++) {
        assertThat(element.getAttributes().item(a).getNodeName()).as(text).doesNotStartWith("on");
      }
      if (element.hasAttribute("href")) {
        assertThat(isHarmless(element.getAttribute("href"))).as(text).isTrue();
      }
    }
  }

  private static void isHarmlessMarkdown(byte[] bytes, String text) {
    String markdown = new String(bytes, StandardCharsets.UTF_8);
    List<String> faults = new ArrayList<>();
    Parser.builder()
        .extensions(ReportTree.EXTENSIONS)
        .build()
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(HtmlInline html) {
                faults.add(html.getLiteral());
              }

              @Override
              public void visit(HtmlBlock html) {
                faults.add(html.getLiteral());
              }

              @Override
              public void visit(Image image) {
                faults.add(image.getDestination());
              }

              @Override
              public void visit(Link link) {
                if (!isHarmless(link.getDestination())) {
                  faults.add(link.getDestination());
                }
                visitChildren(link);
              }
            });
    assertThat(faults).as("%s became%n%s", text, markdown).isEmpty();
    assertThat(markdown).doesNotContain("\u202e", "\u0000", "\u2066");
  }

  private static void isHarmlessWord(byte[] bytes, String text) throws IOException {
    try (XWPFDocument word = new XWPFDocument(new ByteArrayInputStream(bytes))) {
      assertThat(word.getTables()).as(text).isNotEmpty();
      assertThat(word.getHyperlinks())
          .allSatisfy(link -> assertThat(isHarmless(link.getURL())).as(text).isTrue());
      assertThat(word.getDocument().xmlText()).doesNotContain("<w:instrText");
      assertThat(word.getAllPictures()).isEmpty();
    }
  }
}
