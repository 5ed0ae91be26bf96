package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * Opens a body with a streaming parser and turns every error in it into a refusal, in the same way
 * for all dialects. A body nested deeper than {@value #MAX_DEPTH} is refused, so that none can
 * exhaust the stack.
 */
public final class BodyParser {

  static final int MAX_DEPTH = 100;

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          // The body's size bounds all of these, and they are only read as text. Too long ones are
          // cut, because a refusal would lose the good alerts beside them.
          .maxNumberLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build();

  /** Reads an opened body. The parser stands at the first token of an object or an array. */
  public interface Reader {
    Decoding read(BodyCursor in) throws IOException, BodyRefused;
  }

  private BodyParser() {}

  public static Decoding read(byte[] body, int length, Reader reader) {
    try {
      int start = startOfText(body, length);
      BodyScan scan = BodyScan.of(body, start, length);
      if (scan.invalidAt() >= 0) {
        throw notJson("not valid UTF-8", scan.invalidAt());
      }
      byte[] parsed = scan.oddText() ? NameRepair.of(body, start, length) : body;
      try (JsonParser parser =
          NameTable.factory(length).createParser(parsed, start, length - start)) {
        return open(parser, new BodyCursor(parser, parsed, start, length, scan.oddText()), reader);
      } catch (JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        throw notJson(
            "not valid JSON: " + e.getOriginalMessage(),
            at == null || at.getByteOffset() < 0 ? -1 : at.getByteOffset() + start);
      } catch (IOException e) {
        throw notJson("not valid JSON: " + e.getMessage(), -1);
      }
    } catch (BodyRefused e) {
      return e.refusal();
    }
  }

  /** Parses a value again that was written out of a body. */
  public static JsonParser again(String value) throws IOException {
    return NameTable.factory(value.length()).createParser(value);
  }

  /** Parses a part of a body again. */
  public static JsonParser again(byte[] body, int from, int length) throws IOException {
    return NameTable.factory(length).createParser(body, from, length);
  }

  private static Decoding open(JsonParser parser, BodyCursor in, Reader reader)
      throws IOException, BodyRefused {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw notJson("the body is empty", 0);
    }
    if (!first.isStructStart()) {
      throw notJson("the body is a single value, not an object or a list", in.start());
    }
    return reader.read(in);
  }

  /**
   * Skips one UTF-8 byte order mark. Refuses the other encodings of Unicode, also behind such a
   * mark: the parser would guess them there and could report no offsets.
   */
  private static int startOfText(byte[] body, int length) throws BodyRefused {
    int start = isMarkAt(body, 0, length) ? 3 : 0;
    if (start > 0 && isMarkAt(body, start, length)) {
      throw notJson("a second byte order mark", start);
    }
    boolean mark =
        length >= 2
            && ((body[0] == (byte) 0xfe && body[1] == (byte) 0xff)
                || (body[0] == (byte) 0xff && body[1] == (byte) 0xfe));
    boolean nul = false;
    for (int i = start; i < Math.min(start + 4, length); i++) {
      nul |= body[i] == 0;
    }
    if (mark || nul) {
      throw notJson("JSON is sent in UTF-8; this looks like UTF-16 or UTF-32", start);
    }
    return start;
  }

  private static boolean isMarkAt(byte[] body, int at, int length) {
    return length >= at + 3
        && body[at] == (byte) 0xef
        && body[at + 1] == (byte) 0xbb
        && body[at + 2] == (byte) 0xbf;
  }

  public static BodyRefused notJson(String detail, long byteOffset) {
    String where = byteOffset < 0 ? "" : " (at byte " + byteOffset + ")";
    return new BodyRefused(400, "", printable(detail) + where, byteOffset);
  }

  /** The parser's message quotes what it met, which may be anything. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 300); i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return out.toString();
  }

  /**
   * Each thread's parser factory with its table of field names, which makes one String of each name
   * however often it comes. The table keeps some thousand names of any length, and names come from
   * senders. So it is replaced after a number of bytes, which bounds its size.
   */
  private static final class NameTable {
    private static final int BYTES_PER_TABLE = 16 << 20;
    private static final ThreadLocal<NameTable> OF_THREAD = ThreadLocal.withInitial(NameTable::new);

    private JsonFactory factory = create();
    private long bytes;

    static JsonFactory factory(int length) {
      NameTable table = OF_THREAD.get();
      table.bytes += length;
      if (table.bytes > BYTES_PER_TABLE) {
        table.bytes = length;
        table.factory = create();
      }
      return table.factory;
    }

    private static JsonFactory create() {
      return JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          // The parser's own table is enough; interning in the JVM is slow and shared with all
          // else.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();
    }
  }
}
