package dev.imas.gateway.mail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes of a mail as text, whatever they are said to be. Pure. */
final class PartText {

  /** What programs write that say nothing, or wrongly that it is ASCII. */
  private static final Charset EIGHT_BIT = Charset.forName("windows-1252");

  private PartText() {}

  /**
   * @param charset as the mail names it; null where it does not
   * @param isCut whether the last character may be incomplete
   */
  static String of(byte[] bytes, @Nullable String charset, boolean isCut) {
    Charset named = named(charset);
    if (named != null
        && !named.equals(StandardCharsets.US_ASCII)
        && !named.equals(StandardCharsets.UTF_8)) {
      return new String(bytes, named);
    }
    String text = strictly(bytes, isCut);
    if (text != null) {
      return text;
    }
    return new String(bytes, StandardCharsets.UTF_8.equals(named) ? named : EIGHT_BIT);
  }

  private static @Nullable Charset named(@Nullable String charset) {
    try {
      return charset == null ? null : Charset.forName(charset);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  /** As UTF-8, without a last character that is cut; null for what is no UTF-8. */
  private static @Nullable String strictly(byte[] bytes, boolean isCut) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean isWrong =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), text, !isCut)
            .isError();
    return isWrong ? null : text.flip().toString();
  }

  /** The beginning, without half a character at its end. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
