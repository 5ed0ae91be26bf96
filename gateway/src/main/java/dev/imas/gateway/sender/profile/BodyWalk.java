package dev.imas.gateway.sender.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.profile.SenderProfile.Encoding;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body in one pass into frames. What no pointer leads to is skipped. Only what is read in
 * two ways, and JSON within a text, is parsed a second time.
 */
final class BodyWalk {

  /** The most names of one set; an alert keeps fewer. */
  private static final int MOST_PAIRS = 1_000;

  private BodyWalk() {}

  /** The parser stands at the first token of the body and is left at its last. */
  static Frame read(Level level, BodyCursor in, TextReader.Spent spent)
      throws IOException, BodyRefused {
    Frame frame = new Frame(level, null, 0, in.start());
    new Pass(in, true, spent).value(level.root, frame);
    frame.end = in.end();
    return frame;
  }

  /**
   * One parser's pass.
   *
   * @param isBody whether it reads the body itself, so that it knows where things stand in it
   */
  private record Pass(BodyCursor in, boolean isBody, TextReader.Spent spent) {

    void value(Node node, Frame frame) throws IOException, BodyRefused {
      if (node.isText()) {
        frame.texts[node.textNumber()] = in.text();
        return;
      }
      node.forget(frame);
      JsonParser parser = in.parser;
      if (!parser.currentToken().isStructStart()) {
        scalar(node, frame);
      } else if (node.isReadTwice()) {
        String json = in.text();
        if (json != null) {
          spent.copy(json.length());
          again(json, node, frame);
        }
      } else if (node.textNumber() >= 0) {
        frame.texts[node.textNumber()] = in.text();
      } else if (!node.pairs().isEmpty()) {
        pairs(node.pairs().getFirst(), frame);
      } else {
        parts(node, frame);
      }
    }

    private void scalar(Node node, Frame frame) throws IOException, BodyRefused {
      String text = in.text();
      if (text == null) {
        return;
      }
      if (node.textNumber() >= 0) {
        frame.texts[node.textNumber()] = text;
      }
      Encoding encoding = node.encoding();
      if (encoding == null || !isEmbedded(encoding, text, node, frame)) {
        for (Node.Pairs set : node.pairs()) {
          List<String> pairs = new ArrayList<>();
          for (String item : text.split(",", MOST_PAIRS)) {
            pair(set, item, pairs);
          }
          frame.sets[set.number()] = pairs;
        }
      }
    }

    /** Reads a value that was written out, once for each purpose. */
    private void again(String json, Node node, Frame frame) throws IOException, BodyRefused {
      if (node.textNumber() >= 0) {
        frame.texts[node.textNumber()] = json;
      }
      for (Node.Pairs set : node.pairs()) {
        try (JsonParser parser = BodyParser.again(json)) {
          parser.nextToken();
          new Pass(in.over(parser), false, spent).pairs(set, frame);
        }
      }
      if (node.leadsOn()) {
        try (JsonParser parser = BodyParser.again(json)) {
          parser.nextToken();
          new Pass(in.over(parser), false, spent).parts(node, frame);
        }
      }
    }

    /** Reads the JSON that a text holds; false where it holds none. */
    private boolean isEmbedded(Encoding encoding, String text, Node node, Frame frame)
        throws IOException, BodyRefused {
      String json = decoded(encoding, text);
      if (json == null) {
        return false;
      }
      spent.copy(json.length());
      try (JsonParser parser = BodyParser.again(json)) {
        JsonToken first = parser.nextToken();
        if (first == null || !first.isStructStart()) {
          return false;
        }
        Pass inside = new Pass(in.over(parser), false, spent);
        if (node.pairs().isEmpty()) {
          inside.parts(node, frame);
        } else {
          inside.again(Objects.requireNonNull(inside.in.text()), node, frame);
        }
        if (parser.nextToken() == null) {
          return true;
        }
      } catch (JsonProcessingException notJson) {
        // What was read of it until here is dropped.
      }
      node.forget(frame);
      if (node.textNumber() >= 0) {
        frame.texts[node.textNumber()] = text;
      }
      return false;
    }

    private static @Nullable String decoded(Encoding encoding, String text) {
      return switch (encoding) {
        case JSON -> text;
        case BASE64 -> {
          try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(text));
            yield StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
          } catch (IllegalArgumentException | CharacterCodingException notText) {
            yield null;
          }
        }
      };
    }

    /** The parser stands at the start of an object or a list and is left at its end. */
    private void parts(Node node, Frame frame) throws IOException, BodyRefused {
      JsonParser parser = in.parser;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        String name;
        while ((name = parser.nextFieldName()) != null) {
          parser.nextToken();
          Node child = node.at(name);
          if (child == null) {
            parser.skipChildren();
          } else {
            value(child, frame);
          }
        }
        return;
      }
      Level each = node.each();
      if (each != null && isBody) {
        elements(each, frame);
        return;
      }
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        Node child = node.at(Integer.toString(i));
        if (child == null) {
          parser.skipChildren();
        } else {
          value(child, frame);
        }
      }
    }

    private void elements(Level level, Frame frame) throws IOException, BodyRefused {
      JsonParser parser = in.parser;
      List<Frame> list = frame.newList(level.number);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        in.countElement();
        Frame element = new Frame(level, frame, list.size(), in.start());
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          value(level.root, element);
        } else {
          element.isObject = false;
          parser.skipChildren();
          parser.finishToken();
        }
        element.end = in.end();
        list.add(element);
      }
    }

    private void pairs(Node.Pairs set, Frame frame) throws IOException, BodyRefused {
      JsonParser parser = in.parser;
      List<String> pairs = new ArrayList<>();
      frame.sets[set.number()] = pairs;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        String name;
        while ((name = parser.nextFieldName()) != null) {
          parser.nextToken();
          add(set, name, in.text(), pairs);
        }
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          Frame item = new Frame(set.item(), null, 0, 0);
          value(set.item().root, item);
          for (int value : set.values()) {
            if (item.texts[value] != null) {
              add(set, item.texts[set.key()], item.texts[value], pairs);
              break;
            }
          }
        } else {
          String text = in.text();
          if (text != null) {
            pair(set, text, pairs);
          }
        }
      }
    }
  }

  private static void pair(Node.Pairs set, String text, List<String> pairs) {
    int split = text.indexOf(set.split());
    if (split > 0) {
      add(
          set,
          text.substring(0, split).strip(),
          text.substring(split + set.split().length()).strip(),
          pairs);
    }
  }

  private static void add(
      Node.Pairs set, @Nullable String name, @Nullable String value, List<String> pairs) {
    if (name != null && value != null && !name.isEmpty() && pairs.size() < 2 * MOST_PAIRS) {
      pairs.add(set.prefix().isEmpty() ? name : set.prefix() + name);
      pairs.add(value);
    }
  }
}
