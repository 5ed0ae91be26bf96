package dev.imas.core.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** The fonts that are embedded in a PDF, and what they can show. */
final class ReportFonts {

  static final String REGULAR = "DejaVuSansCondensed.ttf";
  static final String BOLD = "DejaVuSansCondensed-Bold.ttf";
  static final String OBLIQUE = "DejaVuSansCondensed-Oblique.ttf";
  static final String BOLD_OBLIQUE = "DejaVuSansCondensed-BoldOblique.ttf";
  static final String MONO = "DejaVuSansMono.ttf";

  private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";

  private ReportFonts() {}

  static InputStream open(String font) {
    return Objects.requireNonNull(ReportFonts.class.getResourceAsStream(FOLDER + font), font);
  }

  /** Read when the first PDF is written. */
  private static final class Known {

    private static final CmapLookup CHARACTERS = read();

    private static CmapLookup read() {
      try (InputStream in = open(REGULAR);
          TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in))) {
        return font.getUnicodeCmapLookup();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The same text, where a character that the fonts lack is written by its name in brackets: a
   * question mark or a box would say nothing.
   */
  static String shown(String text) {
    StringBuilder shown = null;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int size = Character.charCount(c);
      if (c < 0x80 || !isJoiner(c) && Known.CHARACTERS.getGlyphId(c) > 0) {
        if (shown != null) {
          shown.appendCodePoint(c);
        }
      } else {
        if (shown == null) {
          shown = new StringBuilder(text.length() + 40).append(text, 0, i);
        }
        shown.append(name(c));
      }
      i += size;
    }
    return shown == null ? text : shown.toString();
  }

  /** It joins two emoji, or chooses how one looks. */
  private static boolean isJoiner(int c) {
    return c == 0x200D || c >= 0xFE00 && c <= 0xFE0F;
  }

  private static String name(int c) {
    if (isJoiner(c)) {
      return "";
    }
    String name = Character.getName(c);
    return "[" + (name == null ? "U+%04X".formatted(c) : name.toLowerCase(Locale.ROOT)) + "]";
  }
}
