package dev.imas.gateway.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of SMTP that says what it is told, and gives the answers. */
final class SmtpDialogue implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader answers;

  /** Answers of the greeting are read. */
  SmtpDialogue(int port) {
    this("127.0.0.1", port);
  }

  /** A client of that address, which may be any of this host's. */
  static SmtpDialogue from(String address, int port) {
    return new SmtpDialogue(address, port);
  }

  private SmtpDialogue(String address, int port) {
    try {
      socket =
          new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0);
      socket.setSoTimeout(40_000);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server says next, all lines; "closed" where it says nothing any more. */
  String answer() {
    try {
      StringBuilder whole = new StringBuilder();
      String line;
      do {
        line = answers.readLine();
        if (line == null) {
          return "closed";
        }
        whole.append(line).append('\n');
      } while (line.length() > 3 && line.charAt(3) == '-');
      return whole.toString().strip();
    } catch (IOException closed) {
      return "closed";
    }
  }

  String say(String line) {
    write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return answer();
  }

  void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SmtpDialogue greeted() {
    answer();
    say("EHLO client.example.org");
    return this;
  }

  /** Delivers a mail; the answer to its end. */
  String deliver(String from, String to, byte[] mail) {
    say("MAIL FROM:<" + from + ">");
    String said = say("RCPT TO:<" + to + ">");
    return said.startsWith("250") ? data(mail) : said;
  }

  String data(byte[] mail) {
    String said = say("DATA");
    if (!said.startsWith("354")) {
      return said;
    }
    write(mail);
    return say("\r\n.");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
